import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { OperatorAccountsPage } from "#app/components/pages/operator-pages.tsx";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { afterId, listParams, nextPage, PAGE } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";
import { selectAccounts } from "#db/accounts.ts";
import { readingAccounts } from "#db/transaction.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireOperator(args);
  const { search } = listParams(args.request);
  const before = afterId(args.request);
  const rows = await readingAccounts(null, (tx) => selectAccounts(tx, { search, before, count: PAGE + 1 }));
  const shown = rows.slice(0, PAGE);
  return data(
    {
      person: viewPerson(account),
      search,
      entries: shown.map(({ operator_since, suspended_at, ...one }) => ({
        ...one,
        is_operator: operator_since !== null,
        is_suspended: suspended_at !== null,
        is_self: one.id === account.id,
      })),
      more: nextPage(search, rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null),
      is_first: before === null,
    },
    { headers: privateForm },
  );
});

export const headers = passHeaders;

export const meta = () => privateMeta("Accounts");

export default function Accounts() {
  return <OperatorAccountsPage {...useLoaderData<typeof loader>()} />;
}
