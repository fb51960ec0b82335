import { parseWithZod } from "@conform-to/zod/v4";
import { z } from "zod";
import { timeOffFields } from "#app/domain/blocked_times.ts";
import { newId } from "#app/domain/ids.server.ts";
import type {
  AbsenceView,
  TimeOffBookingsView,
  TimeOffChangeView,
  TimeOffListView,
  TimeOffShared,
} from "#app/domain/time-off-views.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { readCookie, setCookie } from "#app/http/cookies.server.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { notFound, param } from "#app/http/guarded.server.ts";
import { seal, unseal } from "#app/http/sealed.server.ts";
import { localeOf } from "#app/i18n/format.ts";
import {
  type BlockedTimeRow,
  selectBookingsIn,
  selectComingBlockedTimes,
  selectHitCounts,
  selectOptionalBlockedTime,
  selectPastBlockedTimes,
} from "#db/blocked_times.ts";
import { selectScheduleNames } from "#db/schedules.ts";
import type { TenantTx } from "#db/transaction.ts";

const COMING = 100;
const PAST = 20;
/** Bookings on one page: few enough to cancel in one request. */
export const BOOKINGS_PAGE = 50;

/** Where a provider's time off stands. */
export const timeOffPath = ({ view }: Desk): string => `/dashboard/${view.username}/hours/time-off`;

/** An id of an address. @throws a 404 page for what is none */
export function requireBlockedTimeId(id: string | undefined): string {
  const found = z.uuid().safeParse(id);
  if (!found.success) throw notFound();
  return found.data.toLowerCase();
}

const viewAbsence = (row: BlockedTimeRow, bookings: number): AbsenceView => {
  const { id, schedule_name, starts_at, ends_at, reason, public_text, version } = row;
  return { id, schedule_name, starts_at, ends_at, reason, public_text, version, bookings };
};

export { viewAbsence };

/** What every page with a form of an absence shows. */
export const readShared = async (tx: TenantTx, { view, provider_context }: Desk): Promise<TimeOffShared> => ({
  desk: view,
  locale: localeOf(provider_context.provider),
  now: provider_context.now,
  schedules: (await selectScheduleNames(tx)).map(({ id, name }) => ({ id, name })),
});

/** "<epoch ms>.<id>" of an address, or null for nothing or nonsense. */
const readCursor = (text: string | null): { at: number; id: string } | null => {
  const [, at, id] = /^(\d{1,14})\.([0-9a-f-]{36})$/.exec(text ?? "") ?? [];
  return at && id && z.uuid().safeParse(id).success ? { at: Number(at), id } : null;
};

/** The list of absences, coming and past, with the form for a new one. */
export async function viewTimeOff(tx: TenantTx, desk: Desk, request: Request): Promise<TimeOffListView> {
  const { now } = desk.provider_context;
  const coming = await selectComingBlockedTimes(tx, now, COMING + 1);
  const hits = new Map((await selectHitCounts(tx, now, COMING)).map(({ id, bookings }) => [id, bookings]));
  const cursor = readCursor(param(request, "older"));
  const before = { ends_at: cursor?.at ?? now, id: cursor?.id ?? null };
  const past = await selectPastBlockedTimes(tx, before, PAST + 1);
  const last = past.length > PAST ? past[PAST - 1] : undefined;
  const shown = coming.slice(0, COMING).map((row) => viewAbsence(row, hits.get(row.id) ?? 0));
  return {
    ...(await readShared(tx, desk)),
    coming: shown.sort((a, b) => a.starts_at - b.starts_at),
    has_more_coming: coming.length > COMING,
    past: past.slice(0, PAST).map((row) => viewAbsence(row, 0)),
    older: last ? `${last.ends_at}.${last.id}` : null,
    just: param(request, "just"),
    can_undo: (await readRemoved(desk, request)) !== null,
    values: newAbsence(request, desk),
  };
}

/** A form to begin with: tomorrow, unless the address says a day (a free spot of the calendar does). */
const newAbsence = (
  request: Request,
  { provider_context: { provider, now } }: Desk,
): Record<string, string> => ({
  key: newId(),
  from_date: param(request, "date")?.slice(0, 10) || addDays(localDate(now, provider.time_zone), 1),
});

/** One absence to change. @throws a 404 page when there is none */
export async function viewTimeOffChange(
  tx: TenantTx,
  desk: Desk,
  id: string | undefined,
): Promise<TimeOffChangeView> {
  const row = await selectOptionalBlockedTime(tx, requireBlockedTimeId(id));
  if (!row) throw notFound();
  const fields = timeOffFields(row, desk.provider_context.provider.time_zone);
  return {
    ...(await readShared(tx, desk)),
    absence: viewAbsence(row, 0),
    values: {
      ...fields,
      version: String(row.version),
      schedule: row.schedule_id ?? "",
      reason: row.reason,
      public_text: row.public_text,
    },
  };
}

/** The bookings that stand in an absence. @throws a 404 page when there is no such absence */
export async function viewTimeOffBookings(
  tx: TenantTx,
  desk: Desk,
  id: string | undefined,
  request: Request,
): Promise<TimeOffBookingsView> {
  const { provider, now } = desk.provider_context;
  const row = await selectOptionalBlockedTime(tx, requireBlockedTimeId(id));
  if (!row) throw notFound();
  const cursor = readCursor(param(request, "after"));
  const after = cursor && { starts_at: cursor.at, id: cursor.id };
  // A thousand and more are "1000": nobody cancels those one by one.
  const all = await selectBookingsIn(tx, row, now, 1000);
  const found = after ? await selectBookingsIn(tx, row, now, BOOKINGS_PAGE + 1, after) : all;
  const bookings = found.slice(0, BOOKINGS_PAGE);
  const last = found.length > BOOKINGS_PAGE ? bookings.at(-1) : undefined;
  const count = (name: string) => Number(/^\d{1,4}$/.exec(param(request, name) ?? "")?.[0] ?? 0);
  return {
    desk: desk.view,
    locale: localeOf(provider),
    now,
    absence: viewAbsence(row, all.length),
    bookings: [...bookings],
    total: all.length,
    next: last ? `${last.starts_at}.${last.id}` : null,
    all_ticked: param(request, "all") !== null,
    just: param(request, "just"),
    cancelled: count("cancelled"),
    left: count("left"),
  };
}

/** parseWithZod and nothing more: the schema knows the zone. */
export const parseTimeOff = <T extends z.ZodType>(form: FormData, schema: T) =>
  parseWithZod(form, { schema });

// Browsers keep cookies of up to 4,096 bytes with their name. What is longer (700 emoji) has no undo.
const MAX_COOKIE = 3_900;
const UNDO_FOR = 600_000;
const COOKIE = "time-off-removed";

const RemovedClaims = z.object({
  provider_id: z.uuid(),
  id: z.uuid(),
  schedule_id: z.uuid().nullable(),
  starts_at: z.number(),
  ends_at: z.number(),
  reason: z.string(),
  public_text: z.string(),
});

/** What was removed, kept for ten minutes by the browser that removed it, signed: the row itself is gone. */
export async function keepRemoved(desk: Desk, row: BlockedTimeRow): Promise<string> {
  const { provider, now, secrets } = desk.provider_context;
  const { id, schedule_id, starts_at, ends_at, reason, public_text } = row;
  const claims = { provider_id: provider.id, id, schedule_id, starts_at, ends_at, reason, public_text };
  const token = await seal(secrets, "time-off", claims, { now, expires_at: now + UNDO_FOR });
  return token.length > MAX_COOKIE ? forgetRemoved() : setCookie(COOKIE, token, UNDO_FOR / 1000);
}

export const forgetRemoved = (): string => setCookie(COOKIE, "", 0);

/** What this browser removed from this provider last, or null. */
export async function readRemoved({ provider_context }: Desk, request: Request) {
  const { provider, secrets, now } = provider_context;
  const claims = RemovedClaims.safeParse(await unseal(secrets, "time-off", readCookie(request, COOKIE), now));
  if (!claims.success || claims.data.provider_id !== provider.id) return null;
  const { provider_id: _, ...removed } = claims.data;
  return removed;
}
