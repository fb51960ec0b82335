import { Icon } from "#app/components/icons.tsx";
import { dayHref, pickerHref } from "#app/components/picker/links.ts";
import type { DayView, PickerView } from "#app/domain/views.ts";
import { formatDay, formatMonth, formatMonthName, formatWeekday } from "#app/i18n/format.ts";

const STEP = "inline-flex min-h-11 items-center gap-1 text-sm font-semibold no-underline hover:underline";

/** The month as a table; free days are links. */
export function MonthCalendar({ picker, locale }: { picker: PickerView; locale: string }) {
  const { month, previous_month, next_month, weeks } = picker;
  return (
    <div>
      <nav className="flex items-center justify-between gap-2" aria-label="Months">
        {previous_month ? (
          <a href={pickerHref(picker, { month: previous_month })} rel="prev" className={STEP}>
            <Icon name="left" />
            {formatMonthName(previous_month, locale)}
          </a>
        ) : (
          <span />
        )}
        {next_month ? (
          <a href={pickerHref(picker, { month: next_month })} rel="next" className={STEP}>
            {formatMonthName(next_month, locale)}
            <Icon name="right" />
          </a>
        ) : (
          <span />
        )}
      </nav>
      <table className="cal">
        <caption className="pb-2 text-xl font-bold tracking-tight">
          {formatMonth(month, locale)}
          <span className="hide">. Days with free times are links.</span>
        </caption>
        <thead>
          <tr>
            {weeks[0]?.map(({ date }) => (
              <th key={date} scope="col" abbr={formatWeekday(date, locale)}>
                {formatWeekday(date, locale).slice(0, 3)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.date}>
              {week.map((day) => (
                <td key={day.date}>{day.in_month && <Day day={day} picker={picker} locale={locale} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Day({ day, picker, locale }: { day: DayView; picker: PickerView; locale: string }) {
  const number = Number(day.date.slice(8));
  const current = day.today ? "date" : undefined;
  const className = day.selected ? "on" : undefined;
  if (!day.open) {
    return (
      <span className={className} aria-current={current}>
        {number}
      </span>
    );
  }
  const label = `${formatDay(day.date, locale)}${day.today ? ", today" : ""}${day.selected ? ", chosen" : ""}`;
  return (
    <a
      href={dayHref(picker, day.date)}
      className={className}
      aria-label={label}
      aria-current={current ?? (day.selected ? "true" : undefined)}
    >
      {number}
    </a>
  );
}
