/**
 * How times, days, lengths and prices read. Pure: no React, no request. English only for now; `locale` picks the
 * regional habit (24 hours and "2 December" in en-GB, "2:30 pm" and "December 2" in en-US).
 * Formatters are kept: making one takes up to 0.3 ms, using one about 1 µs.
 */
import { localDate, offsetMs } from "#app/domain/zones.ts";

const KEPT = 256;
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();
const NBSP = "\u00a0";

// "en-GB-u-hc-h12": the hours of a day are a wish of their own, in Unicode's extension of the locale.
const LOCALE = /^(en-[A-Z]{2}(?=-u-hc-|$))?.*?(-u-hc-h(?:12|23))?$/s;

/** An English regional locale that Intl knows, with its wish for 12 or 24 hours; all else reads as British English. */
export function englishLocale(locale: string): string {
  const [, english = "en-GB", hours = ""] = LOCALE.exec(locale) ?? [];
  return english + hours;
}

/** A provider's locale with the chosen hours in it, so that every formatter follows. */
export function localeOf({ locale, hour_cycle }: { locale: string; hour_cycle: string | null }): string {
  return hour_cycle === null ? locale : `${locale}-u-hc-${hour_cycle}`;
}

function keep<V>(cache: Map<string, V>, key: string, make: () => V): V {
  const found = cache.get(key);
  if (found) return found;
  const made = make();
  if (cache.size >= KEPT) cache.delete(cache.keys().next().value as string);
  cache.set(key, made);
  return made;
}

function dateFormat(locale: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const english = englishLocale(locale);
  const key = `${english} ${name} ${options.timeZone ?? "UTC"}`;
  return keep(dateFormats, key, () => new Intl.DateTimeFormat(english, { timeZone: "UTC", ...options }));
}

/** Dates are formatted as UTC midnights: a calendar day has no zone. */
function dayFormat(date: string, locale: string, name: string, options: Intl.DateTimeFormatOptions): string {
  return dateFormat(locale, name, options)
    .format(Date.parse(`${date}T00:00:00Z`))
    .replace(",", comma(locale));
}

// en-GB writes "Tuesday 2 December"; some ICU versions put a comma after the weekday. The Americans keep theirs.
const comma = (locale: string) => (/^en-(US|CA|PH)\b/.test(locale) ? "," : "");

/** "Tuesday 2 December" */
export function formatDay(date: string, locale = "en-GB"): string {
  return dayFormat(date, locale, "day", { weekday: "long", day: "numeric", month: "long" });
}

/** "Tue 2 Dec" */
export function formatShortDay(date: string, locale = "en-GB"): string {
  return dayFormat(date, locale, "short", { weekday: "short", day: "numeric", month: "short" });
}

/** "Tuesday 2 December 2026" */
export function formatFullDay(date: string, locale = "en-GB"): string {
  return dayFormat(date, locale, "full", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** "2 December 2026", without the weekday */
export function formatDate(date: string, locale = "en-GB"): string {
  const format = dateFormat(locale, "date", { day: "numeric", month: "long", year: "numeric" });
  return format.format(Date.parse(`${date}T00:00:00Z`));
}

/** "December 2026" of "2026-12" */
export function formatMonth(month: string, locale = "en-GB"): string {
  const format = dateFormat(locale, "month", { month: "long", year: "numeric" });
  return format.format(Date.parse(`${month}-01T00:00:00Z`));
}

/** "December" of "2026-12" */
export function formatMonthName(month: string, locale = "en-GB"): string {
  return dateFormat(locale, "monthname", { month: "long" }).format(Date.parse(`${month}-01T00:00:00Z`));
}

/** "Tuesday" */
export function formatWeekday(date: string, locale = "en-GB"): string {
  return dateFormat(locale, "weekday", { weekday: "long" }).format(Date.parse(`${date}T00:00:00Z`));
}

/** The day on the zone's calendar, "YYYY-MM-DD". */
export function dayOf(at: number, zone: string): string {
  return localDate(at, zone);
}

/** "14:30", or "2:30 pm" where that is the habit; `offset` adds "(UTC+1)" for hours that occur twice. */
export function formatTime(at: number, zone: string, locale = "en-GB", offset = false): string {
  const text = dateFormat(locale, "time", { timeZone: zone, hour: "numeric", minute: "2-digit" })
    .format(at)
    .replace(/\s/g, NBSP)
    .replace(/[AP]M$/, (half) => half.toLowerCase());
  // "9:05" is "09:05" on a 24-hour clock, so that columns of times stand straight.
  const padded = /^\d:\d\d$/.test(text) ? `0${text}` : text;
  return offset ? `${padded} (${formatOffset(at, zone)})` : padded;
}

/** "14:30 – 15:20"; names the day of the end when that is another one. */
export function formatTimeRange(starts_at: number, ends_at: number, zone: string, locale = "en-GB"): string {
  // In a fold 02:30 – 02:15 would look wrong: then both ends say their offset.
  const folded = offsetMs(starts_at, zone) !== offsetMs(ends_at, zone);
  const start = formatTime(starts_at, zone, locale, folded);
  const end = formatTime(ends_at, zone, locale, folded);
  const endDay = localDate(ends_at, zone);
  // Until midnight is still the same evening.
  const nextDay = localDate(ends_at - 1, zone) !== localDate(starts_at, zone);
  return nextDay ? `${start} – ${formatShortDay(endDay, locale)}, ${end}` : `${start} – ${end}`;
}

/** "Tuesday 2 December, 14:30" */
export function formatDayTime(at: number, zone: string, locale = "en-GB", offset = false): string {
  return `${formatDay(localDate(at, zone), locale)}, ${formatTime(at, zone, locale, offset)}`;
}

/** "UTC+1", "UTC−3:30", "UTC" */
export function formatOffset(at: number, zone: string): string {
  const minutes = Math.round(offsetMs(at, zone) / 60_000);
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? "" : `:${String(size % 60).padStart(2, "0")}`;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
}

/** "Buenos Aires" of "America/Argentina/Buenos_Aires"; "UTC" stays. */
export function zoneCity(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replace(/_/g, " ");
}

/** "Berlin time" */
export function zoneName(zone: string): string {
  return zone === "UTC" ? "UTC" : `${zoneCity(zone)} time`;
}

/** "Berlin time (UTC+1)": says which offset is in force at that moment. */
export function zoneLabel(zone: string, at: number): string {
  const offset = formatOffset(at, zone);
  return zone === "UTC" ? "UTC" : `${zoneName(zone)} (${offset})`;
}

/** Do the two clocks show the same at that moment? Paris and Berlin do, all year. */
export function sameClock(one: string, other: string, at: number): boolean {
  return one === other || offsetMs(at, one) === offsetMs(at, other);
}

const AREAS: Record<string, string> = {
  America: "Americas",
  Atlantic: "Atlantic Ocean",
  Indian: "Indian Ocean",
  Pacific: "Pacific Ocean",
};

/** Zones by area for a select: cities sorted within, areas as they come. "Indiana/Knox" reads "Knox, Indiana". */
export function groupZones(
  zones: readonly string[],
): { area: string; zones: { zone: string; city: string }[] }[] {
  const groups = new Map<string, { zone: string; city: string }[]>();
  for (const zone of zones) {
    const [area = "", ...rest] = zone.split("/");
    const city = rest.length === 0 ? zone : rest.reverse().join(", ").replace(/_/g, " ");
    const name = rest.length === 0 ? "Universal" : (AREAS[area] ?? area);
    const group = groups.get(name);
    if (group) group.push({ zone, city });
    else groups.set(name, [{ zone, city }]);
  }
  return [...groups].map(([area, list]) => ({
    area,
    zones: list.sort((a, b) => (a.city < b.city ? -1 : a.city > b.city ? 1 : 0)),
  }));
}

/** "50 minutes", "1 hour", "1 hour 30 minutes" */
export function formatDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts: string[] = [];
  if (hours > 0) parts.push(`${hours} hour${hours === 1 ? "" : "s"}`);
  if (rest > 0 || hours === 0) parts.push(`${rest} minute${rest === 1 ? "" : "s"}`);
  return parts.join(" ");
}

/**
 * "€45", "€45.50", "Free". `cents` are the currency's smallest unit (yen has none below the yen), as ISO 4217
 * counts them. A currency that Intl does not know is written out, never thrown: a page must not fail on a price.
 */
export function formatPrice(cents: number, currency: string, locale = "en-GB"): string {
  if (cents === 0) return "Free";
  const english = englishLocale(locale);
  try {
    const digits = keep(numberFormats, `${english} ${currency}`, () => {
      return new Intl.NumberFormat(english, { style: "currency", currency });
    });
    const places = digits.resolvedOptions().maximumFractionDigits ?? 2;
    const unit = 10 ** places;
    if (cents % unit !== 0) return digits.format(cents / unit);
    const whole = keep(numberFormats, `${english} ${currency} whole`, () => {
      return new Intl.NumberFormat(english, { style: "currency", currency, maximumFractionDigits: 0 });
    });
    return whole.format(cents / unit);
  } catch {
    return `${(cents / 100).toFixed(2)} ${currency}`;
  }
}

/** "45.00" for machines: the amount in the currency's main unit. */
export function priceAmount(cents: number, currency: string): string {
  try {
    const key = `en-GB ${currency}`;
    const digits = keep(numberFormats, key, () => {
      return new Intl.NumberFormat("en-GB", { style: "currency", currency });
    });
    const places = digits.resolvedOptions().maximumFractionDigits ?? 2;
    return (cents / 10 ** places).toFixed(places);
  } catch {
    return (cents / 100).toFixed(2);
  }
}

/** "3 seats left", "1 seat left", "Full" */
export function formatSeats(seats: number): string {
  if (seats <= 0) return "Full";
  return `${seats} seat${seats === 1 ? "" : "s"} left`;
}

/** "in 20 seconds", "in 2 minutes": when to try again. */
export function formatWait(seconds: number): string {
  if (seconds < 90) return `${seconds} second${seconds === 1 ? "" : "s"}`;
  const minutes = Math.ceil(seconds / 60);
  return `${minutes} minutes`;
}
