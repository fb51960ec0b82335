import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ExportPage } from "#app/components/pages/export-page.tsx";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "data:export", async (_tx, { view }) => data({ desk: view }, { headers: privateForm })),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Download your data");

export default function Export() {
  return <ExportPage {...useLoaderData<typeof loader>()} />;
}
