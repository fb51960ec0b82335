import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CustomerMergePage } from "#app/components/pages/customer-merge-page.tsx";
import { type MergeOutcome, mergeCustomers } from "#app/domain/customers/merge.server.ts";
import { MergeCustomersInput } from "#app/domain/customers.ts";
import { viewMerge } from "#app/http/customer-acts.server.ts";
import { customersPath } from "#app/http/customers.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { requireId } from "#app/http/members.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

type Reason = (MergeOutcome & { ok: false })["reason"];

const REASONS: Record<Reason, { status: number; error: string }> = {
  stale: {
    status: 409,
    error:
      "Somebody changed one of the two meanwhile. Nothing is merged yet: this is how they are now, please choose again.",
  },
  same: { status: 422, error: "These are one and the same. Choose somebody else." },
  note_too_long: {
    status: 422,
    error: "The two notes together are longer than 4,000 characters. Shorten one of them first.",
  },
};

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "customers:write", async (tx, desk) =>
    data(await viewMerge(tx, desk, args.params.id, args.request), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "customers:write");
  const id = requireId(args.params.id);
  const submission = parseWithZod(await readForm(args.request), { schema: MergeCustomersInput });
  if (submission.status !== "success")
    return data(
      { error: "Choose the other customer, and what is kept of each." },
      { status: 422, headers: privateForm },
    );
  const { with: other_id, ...rest } = submission.value;
  const outcome = await mergeCustomers(desk.provider_context, { id, other_id, ...rest });
  if (outcome.ok) throw redirect(`${customersPath(desk)}/${id}?just=merged`, 303);
  const { status, error } = REASONS[outcome.reason];
  return data({ error }, { status, headers: privateForm });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Merge customers");

export default function MergeCustomers() {
  return (
    <CustomerMergePage {...useLoaderData<typeof loader>()} error={useActionData<typeof action>()?.error} />
  );
}
