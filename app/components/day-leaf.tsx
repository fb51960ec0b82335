import { formatMonthName, formatWeekday } from "#app/i18n/format.ts";

/** The day as a tear-off leaf. An ornament: the same day stands beside it in words. */
export function DayLeaf({ date, locale, off = false }: { date: string; locale: string; off?: boolean }) {
  return (
    <div className={off ? "leaf off" : "leaf"} aria-hidden="true">
      <span>{formatWeekday(date, locale)}</span>
      <span>{Number(date.slice(8))}</span>
      <span>{formatMonthName(date.slice(0, 7), locale)}</span>
    </div>
  );
}
