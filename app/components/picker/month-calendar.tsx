import { Icon } from "#app/components/icons.tsx";
import { dayHref, pickerHref } from "#app/components/picker/links.ts";
import type { DayView, PickerView } from "#app/domain/views.ts";
import { formatDay, formatMonth, formatMonthName, formatWeekday } from "#app/i18n/format.ts";

/** The month as a table; free days are links. */
export function MonthCalendar({ picker, locale }: { picker: PickerView; locale: string }) {
  const { month, previous_month, next_month, weeks } = picker;
  return (
    <div className="grid gap-3">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-xl">{formatMonth(month, locale)}</h2>
        <nav className="flex gap-2" aria-label="Months">
          {previous_month && (
            <Step
              href={pickerHref(picker, { month: previous_month })}
              month={previous_month}
              locale={locale}
            />
          )}
          {next_month && (
            <Step href={pickerHref(picker, { month: next_month })} month={next_month} locale={locale} next />
          )}
        </nav>
      </div>
      <table className="cal">
        <caption className="hide">{formatMonth(month, locale)}: days with free times are links</caption>
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

type StepProps = { href: string; month: string; locale: string; next?: boolean };

function Step({ href, month, locale, next = false }: StepProps) {
  const short = formatMonthName(month, locale).slice(0, 3);
  return (
    <a className="step" href={href} rel={next ? "next" : "prev"}>
      {!next && <Icon name="left" size={18} />}
      <span aria-hidden="true">{short}</span>
      <span className="hide">
        {next ? "Next" : "Previous"} month: {formatMonth(month, locale)}
      </span>
      {next && <Icon name="right" size={18} />}
    </a>
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
