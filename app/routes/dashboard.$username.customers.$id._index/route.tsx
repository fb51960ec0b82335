import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CustomerPage } from "#app/components/pages/customer-page.tsx";
import { ownWord } from "#app/domain/own.ts";
import { viewCustomerPage } from "#app/http/customers.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

const DONE: Record<string, { text: string; undo: "block" | "unblock" | null }> = {
  added: { text: "Added to your customers.", undo: null },
  saved: { text: "Saved.", undo: null },
  blocked: { text: "They can no longer book with you.", undo: "unblock" },
  unblocked: { text: "They can book with you again.", undo: "block" },
  merged: { text: "The two are one now.", undo: null },
};

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const view = await viewCustomerPage(tx, desk, args.params.id, args.request);
    const done = ownWord(DONE, param(args.request, "just"));
    // Somebody may have taken it back meanwhile: then there is nothing to undo.
    const stands = !done?.undo || (done.undo === "unblock") === view.customer.is_blocked;
    const flash = done ? { text: done.text, undo: stands && view.may_write ? done.undo : null } : null;
    return data({ ...view, flash }, { headers: privateForm });
  }),
);

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => privateMeta(data?.customer.name ?? "Customer");

export default function Customer() {
  return <CustomerPage {...useLoaderData<typeof loader>()} />;
}
