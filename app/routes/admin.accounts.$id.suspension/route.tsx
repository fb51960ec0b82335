import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SuspensionPage } from "#app/components/pages/operator-pages.tsx";
import { suspendAccount } from "#app/domain/operator.server.ts";
import { SuspendInput } from "#app/domain/operator.ts";
import { guarded, notFound, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { requireId } from "#app/http/members.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { accountRefusal, requireOperatorContext } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";
import { selectOptionalAccountById } from "#db/accounts.ts";
import { readingAccounts } from "#db/transaction.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireOperator(args);
  const id = requireId(args.params.id);
  const found = await readingAccounts(null, (tx) => selectOptionalAccountById(tx, id));
  if (!found) throw notFound("There is no such account.");
  if (id === account.id) throw accountRefusal("own_account");
  return data(
    {
      person: viewPerson(account),
      path: `/admin/accounts/${id}`,
      kind: "account" as const,
      name: found.name,
      detail: found.email,
      suspended_at: found.suspended_at,
      reason: found.suspension_reason,
    },
    { headers: privateForm },
  );
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireOperatorContext(args);
  const id = requireId(args.params.id);
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: SuspendInput });
  if (submission.status !== "success") {
    const [error] = Object.values(submission.error ?? {}).flat();
    const typed = String(form.get("reason") ?? "").slice(0, 2000);
    return data({ error: error ?? "Say why.", typed }, { status: 422, headers: privateForm });
  }
  const refused = await suspendAccount(context, id, submission.value.reason);
  if (refused) throw accountRefusal(refused);
  throw redirect(`/admin/accounts/${id}/suspension`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Suspend an account");

export default function Suspension() {
  const acted = useActionData<typeof action>();
  return <SuspensionPage {...useLoaderData<typeof loader>()} error={acted?.error} typed={acted?.typed} />;
}
