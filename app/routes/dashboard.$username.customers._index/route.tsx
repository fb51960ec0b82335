import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CustomersPage } from "#app/components/pages/customers-page.tsx";
import { viewCustomers } from "#app/http/customers.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

const DONE: Record<string, string> = {
  erased: "Their data have been erased.",
  imported: "Your list is imported.",
};

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(
      {
        ...(await viewCustomers(tx, desk, args.request)),
        done: DONE[param(args.request, "just") ?? ""] ?? null,
      },
      { headers: privateForm },
    ),
  ),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Customers");

export default function Customers() {
  return <CustomersPage {...useLoaderData<typeof loader>()} />;
}
