import { type AvailabilityInput, openSlots, slotsByDay } from "#app/domain/availability.ts";
import { addDays, isoWeekday, wallToInstant } from "#app/domain/zones.ts";

/** The four windows of the benchmark; each `run` returns how many slots it found, so that nothing is optimised away. */

const MINUTE = 60_000;

/** A fixed generator (mulberry32): the same bookings on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Scene = {
  zone: string;
  from: string;
  days: number;
  duration: number;
  step: number;
  buffer: number;
  bookings: number;
  /** Round the clock leaves room for 1,000 bookings and makes the most candidates. */
  hours: [number, number][];
};

function scene({ zone, from, days, duration, step, buffer, bookings, hours }: Scene): AvailabilityInput {
  const next = random(bookings + days);
  const to = addDays(from, days - 1);
  return {
    time_zone: zone,
    weekly_hours: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
      hours.map(([starts_min, ends_min]) => ({ weekday, starts_min, ends_min })),
    ),
    date_overrides: [{ date: addDays(from, 3), starts_min: null, ends_min: null }],
    blocked: [],
    occupied: Array.from({ length: bookings }, () => {
      const date = addDays(from, Math.floor(next() * days));
      const starts_at = wallToInstant(zone, date, Math.floor(next() * 288) * 5);
      return { starts_at, ends_at: starts_at + (duration + 2 * buffer) * MINUTE };
    }),
    service: {
      id: "service",
      duration_min: duration,
      slot_interval_min: step,
      buffer_before_min: buffer,
      buffer_after_min: buffer,
      min_notice_min: 120,
      horizon_days: 365,
      bookable_from: null,
      bookable_until: null,
      limit_per_day: null,
      limit_per_week: null,
      capacity: 1,
    },
    now: wallToInstant(zone, from, 0),
    from_date: from,
    to_date: to,
  };
}

const OFFICE: [number, number][] = [
  [9 * 60, 12 * 60],
  [13 * 60, 18 * 60],
];
const ALL_DAY: [number, number][] = [[0, 1440]];

const week = () =>
  scene({
    zone: "Europe/Berlin",
    from: "2026-06-01",
    days: 7,
    duration: 30,
    step: 30,
    buffer: 0,
    bookings: 0,
    hours: OFFICE,
  });
const month = () =>
  scene({
    zone: "Europe/Berlin",
    from: "2026-05-01",
    days: 31,
    duration: 30,
    step: 30,
    buffer: 5,
    bookings: 100,
    hours: OFFICE,
  });
const clockChange = () =>
  scene({
    zone: "Europe/Berlin",
    from: "2026-10-10",
    days: 31,
    duration: 15,
    step: 15,
    buffer: 0,
    bookings: 300,
    hours: [[7 * 60, 21 * 60]],
  });
const quarter = () =>
  scene({
    zone: "America/New_York",
    from: "2026-09-15",
    days: 90,
    duration: 30,
    step: 5,
    buffer: 5,
    bookings: 1000,
    hours: ALL_DAY,
  });

export function availabilityCases(): { name: string; run: () => number }[] {
  const [one, two, three, four] = [week(), month(), clockChange(), quarter()];
  return [
    { name: "7 days, nothing booked", run: () => openSlots(one).length },
    { name: "31 days, 100 bookings", run: () => openSlots(two).length },
    {
      name: "31 days, 15-minute slots, 300 bookings, Berlin seen from Los Angeles over both clock changes",
      run: () => {
        let count = 0;
        for (const slots of slotsByDay(openSlots(three), "America/Los_Angeles").values())
          count += slots.length;
        return count;
      },
    },
    { name: "90 days, 5-minute steps, 1,000 bookings", run: () => openSlots(four).length },
  ];
}

/**
 * The same windows as it is usually written: wall clock to instant through Intl for each slot, each booking asked each
 * time. Finds the same slots but in case 4, where it does not see that one day's hours touch the next's.
 */
export function naiveCases(): { name: string; run: () => number }[] {
  const inputs = [week(), month(), clockChange(), quarter()];
  return availabilityCases().map(({ name }, index) => ({
    name,
    run: () => naiveSlots(inputs[index]!).length,
  }));
}

/** Enough for these windows (no slot in a gap or fold, no limits). */
export function naiveSlots(input: AvailabilityInput): number[] {
  const { service } = input;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: input.time_zone,
    timeZoneName: "longOffset",
  });
  const instantOf = (date: string, minutes: number) => {
    const wall = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE;
    const [, sign, hours, mins] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(wall)) ?? [];
    const offset = (Number(hours ?? 0) * 60 + Number(mins ?? 0)) * (sign === "-" ? -1 : 1);
    return wall - offset * MINUTE;
  };
  const slots: number[] = [];
  for (let date = input.from_date; date <= input.to_date; date = addDays(date, 1)) {
    if (input.date_overrides.some((override) => override.date === date)) continue;
    for (const hours of input.weekly_hours) {
      if (hours.weekday !== isoWeekday(date)) continue;
      const step = service.slot_interval_min ?? service.duration_min;
      for (let at = hours.starts_min; at + service.duration_min <= hours.ends_min; at += step) {
        const start = instantOf(date, at);
        const from = start - service.buffer_before_min * MINUTE;
        const to = start + (service.duration_min + service.buffer_after_min) * MINUTE;
        const taken = input.occupied.some((range) => range.starts_at < to && range.ends_at > from);
        if (!taken && start >= input.now + service.min_notice_min * MINUTE) slots.push(start);
      }
    }
  }
  return slots;
}
