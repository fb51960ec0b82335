import { statusChip } from "#app/components/bookings/status.ts";
import { DeskPage } from "#app/components/desk.tsx";
import { BOOKING_STATES, type BookingListWish, wishQuery } from "#app/domain/bookings/desk.ts";
import type { BookingLineView, BookingListView } from "#app/domain/bookings-views.ts";
import { may } from "#app/domain/permissions.ts";
import { dayOf, formatFullDay, formatTime } from "#app/i18n/format.ts";

const STATES: Record<BookingListWish["state"], { label: string; empty: string }> = {
  upcoming: { label: "Upcoming", empty: "Nothing is booked from now on." },
  waiting: { label: "Waiting for you", empty: "No request waits for your answer." },
  past: { label: "Past", empty: "Nothing has taken place yet." },
  cancelled: { label: "Cancelled", empty: "Nothing was cancelled or declined." },
  all: { label: "All", empty: "There is no booking yet." },
};

/** The list of bookings: what is asked for stands in the address, so it can be kept and sent. */
export function BookingsPage(view: BookingListView) {
  const { desk, wish, lines } = view;
  const base = `/dashboard/${desk.username}/bookings`;
  return (
    <DeskPage desk={desk} current="bookings">
      <div className="grid gap-6 pt-2">
        <div className="flex flex-wrap items-center justify-between gap-4">
          <h1 className="text-2xl">Bookings</h1>
          <p className="flex flex-wrap items-center gap-3">
            <a href={`/dashboard/${desk.username}/messages`} className="btn">
              Undelivered messages
              {view.undelivered > 0 && ` (${countOf(view.undelivered)})`}
            </a>
            {may(desk.role, "bookings:write") && (
              <a href={`${base}/new`} className="btn main">
                New booking
              </a>
            )}
          </p>
        </div>
        <nav aria-label="Which bookings">
          <ul className="flex flex-wrap gap-2">
            {BOOKING_STATES.map((state) => (
              <li key={state}>
                <a
                  href={base + wishQuery({ ...wish, state, order: usualOrder(state) })}
                  className="step"
                  aria-current={state === wish.state ? "page" : undefined}
                >
                  {STATES[state].label}
                  {state === "waiting" && view.waiting > 0 && ` (${countOf(view.waiting)})`}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Filters {...view} />
        {lines.length === 0 ? <Empty {...view} /> : <Lines {...view} />}
        <Steps {...view} />
      </div>
    </DeskPage>
  );
}

const countOf = (waiting: number) => (waiting >= 100 ? "100+" : String(waiting));

const usualOrder = (state: BookingListWish["state"]) =>
  state === "upcoming" || state === "waiting" ? "soonest" : "latest";

const isFiltered = ({ q, service, from, until, customer }: BookingListWish) =>
  q !== "" || service !== null || from !== null || until !== null || customer !== null;

function Filters({ desk, wish, services, customer_name }: BookingListView) {
  const base = `/dashboard/${desk.username}/bookings`;
  return (
    <search>
      <form className="booking-filters" action={base}>
        {wish.state !== "upcoming" && <input type="hidden" name="state" value={wish.state} />}
        {wish.customer !== null && <input type="hidden" name="customer" value={wish.customer} />}
        <div className="field wide">
          <label htmlFor="q">Name, e-mail or phone</label>
          <input className="input" id="q" name="q" type="search" defaultValue={wish.q} maxLength={100} />
        </div>
        <div className="field">
          <label htmlFor="service">Service</label>
          <select className="input" id="service" name="service" defaultValue={wish.service ?? ""}>
            <option value="">All</option>
            {services.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="order">Order</label>
          <select className="input" id="order" name="order" defaultValue={wish.order}>
            <option value="soonest">Earliest first</option>
            <option value="latest">Latest first</option>
          </select>
        </div>
        <div className="field">
          <label htmlFor="from">From</label>
          <input className="input" id="from" name="from" type="date" defaultValue={wish.from ?? ""} />
        </div>
        <div className="field">
          <label htmlFor="until">Until</label>
          <input className="input" id="until" name="until" type="date" defaultValue={wish.until ?? ""} />
        </div>
        <p className="flex flex-wrap gap-2">
          <button type="submit" className="btn">
            Show
          </button>
          {isFiltered(wish) && (
            <a
              className="btn"
              href={base + wishQuery({ ...NOTHING, state: wish.state, order: usualOrder(wish.state) })}
            >
              Clear
            </a>
          )}
          {may(desk.role, "data:export") && (
            <a className="btn" href={`${base}.csv${wishQuery(wish)}`} download data-turbo="false">
              CSV
            </a>
          )}
        </p>
      </form>
      {customer_name !== null && (
        <p className="pt-3 text-soft">
          Only bookings of <strong className="font-semibold text-ink">{customer_name}</strong>.
        </p>
      )}
    </search>
  );
}

const NOTHING = { service: null, customer: null, q: "", from: null, until: null };

function Empty({ desk, wish }: BookingListView) {
  const filtered = isFiltered(wish);
  return (
    <section className="sheet grid justify-items-start gap-4 p-6">
      <h2 className="text-xl">{filtered ? "Nothing fits" : STATES[wish.state].empty}</h2>
      <p className="text-soft">
        {filtered
          ? "No booking fits all of what you asked for. A name, an e-mail or a phone number is looked for by how it begins."
          : wish.state === "upcoming"
            ? "Share your booking page, or add a booking that somebody made by phone."
            : "As soon as there is one, it stands here."}
      </p>
      {!filtered && wish.state === "upcoming" && (
        <a href={`/book/${desk.username}`} className="btn">
          View your booking page
        </a>
      )}
    </section>
  );
}

function Lines({ desk, provider, lines }: BookingListView) {
  const days = new Map<string, BookingLineView[]>();
  for (const line of lines) {
    const day = dayOf(line.starts_at, provider.time_zone);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return (
    <div className="grid gap-6">
      {[...days].map(([day, list]) => (
        <section key={day} className="grid gap-2" aria-labelledby={`d${day}`}>
          <h2 id={`d${day}`} className="text-lg">
            {formatFullDay(day, provider.locale)}
          </h2>
          <ol className="sheet booking-lines">
            {list.map((line) => (
              <Line key={line.id} line={line} provider={provider} username={desk.username} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

type LineProps = { line: BookingLineView; provider: BookingListView["provider"]; username: string };

function Line({ line, provider: { time_zone, locale }, username }: LineProps) {
  const { words, className } = statusChip(line);
  const over = line.status === "cancelled" || line.status === "declined" || line.status === "expired";
  return (
    <li>
      <p className="tabular">
        <time dateTime={new Date(line.starts_at).toISOString()} className="font-semibold">
          {formatTime(line.starts_at, time_zone, locale)}
        </time>
        <span className="block text-sm text-soft">
          <span className="hide">until </span>
          {formatTime(line.ends_at, time_zone, locale)}
        </span>
      </p>
      <p className="min-w-0">
        <a
          href={`/dashboard/${username}/bookings/${line.id}`}
          className={over ? "line-link line-through" : "line-link"}
        >
          {line.customer_name}
        </a>
        <span className="block text-sm text-soft">{line.service_title}</span>
      </p>
      <p>
        <span className={className}>{words}</span>
      </p>
    </li>
  );
}

function Steps({ desk, wish, next, is_first }: BookingListView) {
  if (is_first && next === null) return null;
  const base = `/dashboard/${desk.username}/bookings`;
  return (
    <nav aria-label="Pages of the list" className="flex flex-wrap gap-3">
      {!is_first && (
        <a className="btn" href={base + wishQuery(wish)}>
          First page
        </a>
      )}
      {next !== null && (
        <a className="btn" href={base + next} rel="next">
          Next page
        </a>
      )}
    </nav>
  );
}
