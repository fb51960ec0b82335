import { inTurn } from "#app/domain/bookings/turns.server.ts";
import { tellSourceFails } from "#app/domain/calendar_sources/tell.server.ts";
import {
  DAYS_AHEAD,
  DAYS_BEHIND,
  keptBusyTimes,
  MAILED_AFTER,
  pauseAfter,
  READ_AGAIN_AFTER,
} from "#app/domain/calendar_sources.ts";
import { openAddress, sha256 } from "#app/domain/secrets.server.ts";
import { addDays, localDate, localDayBounds } from "#app/domain/zones.ts";
import { failureWords, type SourceFailure } from "#app/i18n/calendars.ts";
import type { FetchedCalendar } from "#app/integrations/calendar-fetch.server.ts";
import type { ParsedCalendar } from "#app/integrations/calendar-parser.server.ts";
import {
  type FeedRow,
  notifyOfChange,
  type ReadSource,
  type SourceWarning,
  selectOptionalCalendarSource,
  selectOptionalFeed,
  updateCalendarSourceFailing,
  updateCalendarSourceRead,
  updateCalendarSourceTurn,
  updateCalendarSourceUnchanged,
} from "#db/calendar_sources.ts";
import { LONGEST_BUSY_MS, replaceBusyTimes, selectOwnBookingIds } from "#db/external_busy_times.ts";
import { enqueueJob } from "#db/jobs.ts";
import { selectOptionalProvider } from "#db/providers.ts";
import { reading, serializable, type WriteTx } from "#db/transaction.ts";

/** Changes when the same calendar would give other busy times: then every calendar is read anew. */
const READER = "1";

/** What a server said of its answer, to be asked by the next time. */
type Validators = { etag: string | null; last_modified: string | null };

/** How calendars are fetched and read; the job has the real ones. */
export type Reach = {
  secrets: readonly string[];
  fetch: (question: { url: string } & Validators) => Promise<FetchedCalendar>;
  parse: (
    body: Uint8Array,
    question: { time_zone: string; from: number; until: number },
  ) => Promise<ParsedCalendar>;
  now: () => number;
  random: () => number;
};

type Turn = { provider_id: string; source_id: string; turn: number };

type Outcome =
  | { kind: "unchanged"; validators: Validators | null }
  | { kind: "failing"; failure: string }
  | { kind: "read"; read: Omit<ReadSource, "now">; busy: { starts_at: number; ends_at: number }[] }
  /** The provider is suspended: nobody can book, so nobody is asked. */
  | { kind: "resting" };

/**
 * One turn of a calendar: fetched and read outside of any transaction, then settled in one, with the next turn's job in
 * it. A turn that is not the calendar's present one does nothing, so of two workers that have it one counts, and a
 * calendar that was removed, or asked for anew, has no second chain of jobs.
 */
export async function refreshSource(turn: Turn, reach: Reach): Promise<void> {
  const found = await reading(turn.provider_id, async (tx) => {
    const feed = await selectOptionalFeed(tx, turn.source_id);
    const provider = feed && (await selectOptionalProvider(tx));
    return feed && provider && { feed, provider };
  });
  if (!found || found.feed.turn !== turn.turn) return;
  const { feed, provider } = found;
  const outcome: Outcome =
    provider.suspended_at !== null
      ? { kind: "resting" }
      : await ask(turn.provider_id, feed, provider.time_zone, reach);
  await inTurn(turn.provider_id, () =>
    serializable(turn.provider_id, (tx) => settle(tx, turn, outcome, reach)),
  );
}

const failing = (code: SourceFailure, status?: number): Outcome => ({
  kind: "failing",
  failure: failureWords(code, status),
});

async function ask(provider_id: string, feed: FeedRow, time_zone: string, reach: Reach): Promise<Outcome> {
  const url = openAddress(reach.secrets, feed.sealed_address, { provider_id, source_id: feed.id });
  if (url === null) return failing("sealed");
  const now = reach.now();
  const read_as = `${READER} ${time_zone}`;
  const is_fresh = feed.read_as === read_as && feed.read_at !== null && feed.read_at > now - READ_AGAIN_AFTER;
  const { etag, last_modified } = is_fresh ? feed : { etag: null, last_modified: null };
  const fetched = await reach.fetch({ url, etag, last_modified });
  if (fetched.kind === "failed") return failing(fetched.code, fetched.status);
  if (fetched.kind === "unchanged") return { kind: "unchanged", validators: null };
  const validators = { etag: fetched.etag, last_modified: fetched.last_modified };
  const body_hash = Buffer.from(sha256(fetched.body)).toString("hex");
  if (is_fresh && body_hash === feed.body_hash) return { kind: "unchanged", validators };

  const today = localDate(now, time_zone);
  const from = localDayBounds(addDays(today, -DAYS_BEHIND), time_zone).start;
  const until = localDayBounds(addDays(today, DAYS_AHEAD), time_zone).end;
  const parsed = await reach.parse(fetched.body, { time_zone, from, until });
  if (!parsed.ok) return failing(parsed.code);
  const busy = [...parsed.busy, ...(await ofOthers(provider_id, parsed.ours))];
  const { kept, cut_at } = keptBusyTimes(
    busy.map(([starts_at, ends_at]) => ({ starts_at, ends_at })),
    LONGEST_BUSY_MS,
  );
  const warnings: SourceWarning[] = [
    ...parsed.warnings,
    ...(cut_at === null ? [] : [{ code: "cut" as const, until: cut_at }]),
  ];
  return {
    kind: "read",
    read: { ...validators, body_hash, read_as, events: parsed.events, warnings },
    busy: kept,
  };
}

/**
 * Entries that some Daybook made, without the provider's own bookings: these come back through calendars that are fed
 * from here, and would stay as ghosts after a move. A booking that they made as somebody's customer counts as any event.
 */
const ofOthers = async (
  provider_id: string,
  ours: readonly [string, number, number][],
): Promise<[number, number][]> => {
  if (ours.length === 0) return [];
  const ids = [...new Set(ours.map(([id]) => id))];
  const own = new Set(await reading(provider_id, (tx) => selectOwnBookingIds(tx, ids)));
  return ours.filter(([id]) => !own.has(id)).map(([, starts_at, ends_at]) => [starts_at, ends_at]);
};

const RESTING = 3_600_000;

async function settle(tx: WriteTx, { source_id, turn }: Turn, outcome: Outcome, reach: Reach): Promise<void> {
  const source = await selectOptionalCalendarSource(tx, source_id);
  if (source?.turn !== turn) return;
  const now = reach.now();
  const { id } = source;
  const was_failing = source.failing_since !== null;
  let is_news = source.fetched_at === null;
  if (outcome.kind === "unchanged") {
    await updateCalendarSourceUnchanged(tx, id, { now, validators: outcome.validators });
    is_news ||= was_failing;
  } else if (outcome.kind === "read") {
    const has_changed = await replaceBusyTimes(tx, id, outcome.busy);
    await updateCalendarSourceRead(tx, id, { ...outcome.read, now });
    is_news ||= has_changed || was_failing;
  } else if (outcome.kind === "failing") {
    const since = source.failing_since ?? now;
    const told = source.told_at === null && since <= now - MAILED_AFTER;
    await updateCalendarSourceFailing(tx, id, { now, failure: outcome.failure, told });
    if (told) await tellSourceFails(tx, { id, name: source.name, failing_since: since, now });
    is_news ||= source.failure !== outcome.failure;
  }
  const failures = outcome.kind === "failing" ? source.failures + 1 : 0;
  const next = now + Math.round(outcome.kind === "resting" ? RESTING : pauseAfter(failures, reach.random()));
  const next_turn = await updateCalendarSourceTurn(tx, id, next);
  await enqueueJob(tx, "calendar_source", { source_id: id, turn: next_turn }, next);
  if (is_news) await notifyOfChange(tx);
}
