/** A provider with hours, absences and services that nobody would think of, for "offered = bookable". */
import type pg from "pg";
import { addDays, localDate } from "#app/domain/zones.ts";
import * as make from "#tests/support/factories.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Pacific/Chatham",
  "Africa/Casablanca",
  "UTC",
];

/** ISO weekday on which none of them works. */
export const CLOSED_WEEKDAY = 7;

/** A small random generator (mulberry32) whose run can be had again: the seed is in the test's name. */
export function randomFrom(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const upTo = (n: number) => Math.floor(next() * n);
  return { upTo, pick: <T>(items: readonly T[]): T => items[upTo(items.length)]! };
}
export type Random = ReturnType<typeof randomFrom>;

export type Practice = { provider_id: string; slugs: string[]; time_zone: string; closed_date: string };

/** Works every day but one, one to three stretches a day; a date that is closed, one with other hours, two absences. */
export async function createRandomPractice(admin: pg.Client, random: Random, now: number): Promise<Practice> {
  const time_zone = random.pick(ZONES);
  const provider = await make.createProvider(admin, { time_zone });
  const schedule = await make.createSchedule(admin, provider.id, { is_default: true, time_zone });
  for (let weekday = 1; weekday <= 7; weekday++) {
    if (weekday === CLOSED_WEEKDAY) continue;
    let minute = random.upTo(36) * 15;
    for (let stretch = 0; stretch < 1 + random.upTo(3) && minute < 1200; stretch++) {
      const ends = Math.min(1440, minute + 180 + random.upTo(40) * 5);
      await make.createHours(admin, provider.id, schedule.id, weekday, minute, ends);
      minute = ends + 5 + random.upTo(60) * 5;
    }
  }
  // Never on the weekday that is closed anyway.
  const openDate = (from: number): string => {
    const date = addDays(localDate(now, time_zone), from);
    return new Date(`${date}T00:00Z`).getUTCDay() === CLOSED_WEEKDAY % 7 ? addDays(date, 1) : date;
  };
  const closed_date = openDate(6);
  await make.createOverride(admin, provider.id, schedule.id, closed_date);
  await make.createOverride(admin, provider.id, schedule.id, openDate(9), {
    starts_min: 600,
    ends_min: 1230,
  });
  for (const day of [4, 12]) {
    const from = now + day * DAY + random.upTo(1_000) * MINUTE;
    const during = make.rangeText(
      new Date(from).toISOString(),
      new Date(from + (60 + random.upTo(2_000)) * MINUTE).toISOString(),
    );
    await make.createBlockedTime(admin, provider.id, during);
  }
  const slugs: string[] = [];
  for (let n = 0; n < 3; n++) {
    const service = await make.createService(admin, provider.id, {
      durations: [{ duration_min: random.pick([7, 15, 20, 30, 45, 60, 90]), price_cents: null }],
      slot_interval_min: random.pick([null, 10, 15, 25, 60]),
      buffer_before_min: random.pick([0, 0, 5, 15]),
      buffer_after_min: random.pick([0, 0, 10, 30]),
      min_notice_min: random.pick([0, 90, 1440, 2_880]),
      horizon_days: random.pick([15, 25, 40]),
      requires_approval: n === 2,
    });
    slugs.push(service.slug);
  }
  return { provider_id: provider.id, slugs, time_zone, closed_date };
}
