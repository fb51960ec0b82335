import type { ReactNode } from "react";
import { DeskPage } from "#app/components/desk.tsx";
import { Bars, BusyTable, Key } from "#app/components/numbers/charts.tsx";
import { Tiles } from "#app/components/numbers/tiles.tsx";
import { count, hours, money, share } from "#app/components/numbers/words.ts";
import { PERIOD_WEEKS } from "#app/domain/numbers.ts";
import type { NumbersPageView } from "#app/domain/numbers-views.ts";
import { may } from "#app/domain/permissions.ts";
import { formatDate, formatShortDay } from "#app/i18n/format.ts";

/** The overview of numbers: what a period came to beside the one before it, by week, by service, by hour. */
export function NumbersPage(view: NumbersPageView) {
  const { desk, locale, now, before, first_date, last_date, weeks } = view;
  const is_empty = now.bookings + now.cancelled + before.bookings + before.cancelled === 0;
  return (
    <DeskPage desk={desk} current="numbers">
      <div className="grid gap-8 pt-2">
        <div className="grid gap-2">
          <h1 className="text-2xl">Numbers</h1>
          <p className="text-soft">
            {formatDate(first_date, locale)} to {formatDate(last_date, locale)}, beside the {weeks} weeks
            before.
          </p>
        </div>
        <Choices {...view} />
        {is_empty ? <Empty {...view} /> : <Filled {...view} />}
      </div>
    </DeskPage>
  );
}

const NAMES: Record<number, string> = { 4: "4 weeks", 12: "12 weeks", 26: "Half a year", 52: "A year" };

function Choices({ desk, weeks, service, services }: NumbersPageView) {
  const href = (count: number) =>
    `?${new URLSearchParams({ weeks: String(count), ...(service ? { service } : {}) })}`;
  const file = `/dashboard/${desk.username}/numbers.csv${href(weeks)}`;
  return (
    <div className="numbers-choices">
      <nav aria-label="Period">
        <ul className="flex flex-wrap gap-2">
          {PERIOD_WEEKS.map((count) => (
            <li key={count}>
              <a href={href(count)} className="step" aria-current={count === weeks ? "page" : undefined}>
                {NAMES[count]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {services.length > 1 && (
        <form className="flex flex-wrap items-end gap-2">
          <input type="hidden" name="weeks" value={weeks} />
          <label htmlFor="service" className="hide">
            Service
          </label>
          <select id="service" name="service" className="input" defaultValue={service ?? ""}>
            <option value="">All services</option>
            {services.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </select>
          <button type="submit" className="btn">
            Show
          </button>
        </form>
      )}
      {may(desk.role, "data:export") && (
        <a href={file} className="btn" download data-turbo="false">
          Download as CSV
        </a>
      )}
    </div>
  );
}

function Empty({ desk, service }: NumbersPageView) {
  return (
    <section className="sheet grid justify-items-start gap-4 p-6">
      <h2 className="text-xl">Nothing to count yet</h2>
      <p className="text-soft">
        {service
          ? "This service was not booked in this time. Look at a longer one, or at all services."
          : "As soon as people book, their bookings are counted here: by week, by service and by hour. Share your page to begin."}
      </p>
      <a href={service ? "?weeks=52" : `/book/${desk.username}`} className="btn">
        {service ? "Show a year of all services" : "View your booking page"}
      </a>
    </section>
  );
}

function Filled(view: NumbersPageView) {
  const { busy, week_starts_on, locale } = view;
  return (
    <>
      <Tiles {...view} />
      <ByWeek {...view} />
      <Hours {...view} />
      <ByService {...view} />
      <Part title="Busiest times" lead="When bookings begin, on your clock.">
        {busy.length === 0 ? (
          <p className="text-soft">No booking begins in this time.</p>
        ) : (
          <BusyTable busy={busy} week_starts_on={week_starts_on} locale={locale} />
        )}
      </Part>
    </>
  );
}

function Part({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return (
    <section className="grid gap-4" aria-labelledby={id}>
      <div>
        <h2 id={id} className="text-xl">
          {title}
        </h2>
        <p className="text-soft">{lead}</p>
      </div>
      {children}
    </section>
  );
}

type Column = { head: string; cells: string[] };

/** The figures behind a chart. Long ones are folded away; without script they open all the same. */
function Figures({ label, names, columns }: { label: string; names: string[]; columns: Column[] }) {
  return (
    <details className="chart-figures" open={names.length <= 12}>
      <summary>The figures</summary>
      <table>
        <caption className="hide">{label}</caption>
        <thead>
          <tr>
            <th scope="col">Week of</th>
            {columns.map(({ head }) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map(({ head, cells }) => (
                <td key={head} data-head={head}>
                  {cells[row]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function ByWeek({ by_week, locale, weeks }: NumbersPageView) {
  const names = by_week.map(({ date }) => formatShortDay(date, locale));
  const most = Math.max(...by_week.flatMap(({ bookings, bookings_before }) => [bookings, bookings_before]));
  return (
    <Part title="Bookings by week" lead="A booking counts in the week in which it takes place.">
      <div className="chart-beside">
        <Bars
          title={`Bookings by week, ${weeks} weeks, at most ${most} a week`}
          bars={by_week.map(({ bookings, bookings_before }) => ({
            value: bookings,
            behind: bookings_before,
          }))}
          first={names[0] ?? ""}
          last={names.at(-1) ?? ""}
          top={`${count(most, locale)} bookings`}
          legend={
            <>
              <Key of="bar">This time</Key>
              <Key of="behind">{weeks} weeks earlier</Key>
            </>
          }
        />
        <Figures
          label="Bookings by week"
          names={names}
          columns={[
            { head: "Bookings", cells: by_week.map(({ bookings }) => count(bookings, locale)) },
            { head: "Before", cells: by_week.map(({ bookings_before }) => count(bookings_before, locale)) },
            { head: "Cancelled", cells: by_week.map(({ cancelled }) => count(cancelled, locale)) },
            { head: "Did not come", cells: by_week.map(({ no_shows }) => count(no_shows, locale)) },
          ]}
        />
      </div>
    </Part>
  );
}

function Hours({ by_week, locale }: NumbersPageView) {
  const names = by_week.map(({ date }) => formatShortDay(date, locale));
  const most = Math.max(...by_week.flatMap(({ booked_min, offered_min }) => [booked_min, offered_min]));
  return (
    <Part
      title="Hours booked and offered"
      lead="Offered are your working hours of today, without your time off; a group's session counts once."
    >
      <div className="chart-beside">
        <Bars
          title={`Hours booked of hours offered by week, at most ${hours(most, locale)} a week`}
          bars={by_week.map(({ booked_min, offered_min }) => ({ value: booked_min, behind: offered_min }))}
          first={names[0] ?? ""}
          last={names.at(-1) ?? ""}
          top={hours(most, locale)}
          legend={
            <>
              <Key of="bar">Booked</Key>
              <Key of="behind">Offered</Key>
            </>
          }
        />
        <Figures
          label="Hours by week"
          names={names}
          columns={[
            { head: "Booked", cells: by_week.map(({ booked_min }) => hours(booked_min, locale)) },
            { head: "Offered", cells: by_week.map(({ offered_min }) => hours(offered_min, locale)) },
            { head: "Share", cells: by_week.map((week) => share(week.booked_min, week.offered_min)) },
            { head: "Income", cells: by_week.map(({ income }) => money(income, locale)) },
          ]}
        />
      </div>
    </Part>
  );
}

function ByService({ by_service, locale }: NumbersPageView) {
  const most = Math.max(1, ...by_service.map(({ bookings }) => bookings));
  return (
    <Part title="By service" lead="What each of your services came to.">
      <ol className="sheet by-service">
        {by_service.map((service) => (
          <li key={service.slug}>
            <p className="flex flex-wrap justify-between gap-x-4">
              <strong className="font-semibold">{service.title}</strong>
              <span>
                {count(service.bookings, locale)} booking{service.bookings === 1 ? "" : "s"},{" "}
                {count(service.bookings_before, locale)} before
              </span>
            </p>
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect className="behind" width="100" height="6" />
              <rect className="bar" width={(service.bookings / most) * 100} height="6" />
            </svg>
            <p className="text-sm text-soft">
              {[
                hours(service.booked_min, locale),
                service.income.length > 0 && money(service.income, locale),
                service.cancelled > 0 && `${count(service.cancelled, locale)} cancelled`,
                service.no_shows > 0 && `${count(service.no_shows, locale)} did not come`,
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </li>
        ))}
      </ol>
    </Part>
  );
}
