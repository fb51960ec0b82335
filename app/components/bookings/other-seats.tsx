import { statusChip } from "#app/components/bookings/status.ts";
import type { DeskBookingPageView } from "#app/domain/bookings-views.ts";

/** A group's session: who else comes. */
export function OtherSeats({ desk, others }: Pick<DeskBookingPageView, "desk" | "others">) {
  if (others.length === 0) return null;
  return (
    <section className="grid gap-3" aria-labelledby="others">
      <h2 id="others" className="text-xl">
        In the same session
      </h2>
      <ul className="sheet booking-lines">
        {others.map((other) => {
          const { words, className } = statusChip({ ...other, no_show: false });
          return (
            <li key={other.id}>
              <p className="text-soft">Seat {other.seat}</p>
              <p className="min-w-0">
                <a href={`/dashboard/${desk.username}/bookings/${other.id}`} className="line-link">
                  {other.customer_name}
                </a>
              </p>
              <p>
                <span className={className}>{words}</span>
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
