import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { OperatorMessagesPage } from "#app/components/pages/operator-messages-page.tsx";
import { cursorOf, LATE_AFTER, readTroubledCursor, SHOWN_FOR } from "#app/domain/messages/ledger.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { PAGE } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";
import { selectDeliveriesOverview, selectTroubledAccountDeliveries } from "#db/delivery_lists.ts";
import { readingAccounts } from "#db/transaction.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account, context } = await requireOperator(args);
  const { now } = context;
  const after = readTroubledCursor(param(args.request, "after"));
  const since = now - SHOWN_FOR;
  const { figures, rows } = await readingAccounts(null, async (tx) => ({
    figures: await selectDeliveriesOverview(tx, { now, late_before: now - LATE_AFTER, failed_since: since }),
    rows: await selectTroubledAccountDeliveries(tx, { since, after, count: PAGE + 1 }),
  }));
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return data(
    {
      person: viewPerson(account),
      figures,
      messages: shown.map(
        ({ id, kind, state, due_at, ended_at, tries, answer, account_name, account_email }) => ({
          ...{ id, kind, state, due_at, ended_at, tries, answer, account_name, account_email },
        }),
      ),
      is_first: after === null,
      more: last ? `?after=${cursorOf(last)}` : null,
      just: param(args.request, "just"),
    },
    { headers: privateForm },
  );
});

export const headers = passHeaders;

export const meta = () => privateMeta("Messages");

export default function Messages() {
  return <OperatorMessagesPage {...useLoaderData<typeof loader>()} />;
}
