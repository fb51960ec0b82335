import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SettingsMessagesPage } from "#app/components/pages/settings-messages-page.tsx";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { saveAgendaForm, viewMessages } from "#app/http/messages.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewMessages(tx, desk, args.request), { headers: privateForm }),
  ),
);

/** The one form of the page itself is the agenda's time; each switch has an address of its own. */
export const action = guarded((args: ActionFunctionArgs) => saveAgendaForm(args));

export const headers = passHeaders;

export const meta = () => privateMeta("Messages · Settings");

export default function Messages() {
  return <SettingsMessagesPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
