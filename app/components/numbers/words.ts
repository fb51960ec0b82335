import { changeOf } from "#app/domain/numbers.ts";
import { englishLocale, formatDuration, formatPrice } from "#app/i18n/format.ts";

/** How figures of the overview read. Minutes and whole cents in, words out. */

/** "1,204" */
export const count = (value: number, locale: string): string => value.toLocaleString(englishLocale(locale));

/** "31.5 h" */
export const hours = (minutes: number, locale: string): string =>
  `${(Math.round(minutes / 6) / 10).toLocaleString(englishLocale(locale))} h`;

/** "€1,240", or several when there are several currencies; "–" for none. */
export const money = (income: readonly { currency: string; cents: number }[], locale: string): string =>
  income.map(({ cents, currency }) => formatPrice(cents, currency, locale)).join(" + ") || "–";

/** "22 %" of a whole; "–" when there is no whole. */
export const share = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${Math.round((part / whole) * 100)}\u00a0%`;

/** "6 days", "5 hours", "20 minutes": how long ahead people book. */
export function ahead(minutes: number | null): string {
  if (minutes === null) return "–";
  const days = Math.round(minutes / 1440);
  if (days >= 2) return `${days} days`;
  return minutes < 90
    ? formatDuration(Math.max(1, Math.round(minutes)))
    : formatDuration(Math.round(minutes / 60) * 60);
}

/** "+12 %", "−5 %", "as before", or null when there was nothing before. */
export function change(now: number, before: number): string | null {
  const per_cent = changeOf(now, before);
  if (per_cent === null) return null;
  if (per_cent === 0) return "as before";
  return `${per_cent > 0 ? "+" : "−"}${Math.abs(per_cent)}\u00a0%`;
}
