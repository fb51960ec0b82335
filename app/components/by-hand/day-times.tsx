import { Icon } from "#app/components/icons.tsx";
import type { DayTimesView } from "#app/domain/by-hand-views.ts";
import type { ProviderView } from "#app/domain/views.ts";
import { formatDay, formatSeats, formatShortDay, formatTime } from "#app/i18n/format.ts";

type Props = {
  day: DayTimesView;
  provider: ProviderView;
  /** A booking on the move: its own time is no choice. */
  current?: number;
  dayHref: (date: string) => string;
  hrefOf: (starts_at: number) => string;
};

/** A day's free times, each a link, with the days around it. */
export function DayTimes({ day, provider, current, dayHref, hrefOf }: Props) {
  const { locale, time_zone } = provider;
  const times = day.times.filter(({ starts_at }) => starts_at !== current);
  return (
    <section className="grid content-start gap-4" aria-labelledby="free" id="times">
      <h2 className="text-lg" id="free">
        Free on {formatDay(day.date, locale)}
      </h2>
      <nav className="flex flex-wrap gap-2" aria-label="Days">
        <a className="step" href={dayHref(day.previous_date)} rel="prev">
          <Icon name="left" />
          <span className="hide">Day before: </span>
          {formatShortDay(day.previous_date, locale)}
        </a>
        <a className="step" href={dayHref(day.next_date)} rel="next">
          <span className="hide">Day after: </span>
          {formatShortDay(day.next_date, locale)}
          <Icon name="right" />
        </a>
      </nav>
      {times.length > 0 ? (
        <ul className={times.some(hasNote) ? "slots two" : "slots"} aria-labelledby="free">
          {times.map((time) => (
            <li key={time.starts_at}>
              <a className="slot" href={hrefOf(time.starts_at)}>
                <time dateTime={new Date(time.starts_at).toISOString()}>
                  {formatTime(time.starts_at, time_zone, locale, time.show_offset)}
                </time>
                {time.seats_left !== null && <small>{formatSeats(time.seats_left)}</small>}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-soft">Nothing is free on this day by the rules that you set for customers.</p>
      )}
      {day.next_open_date && (
        <p>
          <a className="inline-flex min-h-11 items-center" href={dayHref(day.next_open_date)}>
            Next free day: {formatDay(day.next_open_date, locale)}
          </a>
        </p>
      )}
    </section>
  );
}

const hasNote = ({ show_offset, seats_left }: DayTimesView["times"][number]) =>
  show_offset || seats_left !== null;
