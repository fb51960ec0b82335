import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SettingsMessagePage } from "#app/components/pages/settings-message-page.tsx";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { saveTextsForm, viewMessage } from "#app/http/messages.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { messageTitle } from "#app/i18n/message-kinds.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewMessage(tx, desk, args), { headers: privateForm }),
  ),
);

export const action = guarded((args: ActionFunctionArgs) => saveTextsForm(args));

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(`${data ? messageTitle(data.kind) : "Message"} · Messages`);

export default function Message() {
  return <SettingsMessagePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
