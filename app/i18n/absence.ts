import { localDate, localDayBounds } from "#app/domain/zones.ts";
import { formatDay, formatFullDay, formatTime } from "#app/i18n/format.ts";

/** How an absence reads. Instants are epoch ms. */

type Range = { starts_at: number; ends_at: number };

const isWholeDays = ({ starts_at, ends_at }: Range, zone: string): boolean =>
  localDayBounds(localDate(starts_at, zone), zone).start === starts_at &&
  localDayBounds(localDate(ends_at - 1, zone), zone).end === ends_at;

/** The day with its year, unless that is the year of `now`. */
const dayIn = (date: string, today: string, locale: string) =>
  date.slice(0, 4) === today.slice(0, 4) ? formatDay(date, locale) : formatFullDay(date, locale);

/** "Monday 7 December", "Monday 7 December to Friday 11 December", "Monday 7 December, 14:00 to 16:00" */
export function formatAbsence(range: Range, zone: string, locale: string, now: number): string {
  const { starts_at, ends_at } = range;
  const today = localDate(now, zone);
  const [first, last] = [localDate(starts_at, zone), localDate(ends_at - 1, zone)];
  const [from, to] = [dayIn(first, today, locale), dayIn(last, today, locale)];
  if (isWholeDays(range, zone)) return first === last ? from : `${from} to ${to}`;
  const [start, end] = [formatTime(starts_at, zone, locale), formatTime(ends_at, zone, locale)];
  // Midnight belongs to the evening before.
  return first === last ? `${from}, ${start} to ${end}` : `${from}, ${start} to ${to}, ${end}`;
}

/** For the public page: "Away until Friday 11 December", "Away on Monday 7 December", "Away from … to …". */
export function absenceHeading(range: Range, zone: string, locale: string, now: number): string {
  const today = localDate(now, zone);
  const [first, last] = [localDate(range.starts_at, zone), localDate(range.ends_at - 1, zone)];
  const to = dayIn(last, today, locale);
  const is_one_day = first === last;
  if (range.starts_at <= now) {
    if (localDayBounds(last, zone).end === range.ends_at)
      return is_one_day ? "Away today" : `Away until ${to}`;
    const end = formatTime(range.ends_at, zone, locale);
    return last === today ? `Away until ${end}` : `Away until ${to}, ${end}`;
  }
  return `Away ${is_one_day ? "on" : "from"} ${formatAbsence(range, zone, locale, now)}`;
}
