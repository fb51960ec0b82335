import { loadAvailability } from "#app/domain/availability.server.ts";
import {
  type AvailabilityInput,
  nextOpenDay,
  openDaysOfMonth,
  openSlots,
  seatsLeft,
  slotsByDay,
} from "#app/domain/availability.ts";
import type { Context } from "#app/domain/context.ts";
import type { DayView, PickerView, TimeView } from "#app/domain/views.ts";
import { addDays, isoWeekday, localDate, localDayBounds, localMinutes } from "#app/domain/zones.ts";
import type { ServiceRow } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

/** How far ahead the calendar leafs when a service sets no limit of its own. */
const MONTHS_AHEAD = 24;
/** The longest look for "next free day", in days; the limit of one `openSlots` window is 400. */
const LOOK_AHEAD_DAYS = 380;

export type PickerRequest = {
  service: ServiceRow;
  duration_min: number;
  zone: string;
  zone_in_address: boolean;
  /** "YYYY-MM" and "YYYY-MM-DD" in `zone`; null for "the first that is free". */
  month: string | null;
  date: string | null;
  path: string;
  details_path: string;
  except_booking?: { id: string } | null;
};

/** The month calendar, the chosen day's times and the next free day, all in the customer's local days. */
export async function buildPicker(
  tx: TenantTx,
  context: Context,
  request: PickerRequest,
): Promise<PickerView> {
  const { service, zone } = request;
  const today = localDate(context.now, zone);
  const month = clampMonth(request.month ?? request.date?.slice(0, 7) ?? today.slice(0, 7), today);
  const dates = datesOfMonth(month);
  const last = dates.at(-1)!;
  const { slots, input } = await findSlots(tx, context, request, dates[0]!, last);
  const open = openDaysOfMonth(slots, zone, month);

  const date = request.date?.startsWith(month) ? request.date : (open[0] ?? null);
  const times = date ? timesOf(slotsByDay(slots, zone).get(date) ?? [], zone, input) : [];
  let next_open_date = nextOpenDay(slots, zone, date ?? "");
  if (next_open_date === null && times.length === 0)
    next_open_date = await findNextOpenDate(tx, context, request, addDays(last, 1));

  const horizon = lastMonth(context, service, today);
  return {
    path: request.path,
    details_path: request.details_path,
    durations: service.durations,
    currency: service.currency,
    duration_min: request.duration_min,
    zone,
    zone_in_address: request.zone_in_address,
    provider_zone: context.provider.time_zone,
    month,
    previous_month: month > today.slice(0, 7) ? addMonths(month, -1) : null,
    next_month: month < horizon ? addMonths(month, 1) : null,
    weeks: weeksOf(month, context.provider.week_starts_on, new Set(open), date, today),
    date,
    times,
    next_open_date,
  };
}

/** Free starts (epoch ms) on the days from..to, inclusive, in the customer's zone. */
const findSlots = async (
  tx: TenantTx,
  context: Context,
  request: PickerRequest,
  from: string,
  to: string,
) => {
  const { service, duration_min, zone, except_booking } = request;
  const [start, end] = [localDayBounds(from, zone).start, localDayBounds(to, zone).end];
  // Schedule-local dates that may hold these instants: a day more on each side covers every pair of zones.
  const window = {
    from_date: addDays(localDate(start, context.provider.time_zone), -1),
    to_date: addDays(localDate(end, context.provider.time_zone), 1),
  };
  const input = await loadAvailability(tx, context, {
    service,
    duration_min,
    window,
    with_occupied: true,
    except_booking,
  });
  const slots = input ? openSlots(input).filter((slot) => slot >= start && slot < end) : [];
  return { slots, input };
};

const findNextOpenDate = async (tx: TenantTx, context: Context, request: PickerRequest, from: string) => {
  const today = localDate(context.now, request.zone);
  const start = from > today ? from : today;
  const { slots } = await findSlots(tx, context, request, start, addDays(start, LOOK_AHEAD_DAYS));
  return nextOpenDay(slots, request.zone, "");
};

/** Times as the page shows them; a wall-clock time that occurs twice that day names its offset. */
export function timesOf(slots: readonly number[], zone: string, input: AvailabilityInput | null): TimeView[] {
  const seen = new Map<string, number>();
  const clock = (slot: number) => `${localDate(slot, zone)} ${localMinutes(slot, zone)}`;
  for (const slot of slots) seen.set(clock(slot), (seen.get(clock(slot)) ?? 0) + 1);
  const is_group = (input?.service.capacity ?? 1) > 1;
  return slots.map((starts_at) => ({
    starts_at,
    seats_left: is_group && input ? seatsLeft(input, starts_at) : null,
    show_offset: seen.get(clock(starts_at))! > 1,
  }));
}

const addMonths = (month: string, n: number): string => {
  const [year, index] = month.split("-").map(Number) as [number, number];
  const count = year * 12 + index - 1 + n;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
};

const clampMonth = (month: string, today: string): string => {
  const first = today.slice(0, 7);
  const last = addMonths(first, MONTHS_AHEAD);
  return month < first ? first : month > last ? last : month;
};

const datesOfMonth = (month: string): string[] => {
  const dates: string[] = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) dates.push(date);
  return dates;
};

/** The last month worth leafing to, by the service's horizon (a day more: the customer's day may be the next). */
const lastMonth = (context: Context, { horizon_days, bookable_until }: ServiceRow, today: string): string => {
  const ends = [`${addMonths(today.slice(0, 7), MONTHS_AHEAD)}-28`];
  if (horizon_days !== null)
    ends.push(addDays(localDate(context.now, context.provider.time_zone), horizon_days + 1));
  if (bookable_until !== null) ends.push(addDays(bookable_until, 1));
  return ends.sort()[0]!.slice(0, 7);
};

const weeksOf = (
  month: string,
  week_starts_on: number,
  open: Set<string>,
  selected: string | null,
  today: string,
): DayView[][] => {
  const first = `${month}-01`;
  const weeks: DayView[][] = [];
  let date = addDays(first, -((isoWeekday(first) - week_starts_on + 7) % 7));
  while (date.slice(0, 7) <= month) {
    const week: DayView[] = [];
    for (let day = 0; day < 7; day++, date = addDays(date, 1))
      week.push({
        date,
        in_month: date.startsWith(month),
        open: open.has(date),
        selected: date === selected,
        today: date === today,
      });
    weeks.push(week);
  }
  return weeks;
};
