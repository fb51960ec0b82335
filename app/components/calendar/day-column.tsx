import { blockPath, calendarPath, itemPath, newBookingPath } from "#app/components/calendar/links.ts";
import { at, long } from "#app/components/calendar/scale.ts";
import {
  clock,
  clockRange,
  dayNotes,
  hoursWords,
  itemTimes,
  seatWords,
} from "#app/components/calendar/words.ts";
import { LEAST_PIECE_MIN } from "#app/domain/calendar/day.ts";
import type { Place } from "#app/domain/calendar/layout.ts";
import type { CalendarDay, CalendarItem, CalendarPageView, FreeGap } from "#app/domain/calendar-views.ts";
import { formatDay, formatShortDay } from "#app/i18n/format.ts";

export type ColumnView = Pick<
  CalendarPageView,
  "desk" | "locale" | "kind" | "frame" | "schedules" | "rights"
>;

type Props = {
  view: ColumnView;
  day: CalendarDay;
  /** Its hours are not those of the axis beside it: it has labels of its own. */
  own_axis: boolean;
};

/** One day: a list of what is on it, in order; where there is room, drawn along the axis of its hours. */
export function DayColumn({ view, day, own_axis }: Props) {
  const { desk, locale, kind, frame, schedules } = view;
  const id = `day-${day.date}`;
  const part = [day.is_today && "is-today", day.is_past && "is-past"].filter(Boolean).join(" ");
  return (
    <section className={`calday ${part}`} aria-labelledby={id}>
      <header>
        <h2 id={id} className={kind === "day" ? "hide" : undefined}>
          <a href={calendarPath(desk.username, "day", day.date)}>
            {formatShortDay(day.date, locale)}
            {day.is_today && <span className="chip ml-2">Today</span>}
          </a>
        </h2>
        <p className="calhours">
          <span className="hide">Working hours: </span>
          {hoursWords(day, desk.time_zone, locale, schedules.length > 1)}
        </p>
        {dayNotes(day).map((note) => (
          <p key={note} className="calnote">
            {note}
          </p>
        ))}
        {day.all_day.map((item) => (
          <p key={item.id} className="calnote">
            <a href={itemPath(desk.username, item)}>{item.title}</a> all day
            {item.detail && `, ${item.detail}`}
          </p>
        ))}
        {day.items
          .filter(({ place }) => place === null)
          .map((item) => (
            <p key={item.id} className="calnote">
              {itemTimes(item, day.date, desk.time_zone, locale).join(" – ")}{" "}
              <a href={itemPath(desk.username, item)}>{item.title}</a>
            </p>
          ))}
      </header>
      <div className={`calbody ${long(Math.min(frame.until, day.minutes) - frame.from)}`}>
        <Ground view={view} day={day} own_axis={own_axis} />
        <Entries view={view} day={day} />
        {day.now && isIn(day.now.from, frame) && (
          <p className={`calnow ${at(day.now.from - frame.from)}`}>
            <span>Now, {clock(day.now.at, desk.time_zone, locale)}</span>
          </p>
        )}
      </div>
    </section>
  );
}

const isIn = (minute: number, { from, until }: { from: number; until: number }) =>
  minute >= from && minute <= until;

/** Behind the entries: lines of the hours, and when each schedule is open. For the eye; the words stand above. */
function Ground({ view, day, own_axis }: Props) {
  const { desk, locale, frame, schedules } = view;
  const shut = day.all_day.some(({ detail }) => detail === "");
  return (
    <div className={shut ? "calground is-shut" : "calground"} aria-hidden="true">
      {day.hours.map(({ index, spans }) =>
        spans.map(({ from, until }) => (
          <div key={`${index} ${from}`} className={`calopen ${at(from - frame.from)}`}>
            <div className={long(until - from)} />
          </div>
        )),
      )}
      {day.ticks
        .filter(({ from }) => isIn(from, frame) && from < day.minutes)
        .map((tick) => (
          <div
            key={tick.at}
            className={`calline ${tick.jumps ? "is-jump" : ""} ${at(tick.from - frame.from)}`}
          >
            {own_axis && <span>{clock(tick.at, desk.time_zone, locale)}</span>}
          </div>
        ))}
      {schedules.length > 1 &&
        day.hours.map(({ index, spans }) =>
          spans.map(({ from, until }) => (
            <div key={`${index} ${from}`} className={`calrail rail${index % 4} ${at(from - frame.from)}`}>
              <div className={`${long(until - from)} ck${Math.min(index, 7)}`} />
            </div>
          )),
        )}
    </div>
  );
}

type Row =
  | { from: number; item: CalendarItem; place: Place; gap?: never }
  | { from: number; gap: FreeGap; item?: never };

function Entries({ view, day }: Omit<Props, "own_axis">) {
  const rows: Row[] = [
    ...day.items.flatMap((item) => (item.place ? [{ from: item.place.from, item, place: item.place }] : [])),
    ...day.gaps.map((gap) => ({ from: gap.from, gap })),
  ].sort((a, b) => a.from - b.from);
  if (rows.length === 0)
    return <p className="calempty">{day.is_past ? "Nothing was on." : "Nothing is on."}</p>;
  return (
    <ol className="calitems">
      {rows.map((row) =>
        row.item ? (
          <Entry key={row.item.id} view={view} day={day} item={row.item} place={row.place} />
        ) : (
          <Gap key={row.from} view={view} day={day} gap={row.gap} />
        ),
      )}
    </ol>
  );
}

const stateOf = (item: CalendarItem): string | null => {
  if (item.kind === "blocked") return item.title === "Blocked" ? null : "Blocked";
  if (item.kind === "busy") return "Busy";
  if (item.waiting === 0) return null;
  return item.seats ? `${item.waiting} waiting` : "Waiting";
};

type EntryProps = Omit<Props, "own_axis"> & { item: CalendarItem; place: Place };

function Entry({ view, day, item, place }: EntryProps) {
  const { desk, locale, frame } = view;
  const { seats } = item;
  const where = `${at(place.from - frame.from)} ck${place.lane} cw${place.wide} cn${place.lanes}`;
  const state = stateOf(item);
  const [start, end] = itemTimes(item, day.date, desk.time_zone, locale);
  const tone = item.waiting > 0 ? "is-waiting" : "";
  return (
    <li className={`calitem is-${item.kind} ${tone} ${where}`}>
      <div className={long(place.until - place.from)}>
        <Buffer minutes={item.before_min} words="before" />
        <a className="calbox" href={itemPath(desk.username, item)}>
          <span className="caltext">
            <span className="calwhen">
              {start}
              <span className="caltill"> – {end}</span>
            </span>{" "}
            <strong>{item.title}</strong> {seats && <span className="calwhat">{seatWords(seats)} </span>}
            {item.detail && <span className="calwhat">{item.detail} </span>}
            {state && <span className="calstate">{state}</span>}
          </span>
        </a>
        <Buffer minutes={item.after_min} words="after" />
      </div>
    </li>
  );
}

function Buffer({ minutes, words }: { minutes: number; words: string }) {
  if (minutes <= 0) return null;
  return (
    <span className={`calbuffer ${long(minutes)}`}>
      <span>
        {minutes} min buffer {words}
      </span>
    </span>
  );
}

/** Free time: each of its hours leads to a new booking, the whole of it can be blocked. */
function Gap({ view, day, gap }: Omit<Props, "own_axis"> & { gap: FreeGap }) {
  const { desk, locale, frame, rights } = view;
  const on = formatDay(day.date, locale);
  const range = clockRange(gap.starts_at, gap.ends_at, desk.time_zone, locale);
  return (
    <li
      className={`calgap ${gap.until - gap.from < LEAST_PIECE_MIN ? "is-short" : ""} ${at(gap.from - frame.from)}`}
    >
      <div className={long(gap.until - gap.from)}>
        <span className="calrange">Free {range}</span>
        {rights.book &&
          gap.pieces.map((piece) => (
            <a
              key={piece.starts_at}
              className={`calfree ${at(piece.from - gap.from)}`}
              href={newBookingPath(desk.username, piece.starts_at)}
            >
              <span className={long(piece.until - piece.from)}>
                <span className="hide">New booking on {on} at </span>
                {clock(piece.starts_at, desk.time_zone, locale)}
              </span>
            </a>
          ))}
        {rights.block && (
          <a className="calblock" href={blockPath(desk.username, gap.starts_at, gap.ends_at)}>
            Block<span className="hide"> {`${on}, ${range}`}</span>
          </a>
        )}
      </div>
    </li>
  );
}
