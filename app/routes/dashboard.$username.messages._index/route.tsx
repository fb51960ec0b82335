import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { MessagesPage } from "#app/components/pages/messages-page.tsx";
import { viewTroubled } from "#app/http/deliveries.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const view = await viewTroubled(tx, desk, args.request);
    return data({ ...view, just: param(args.request, "just") }, { headers: privateForm });
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Undelivered messages");

export default function Messages() {
  return <MessagesPage {...useLoaderData<typeof loader>()} />;
}
