import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CustomersPage } from "#app/components/pages/customers-page.tsx";
import { viewCustomers } from "#app/http/customers.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

/** What has just been done; the numbers are only shown, so whatever stands in the address for them is harmless. */
const doneOf = (request: Request): string | null => {
  const number = (name: string) => Number(/^\d{1,5}$/.exec(param(request, name) ?? "")?.[0] ?? 0);
  switch (param(request, "just")) {
    case "erased":
      return "Their data have been erased.";
    case "imported":
      return `Your list is imported: ${number("added")} added, ${number("updated")} changed.`;
    default:
      return null;
  }
};

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(
      {
        ...(await viewCustomers(tx, desk, args.request)),
        done: doneOf(args.request),
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
