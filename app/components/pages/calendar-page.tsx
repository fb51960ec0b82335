import { DayColumn } from "#app/components/calendar/day-column.tsx";
import { calendarPath } from "#app/components/calendar/links.ts";
import { MonthTable } from "#app/components/calendar/month-table.tsx";
import { at, long } from "#app/components/calendar/scale.ts";
import { bookingsOn, clock } from "#app/components/calendar/words.ts";
import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import { Icon } from "#app/components/icons.tsx";
import { Live } from "#app/components/live.tsx";
import type { CalendarDay, CalendarKind, CalendarPageView } from "#app/domain/calendar-views.ts";
import { formatFullDay, formatMonth, formatShortDay, zoneLabel } from "#app/i18n/format.ts";

const KINDS: Record<CalendarKind, string> = { day: "Day", week: "Week", month: "Month" };

/** A provider's days: one, a week or a month of them. */
export function CalendarPage(view: CalendarPageView) {
  const { desk, kind, days, flash, now } = view;
  return (
    <DeskPage desk={desk} current="calendar">
      {flash && <Flash text={flash.text} undo={flash.undo} />}
      <div className="grid gap-5 pt-2">
        <Toolbar view={view} />
        {kind === "month" ? <MonthTable view={view} /> : <Grid view={view} />}
        {kind !== "month" && <Legend view={view} />}
        {days.every((day) => day.hours.length === 0) && kind !== "month" && <Closed view={view} />}
      </div>
      <Live username={desk.username} now={now} />
    </DeskPage>
  );
}

const titleOf = ({ kind, date, days, locale }: CalendarPageView): string => {
  if (kind === "day") return formatFullDay(date, locale);
  if (kind === "month") return formatMonth(date.slice(0, 7), locale);
  const [first, last] = [days[0]!.date, days.at(-1)!.date];
  return `${formatShortDay(first, locale)} – ${formatShortDay(last, locale)} ${last.slice(0, 4)}`;
};

function Toolbar({ view }: { view: CalendarPageView }) {
  const { desk, kind, date, today, all_hours, days, rights } = view;
  const { username } = desk;
  const to = (day: string) => calendarPath(username, kind, day, all_hours);
  const in_view = days.filter((day) => kind !== "month" || day.date.startsWith(date.slice(0, 7)));
  const count = in_view.reduce((sum, day) => sum + bookingsOn(day), 0);
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div className="grid gap-1">
          <h1 className="text-2xl">{titleOf(view)}</h1>
          <p className="text-soft">
            {count === 0 ? "Nothing booked" : `${count} booking${count === 1 ? "" : "s"}`} ·{" "}
            {zoneLabel(desk.time_zone, days[0]!.starts_at)}
          </p>
        </div>
        <p className="flex flex-wrap gap-2">
          {rights.book && (
            <a className="btn main" href={`/dashboard/${username}/bookings/new`}>
              New booking
            </a>
          )}
          {rights.block && (
            <a
              className="btn"
              href={`/dashboard/${username}/calendar/block?date=${kind === "day" ? date : today}`}
            >
              Block time
            </a>
          )}
        </p>
      </div>
      <div className="calbar">
        <nav aria-label="Days" className="calsteps">
          <a className="step" href={to(view.previous_date)} rel="prev">
            <Icon name="left" />
            <span className="calstep">Previous</span>
            <span className="hide"> {kind}</span>
          </a>
          <a className="step" href={to(today)} aria-current={isShown(days, today, view) ? "date" : undefined}>
            Today
          </a>
          <a className="step" href={to(view.next_date)} rel="next">
            <span className="calstep">Next</span>
            <span className="hide"> {kind}</span>
            <Icon name="right" />
          </a>
        </nav>
        <nav aria-label="View" className="calkinds">
          {(Object.keys(KINDS) as CalendarKind[]).map((one) => (
            <a
              key={one}
              className="step"
              href={calendarPath(username, one, date)}
              aria-current={one === kind ? "page" : undefined}
            >
              {KINDS[one]}
            </a>
          ))}
        </nav>
        <form method="get" action={`/dashboard/${username}/calendar`} className="calgo">
          <input type="hidden" name="view" value={kind} />
          <label htmlFor="date" className="hide">
            Go to a day
          </label>
          <input className="input" type="date" id="date" name="date" defaultValue={date} required />
          <button type="submit" className="btn">
            Go
          </button>
        </form>
      </div>
    </>
  );
}

const isShown = (days: CalendarDay[], today: string, { kind, date }: CalendarPageView) =>
  kind === "month" ? date.startsWith(today.slice(0, 7)) : days.some((day) => day.date === today);

function Grid({ view }: { view: CalendarPageView }) {
  const { kind, days, frame, all_hours, date, desk, locale } = view;
  // The axis at the side is that of a usual day; a day of other hours has its own.
  const usual = days.find((day) => day.minutes === 1440) ?? days[0]!;
  const hours = hoursOf(usual);
  const longest = Math.max(...days.map(({ minutes }) => minutes));
  const is_cut = frame.from > 0 || frame.until < longest;
  return (
    <div>
      {kind === "day" && <WeekStrip view={view} />}
      <div
        className={`sheet calgrid of-${kind} rails${view.schedules.length > 1 ? Math.min(view.schedules.length, 8) : 0}`}
      >
        <div className="calaxis" aria-hidden="true">
          <div className={long(frame.until - frame.from)}>
            {usual.ticks
              .filter(({ from }) => from >= frame.from && from < frame.until)
              .map((tick) => (
                <span key={tick.at} className={at(tick.from - frame.from)}>
                  {clock(tick.at, desk.time_zone, locale)}
                </span>
              ))}
          </div>
        </div>
        {days.map((day) => (
          <DayColumn key={day.date} view={view} day={day} own_axis={hoursOf(day) !== hours} />
        ))}
      </div>
      {(is_cut || all_hours) && (
        <p className="calmore">
          <a href={calendarPath(desk.username, kind, date, !all_hours)}>
            {all_hours ? "Show the hours in use only" : "Show all hours of the day"}
          </a>
        </p>
      )}
    </div>
  );
}

/** How a day's clock runs along its axis, to compare. */
const hoursOf = ({ ticks, minutes }: CalendarDay): string =>
  minutes === 1440 && ticks.every(({ jumps }) => !jumps) ? "usual" : ticks.map(({ from }) => from).join();

/** The days around the one on show, on a phone above its list. */
function WeekStrip({ view }: { view: CalendarPageView }) {
  const { desk, date, locale, strip } = view;
  return (
    <nav className="calstrip" aria-label="Days of this week">
      {strip.map((day) => (
        <a
          key={day.date}
          href={calendarPath(desk.username, "day", day.date)}
          aria-current={day.date === date ? "page" : undefined}
        >
          <span className="hide">{formatShortDay(day.date, locale)}</span>
          <span aria-hidden="true">{formatShortDay(day.date, locale).slice(0, 2)}</span>
          <strong aria-hidden="true">{Number(day.date.slice(8))}</strong>
        </a>
      ))}
    </nav>
  );
}

function Legend({ view }: { view: CalendarPageView }) {
  const { schedules } = view;
  return (
    <ul className="callegend">
      <li>
        <span className="calswatch is-booking" aria-hidden="true" /> Booking
      </li>
      <li>
        <span className="calswatch is-waiting" aria-hidden="true" /> Waiting for your answer
      </li>
      <li>
        <span className="calswatch calbuffer" aria-hidden="true" /> Buffer around a booking
      </li>
      <li>
        <span className="calswatch is-blocked" aria-hidden="true" /> Blocked, or busy in another calendar
      </li>
      {schedules.length > 1
        ? schedules.map((name, index) => (
            <li key={name}>
              <span className={`calswatch rail${index % 4}`} aria-hidden="true" /> {name}
            </li>
          ))
        : null}
    </ul>
  );
}

/** No hours at all in these days: said, with what to do. */
function Closed({ view }: { view: CalendarPageView }) {
  return (
    <p className="sheet p-5 text-soft">
      There are no working hours {view.kind === "day" ? "on this day" : "in this week"}, so nothing is offered
      to customers.{" "}
      {view.rights.block && <a href={`/dashboard/${view.desk.username}/hours`}>Change your working hours</a>}
    </p>
  );
}
