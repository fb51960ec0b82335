import { bookingPath, newBookingPath } from "#app/components/calendar/links.ts";
import { clockRange, seatWords } from "#app/components/calendar/words.ts";
import { DeskPage } from "#app/components/desk.tsx";
import type { SessionPageView } from "#app/domain/calendar-views.ts";
import { dayOf, formatFullDay } from "#app/i18n/format.ts";

/** One session of a group: who comes. */
export function SessionPage(view: SessionPageView) {
  const { desk, locale, service_title, starts_at, ends_at, capacity, guests, back, can_book } = view;
  const { time_zone, username } = desk;
  return (
    <DeskPage desk={desk} current="calendar" width="form">
      <div className="grid max-w-reading gap-6 pt-2">
        <div className="grid gap-2">
          <h1 className="text-2xl">{service_title}</h1>
          <p className="text-soft">
            {formatFullDay(dayOf(starts_at, time_zone), locale)},{" "}
            {clockRange(starts_at, ends_at, time_zone, locale)}
          </p>
          <p className="font-semibold">{seatWords({ taken: guests.length, capacity })}</p>
        </div>
        <ol className="sheet px-5">
          {guests.map(({ id, customer_name, status }) => (
            <li key={id} className="flex items-center justify-between gap-4 py-3">
              <a className="min-w-0 font-semibold" href={bookingPath(username, id)}>
                {customer_name}
              </a>
              {status === "pending" && <span className="chip warm">Waiting</span>}
            </li>
          ))}
        </ol>
        <p className="flex flex-wrap gap-3">
          {can_book && guests.length < capacity && (
            <a className="btn main" href={newBookingPath(username, starts_at)}>
              Add somebody
            </a>
          )}
          <a className="btn" href={back}>
            Back to the calendar
          </a>
        </p>
      </div>
    </DeskPage>
  );
}
