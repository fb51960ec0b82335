import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SentPage } from "#app/components/pages/sign-up-pages.tsx";
import { showsOutbox } from "#app/http/entrance.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privatePage } from "#app/http/public.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) =>
  data({ outbox: showsOutbox(args) }, { headers: privatePage }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Look into your mail");

export default function Sent() {
  return <SentPage what="password_reset" outbox={useLoaderData<typeof loader>().outbox} />;
}
