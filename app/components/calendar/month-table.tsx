import { calendarPath, itemPath } from "#app/components/calendar/links.ts";
import { bookingsOn, clock } from "#app/components/calendar/words.ts";
import type { CalendarDay, CalendarItem, CalendarPageView } from "#app/domain/calendar-views.ts";
import { formatDay, formatMonth, formatWeekday } from "#app/i18n/format.ts";

/** So many entries of a day are shown by name. */
const SHOWN = 3;

/** A month: how much each day has, and its first entries; each day leads to its own view. */
export function MonthTable({ view }: { view: CalendarPageView }) {
  const { days, date, locale } = view;
  const month = date.slice(0, 7);
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
  return (
    <table className="calmonth">
      <caption className="hide">{formatMonth(month, locale)}, with what is on each day</caption>
      <thead>
        <tr>
          {days.slice(0, 7).map((day) => {
            const name = formatWeekday(day.date, locale);
            return (
              <th key={day.date} scope="col" abbr={name}>
                {name.slice(0, 3)}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]!.date}>
            {week.map((day) => (
              <MonthDay key={day.date} view={view} day={day} in_month={day.date.startsWith(month)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MonthDay({ view, day, in_month }: { view: CalendarPageView; day: CalendarDay; in_month: boolean }) {
  const { desk, locale } = view;
  const count = bookingsOn(day);
  const entries = [...day.all_day, ...day.items];
  const closed = day.hours.length === 0 || day.all_day.some(({ detail }) => detail === "");
  const part = [!in_month && "is-out", day.is_today && "is-today", closed && "is-closed"]
    .filter(Boolean)
    .join(" ");
  return (
    <td className={part || undefined}>
      <a
        className="caldaylink"
        href={calendarPath(desk.username, "day", day.date)}
        aria-current={day.is_today ? "date" : undefined}
      >
        <span className="hide">{formatDay(day.date, locale)}: </span>
        <span className="calnumber" aria-hidden="true">
          {Number(day.date.slice(8))}
        </span>
        {count > 0 ? (
          <span className="calcount">
            {count}
            <span className="hide"> {count === 1 ? "booking" : "bookings"}</span>
          </span>
        ) : (
          <span className="hide">nothing booked</span>
        )}
      </a>
      {day.holiday && <p className="calholiday">{day.holiday}</p>}
      {entries.length > 0 && (
        <ul>
          {entries.slice(0, SHOWN).map((item) => (
            <li key={item.id} className={`is-${item.kind}`}>
              <a href={itemPath(desk.username, item)}>
                <span className="calwhen">{whenOf(item, day, view)}</span> {item.title}
              </a>
            </li>
          ))}
          {entries.length > SHOWN && <li className="calrest">and {entries.length - SHOWN} more</li>}
        </ul>
      )}
    </td>
  );
}

const whenOf = (item: CalendarItem, day: CalendarDay, { desk, locale }: CalendarPageView): string => {
  if (day.all_day.includes(item)) return "All day";
  return item.starts_at < day.starts_at ? "Goes on" : clock(item.starts_at, desk.time_zone, locale);
};
