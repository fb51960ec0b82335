import { loadAvailability } from "#app/domain/availability.server.ts";
import { explainSlot, openSlots } from "#app/domain/availability.ts";
import type { Context } from "#app/domain/context.ts";
import { bookableDates, gridAround, openHours } from "#app/domain/why.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { localeOf } from "#app/i18n/format.ts";
import { type WhyFacts, type WhyWords, whyWords } from "#app/i18n/why.ts";
import { selectBlockedTimesTouching } from "#db/blocked_times.ts";
import { selectNamedBusyTimes } from "#db/external_busy_times.ts";
import { selectScheduleNames } from "#db/schedules.ts";
import type { ServiceRow } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";
import { selectDayChange, selectTakers } from "#db/why.ts";

export type Why = WhyWords & {
  starts_at: number;
  ends_at: number;
  reason: WhyFacts["reason"];
  /** What is offered on that date (of the schedule's calendar). */
  starts: number[];
};

const MINUTE = 60_000;

type Question = { service: ServiceRow; duration_min: number; starts_at: number };

/** Why a start (epoch ms) of a service is or is not offered now, with what stands in its way. */
export async function explainWhy(tx: TenantTx, context: Context, question: Question): Promise<Why> {
  const { service, duration_min, starts_at } = question;
  const ends_at = starts_at + duration_min * MINUTE;
  const day = localDate(starts_at, context.provider.time_zone);
  const input = await loadAvailability(tx, context, {
    service,
    duration_min,
    window: { from_date: addDays(day, -1), to_date: addDays(day, 1) },
    with_occupied: true,
  });
  const facts: WhyFacts = {
    ...NOTHING,
    ...{ starts_at, ends_at, now: context.now, date: day },
    username: context.provider.username,
    zone: context.provider.time_zone,
    locale: localeOf(context.provider),
    service: {
      ...service,
      duration_min,
      is_hidden: service.hidden_at !== null,
    },
  };
  if (!input) return { ...whyWords(facts), starts_at, ends_at, reason: facts.reason, starts: [] };

  const date = localDate(starts_at, input.time_zone);
  const verdict = explainSlot(input, starts_at);
  facts.reason = verdict.offered ? "offered" : verdict.reason;
  Object.assign(
    facts,
    { date, hours: openHours(input, date) },
    gridAround(input, starts_at),
    bookableDates(input),
  );
  Object.assign(facts, await readParticulars(tx, facts, question, input.time_zone));
  const starts = openSlots({ ...input, from_date: date, to_date: date });
  return { ...whyWords(facts), starts_at, ends_at, reason: facts.reason, starts };
}

const NOTHING = {
  reason: "no_schedule" as const,
  schedule: null,
  hours: [],
  before: null,
  after: null,
  first_date: null,
  last_date: null,
  override_note: null,
  holiday_name: null,
  absences: [],
  takers: [],
  elsewhere: [],
};

/** Lines about what other calendars have; more say nothing new. */
const MOST_ELSEWHERE = 10;

/** Only what the reason is about: at most four queries. */
const readParticulars = async (
  tx: TenantTx,
  { reason, date, starts_at, ends_at }: WhyFacts,
  { service }: Question,
  time_zone: string,
): Promise<Partial<WhyFacts>> => {
  const schedule = (await selectScheduleNames(tx)).find(({ id, is_default }) =>
    service.schedule_id === null ? is_default : id === service.schedule_id,
  );
  if (!schedule) return {};
  const known = { schedule: { name: schedule.name, time_zone } };
  const [from, to] = [
    starts_at - service.buffer_before_min * MINUTE,
    ends_at + service.buffer_after_min * MINUTE,
  ];
  switch (reason) {
    case "override":
      return { ...known, ...(await selectDayChange(tx, schedule.id, date)) };
    case "blocked":
      return {
        ...known,
        absences: [...(await selectBlockedTimesTouching(tx, schedule.id, starts_at, ends_at))],
        elsewhere: [...(await selectNamedBusyTimes(tx, starts_at, ends_at, MOST_ELSEWHERE))],
      };
    case "buffer":
      return {
        ...known,
        absences: [...(await selectBlockedTimesTouching(tx, schedule.id, from, to))],
        elsewhere: [...(await selectNamedBusyTimes(tx, from, to, MOST_ELSEWHERE))],
        takers: [...(await selectTakers(tx, from, to))],
      };
    case "booked":
    case "full": {
      const takers = await selectTakers(tx, starts_at, ends_at);
      // Not those who are only near: their buffers are another reason.
      return {
        ...known,
        takers: takers.filter((taker) => taker.starts_at < ends_at && taker.ends_at > starts_at),
      };
    }
    default:
      return known;
  }
};
