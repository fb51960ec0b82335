import { bookingPath } from "#app/components/calendar/links.ts";
import { clockRange } from "#app/components/calendar/words.ts";
import type { HitsView } from "#app/domain/calendar-views.ts";
import type { DeskView } from "#app/domain/views.ts";
import { dayOf, formatShortDay } from "#app/i18n/format.ts";

type Props = {
  hits: HitsView;
  desk: DeskView;
  locale: string;
  /** What the list is of, as a heading. */
  heading: string;
  children?: React.ReactNode;
};

/** Bookings that stand in a blocked time: they stay, each leads to its page. */
export function Hits({ hits: { bookings, has_more }, desk, locale, heading, children }: Props) {
  if (bookings.length === 0) return null;
  const { time_zone, username } = desk;
  return (
    <section className="grid gap-3" aria-labelledby="hits">
      <h2 id="hits" className="text-lg">
        {heading}
      </h2>
      {children}
      <ul className="sheet px-5">
        {bookings.map((booking) => (
          <li key={booking.id} className="entry">
            <p className="font-semibold">{formatShortDay(dayOf(booking.starts_at, time_zone), locale)}</p>
            <p className="min-w-0">
              <a className="font-semibold" href={bookingPath(username, booking.id)}>
                {booking.customer_name}
              </a>
              <span className="block text-sm text-soft">
                {clockRange(booking.starts_at, booking.ends_at, time_zone, locale)}, {booking.service_title}
              </span>
            </p>
            <p>{booking.status === "pending" && <span className="chip warm">Waiting</span>}</p>
          </li>
        ))}
      </ul>
      {has_more && <p className="text-soft">These are the first {bookings.length}; there are more.</p>}
    </section>
  );
}
