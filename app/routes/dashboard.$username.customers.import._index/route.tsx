import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CustomerImportPage } from "#app/components/pages/customer-import-page.tsx";
import { checkList } from "#app/http/customer-import.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { UPLOAD_DEADLINE } from "#app/http/photos.server.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "customers:write", async (_tx, { view }) =>
    data({ desk: view }, { headers: privateForm }),
  ),
);

export const action = guarded(checkList, UPLOAD_DEADLINE);

export const headers = passHeaders;

export const meta = () => privateMeta("Import customers");

export default function ImportCheck() {
  return <CustomerImportPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
