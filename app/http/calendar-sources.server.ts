import { z } from "zod";
import { MAX_SOURCES } from "#app/domain/calendar_sources.ts";
import type { SourceChangeView, SourcesView, SourceView } from "#app/domain/calendar-source-views.ts";
import { newId } from "#app/domain/ids.server.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { notFound, param } from "#app/http/guarded.server.ts";
import { warningWords } from "#app/i18n/calendars.ts";
import { localeOf } from "#app/i18n/format.ts";
import {
  type CalendarSourceRow,
  selectCalendarSources,
  selectOptionalCalendarSource,
} from "#db/calendar_sources.ts";
import type { TenantTx } from "#db/transaction.ts";

/** Where a provider's calendars elsewhere stand. */
export const sourcesPath = ({ view }: Desk): string => `/dashboard/${view.username}/hours/calendars`;

/** An id of an address. @throws a 404 page for what is none */
export function requireSourceId(id: string | undefined): string {
  const found = z.uuid().safeParse(id);
  if (!found.success) throw notFound();
  return found.data.toLowerCase();
}

const viewSource = (row: CalendarSourceRow, { provider_context: { provider, now } }: Desk): SourceView => {
  const { id, name, host, ending, version, ok_at, fetched_at, failing_since, failure, events } = row;
  const shown = { id, name, host, ending, version, ok_at, fetched_at, failing_since, failure, events };
  return {
    ...shown,
    warnings: row.warnings.map((warning) => warningWords(warning, provider.time_zone, localeOf(provider))),
    next_fetch_at: row.next_fetch_at,
    is_being_read: row.next_fetch_at <= now,
  };
};

const shared = ({ view, provider_context: { provider, now } }: Desk) => ({
  desk: view,
  locale: localeOf(provider),
  now,
});

/** The list, with the form for a new one. */
export async function viewSources(tx: TenantTx, desk: Desk, request: Request): Promise<SourcesView> {
  const rows = await selectCalendarSources(tx);
  return {
    ...shared(desk),
    sources: rows.map((row) => viewSource(row, desk)),
    most: MAX_SOURCES,
    just: param(request, "just"),
    values: { key: newId() },
  };
}

/** One calendar to change. @throws a 404 page when there is none */
export async function viewSourceChange(
  tx: TenantTx,
  desk: Desk,
  id: string | undefined,
): Promise<SourceChangeView> {
  const row = await selectOptionalCalendarSource(tx, requireSourceId(id));
  if (!row) throw notFound();
  return {
    ...shared(desk),
    source: viewSource(row, desk),
    values: { version: String(row.version), name: row.name },
  };
}

/** Why a calendar was not added or changed, beside its field. */
export const SOURCE_REFUSALS: Record<"too_many" | "already_there", { field: "address"; text: string }> = {
  too_many: { field: "address", text: `There are ${MAX_SOURCES} calendars already. Remove one first.` },
  already_there: { field: "address", text: "This calendar is in your list already." },
};
