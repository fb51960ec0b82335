import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import type { SeriesView } from "#app/domain/by-hand-views.ts";
import { formatFullDay, formatTimeRange } from "#app/i18n/format.ts";
import { takenWords } from "#app/i18n/rules.ts";

/** What one form booked in several weeks, and which weeks it could not have. */
export function SeriesPage(view: SeriesView) {
  const { desk, weeks } = view;
  const made = weeks.filter(({ booking }) => booking !== null).length;
  const bookings = `/dashboard/${desk.username}/bookings`;
  return (
    <DeskPage desk={desk} current="bookings" width="reading">
      <div className="grid gap-6 pt-2">
        <Flash
          text={
            made === weeks.length
              ? `All ${made} are booked.`
              : `${made} of ${weeks.length} are booked. ${weeks.length - made} could not be.`
          }
        />
        <header className="grid gap-1">
          <h1 className="text-2xl">Every week for {view.customer_name}</h1>
          <p className="text-soft">
            {view.service_title}. Each is a booking of its own: you can move or cancel one and leave the
            others.
          </p>
        </header>
        <ol className="sheet px-5">
          {weeks.map((week) => (
            <Week key={week.week} week={week} view={view} />
          ))}
        </ol>
        <p>
          <a className="btn" href={bookings}>
            All bookings
          </a>
        </p>
      </div>
    </DeskPage>
  );
}

function Week({ week, view }: { week: SeriesView["weeks"][number]; view: SeriesView }) {
  const { desk, provider, first_id } = view;
  const { date, booking, missed } = week;
  const { locale, time_zone } = provider;
  const day = formatFullDay(date, locale);
  const bookings = `/dashboard/${desk.username}/bookings`;
  if (booking)
    return (
      <li className="week-row">
        <p>
          <a href={`${bookings}/${booking.id}`} className="inline-flex min-h-11 items-center font-semibold">
            {day}
          </a>
          <span className="block text-soft">
            {formatTimeRange(booking.starts_at, booking.ends_at, time_zone, locale)}
          </span>
        </p>
        <span className={booking.status === "confirmed" ? "chip" : "chip plain"}>
          {booking.status === "confirmed" ? "Booked" : "Not any more"}
        </span>
      </li>
    );
  return (
    <li className="week-row">
      <div>
        <p className="font-semibold">{day}</p>
        <p className="text-soft">{missed ? takenWords(missed).text : "Nothing was booked in this week."}</p>
        <a
          className="inline-flex min-h-11 items-center"
          href={`${bookings}/new?repeat=${first_id}&date=${date}`}
        >
          Choose another time<span className="hide"> on {day}</span>
        </a>
      </div>
      <span className="chip warm">Not booked</span>
    </li>
  );
}
