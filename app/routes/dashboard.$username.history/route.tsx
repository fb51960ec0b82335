import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { HistoryPage } from "#app/components/pages/history-pages.tsx";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { afterId, nextPage, PAGE } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { auditActor, auditWords } from "#app/i18n/history.ts";
import { selectAuditEvents } from "#db/audit_events.ts";

/** For owners and managers: it says from where colleagues work. */
export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "settings:write", async (tx, { view }) => {
    const before = afterId(args.request);
    const rows = await selectAuditEvents(tx, { before, count: PAGE + 1 });
    const shown = rows.slice(0, PAGE);
    return data(
      {
        desk: view,
        entries: shown.map((row) => ({
          id: row.id,
          at: row.at,
          who: auditActor(row),
          what: auditWords(row),
          // Where customers and operators were is nobody's business here.
          from: row.actor === "provider" ? row.address : null,
        })),
        older: nextPage("", rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null),
        is_first: before === null,
      },
      { headers: privateForm },
    );
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("History");

export default function History() {
  return <HistoryPage {...useLoaderData<typeof loader>()} />;
}
