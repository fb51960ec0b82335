import { ahead, change, count, hours, money, share } from "#app/components/numbers/words.ts";
import type { FiguresView, NumbersPageView } from "#app/domain/numbers-views.ts";

type Tile = { label: string; value: string; note: string };

/** What the period comes to, each beside the period before. */
export function Tiles({ now, before, locale }: Pick<NumbersPageView, "now" | "before" | "locale">) {
  return (
    <dl className="tiles">
      {tilesOf(now, before, locale).map(({ label, value, note }) => (
        <div key={label} className="sheet">
          <dt>{label}</dt>
          <dd>
            <strong>{value}</strong>
            <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** "+12 %, 38 before" */
const against = (now: number, before: number, words: string): string =>
  [change(now, before), `${words} before`].filter(Boolean).join(", ");

function tilesOf(now: FiguresView, before: FiguresView, locale: string): Tile[] {
  const all = now.bookings + now.cancelled;
  return [
    {
      label: "Bookings",
      value: count(now.bookings, locale),
      note: against(now.bookings, before.bookings, count(before.bookings, locale)),
    },
    {
      label: "Hours booked",
      value: hours(now.booked_min, locale),
      note:
        now.offered_min > 0
          ? `${share(now.booked_min, now.offered_min)} of ${hours(now.offered_min, locale)} offered, ${share(before.booked_min, before.offered_min)} before`
          : `${hours(before.booked_min, locale)} before`,
    },
    {
      label: "Income promised",
      value: money(now.income, locale),
      note: before.income.length > 0 ? `${money(before.income, locale)} before` : "nothing before",
    },
    {
      label: "New customers",
      value: count(now.new_customers, locale),
      note: against(now.new_customers, before.new_customers, count(before.new_customers, locale)),
    },
    {
      label: "Returning customers",
      value: count(now.returning_customers, locale),
      note: against(
        now.returning_customers,
        before.returning_customers,
        count(before.returning_customers, locale),
      ),
    },
    {
      label: "Booked ahead",
      value: ahead(now.lead_min),
      note: `half of all book earlier${before.lead_min === null ? "" : `; ${ahead(before.lead_min)} before`}`,
    },
    {
      label: "Cancelled",
      value: count(now.cancelled, locale),
      note: `${share(now.cancelled, all)} of all, ${count(before.cancelled, locale)} before`,
    },
    {
      label: "Did not come",
      value: count(now.no_shows, locale),
      note: `${share(now.no_shows, now.bookings)} of bookings, ${count(before.no_shows, locale)} before`,
    },
  ];
}
