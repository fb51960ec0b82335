import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { OperatorHistoryPage } from "#app/components/pages/history-pages.tsx";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { afterId, nextPage, PAGE } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";
import { operatorWords } from "#app/i18n/history.ts";
import { selectOperatorEvents } from "#db/account_events.ts";
import { readingAccounts } from "#db/transaction.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireOperator(args);
  const before = afterId(args.request);
  const rows = await readingAccounts(null, (tx) => selectOperatorEvents(tx, { before, count: PAGE + 1 }));
  const shown = rows.slice(0, PAGE);
  return data(
    {
      person: viewPerson(account),
      entries: shown.map((row) => ({
        id: row.id,
        at: row.at,
        who: row.actor_name ?? "A former operator",
        what: operatorWords(row),
        from: row.address,
      })),
      older: nextPage("", rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null),
      is_first: before === null,
    },
    { headers: privateForm },
  );
});

export const headers = passHeaders;

export const meta = () => privateMeta("History");

export default function History() {
  return <OperatorHistoryPage {...useLoaderData<typeof loader>()} />;
}
