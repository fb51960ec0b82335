import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { UnsubscribePage } from "#app/components/pages/unsubscribe-page.tsx";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { readUnsubscribe, unsubscribe } from "#app/http/unsubscribe.server.ts";

/** Shows what the link is for; only the form ends anything, because programs that check mails open every link in them. */
export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { view } = await readUnsubscribe(args);
  return data(view, { headers: privateForm });
});

export const action = guarded(async (args: ActionFunctionArgs) => data(null, await unsubscribe(args)));

export const headers = passHeaders;

export const meta = () => privateMeta("Fewer mails");

export default function Unsubscribe() {
  return <UnsubscribePage {...useLoaderData<typeof loader>()} />;
}
