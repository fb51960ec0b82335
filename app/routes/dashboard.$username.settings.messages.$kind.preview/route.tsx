import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SettingsMessagePage } from "#app/components/pages/settings-message-page.tsx";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { previewTexts, viewMessage } from "#app/http/messages.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

/** "Show the mail": the message's form again, as it was typed. Looked at without a form it is as saved. */
export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "settings:write", async (tx, desk) =>
    data(await viewMessage(tx, desk, args), { headers: privateForm }),
  ),
);

export const action = guarded((args: ActionFunctionArgs) => previewTexts(args));

export const headers = passHeaders;

export const meta = () => privateMeta("Preview · Messages");

export default function Preview() {
  const view = useLoaderData<typeof loader>();
  const tried = useActionData<typeof action>();
  return <SettingsMessagePage {...view} answer={tried?.answer} preview={tried?.preview ?? view.preview} />;
}
