import { mergeRanges } from "#app/domain/availability/ranges.ts";
import { type CalendarBlocked, drawDays } from "#app/domain/calendar/day.ts";
import { type CalendarWindow, calendarFrame } from "#app/domain/calendar.ts";
import type { CalendarPageView } from "#app/domain/calendar-views.ts";
import type { Context } from "#app/domain/context.ts";
import { addDays, localDayBounds } from "#app/domain/zones.ts";
import { selectBlockedInCalendar, selectCalendarSchedules, selectCalendarSessions } from "#db/calendar.ts";
import { selectNamedBusyTimes } from "#db/external_busy_times.ts";
import { selectHolidays } from "#db/holidays.ts";
import type { TenantTx } from "#db/transaction.ts";

/** The days of a window as they are drawn: five queries, however many days and bookings. */
export async function readCalendar(
  tx: TenantTx,
  { provider, now }: Context,
  { from_date, to_date }: CalendarWindow,
  all_hours: boolean,
): Promise<Pick<CalendarPageView, "schedules" | "days" | "frame">> {
  const { time_zone } = provider;
  const starts_at = localDayBounds(from_date, time_zone).start;
  const ends_at = localDayBounds(to_date, time_zone).end;
  // A schedule's own calendar may be a day ahead of the provider's, or behind.
  const [first, last] = [addDays(from_date, -2), addDays(to_date, 2)];
  const schedules = await selectCalendarSchedules(tx, first, last);
  const holidays = (await selectHolidays(tx, first, last)).filter(
    ({ kept_open_at }) => kept_open_at === null,
  );
  const blocked = [
    ...(await selectBlockedInCalendar(tx, starts_at, ends_at)),
    ...(await readBusyElsewhere(tx, starts_at, ends_at)),
  ];
  const sessions = await selectCalendarSessions(tx, starts_at, ends_at);
  const days = drawDays({ time_zone, schedules, holidays, blocked, sessions, now }, from_date, to_date);
  return { schedules: schedules.map(({ name }) => name), days, frame: calendarFrame(days, all_hours) };
}

/** More than anybody's six weeks have. */
const MOST_BUSY = 1000;

/** When calendars elsewhere say "busy", each calendar's own time in whole pieces. */
async function readBusyElsewhere(
  tx: TenantTx,
  starts_at: number,
  ends_at: number,
): Promise<CalendarBlocked[]> {
  const rows = await selectNamedBusyTimes(tx, starts_at, ends_at, MOST_BUSY);
  return [...Map.groupBy(rows, ({ source_id }) => source_id)].flatMap(([source_id, own]) =>
    mergeRanges(own).map((range) => ({
      ...range,
      id: `${source_id}.${range.starts_at}`,
      schedule_id: null,
      reason: own[0]!.name,
      is_elsewhere: true,
    })),
  );
}
