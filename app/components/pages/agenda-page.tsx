import { Entry, Waiting } from "#app/components/agenda.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { Icon } from "#app/components/icons.tsx";
import type { AgendaPageView } from "#app/domain/views.ts";
import { formatDay, formatFullDay, formatShortDay, zoneLabel } from "#app/i18n/format.ts";

/** Any day by its date, and what waits for an answer. */
export function AgendaPage({
  desk,
  provider,
  date,
  previous_date,
  next_date,
  entries,
  waiting,
}: AgendaPageView) {
  const { locale } = provider;
  const on = entries.filter(({ status }) => status === "confirmed" || status === "pending").length;
  return (
    <DeskPage desk={desk} current="today">
      <div className="grid gap-8 pt-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)] lg:gap-12">
        <section className="grid content-start gap-5" aria-labelledby="day">
          <div className="grid gap-1">
            <h1 id="day" className="text-2xl">
              {formatFullDay(date, locale)}
            </h1>
            <p className="text-soft">
              {on > 0 && `${on} booking${on === 1 ? "" : "s"} · `}
              {zoneLabel(provider.time_zone, entries[0]?.starts_at ?? Date.parse(`${date}T12:00:00Z`))}
            </p>
          </div>
          <nav className="flex flex-wrap gap-2" aria-label="Days">
            <a className="step" href={`?date=${previous_date}`} rel="prev">
              <Icon name="left" />
              <span className="hide">Previous day: </span>
              {formatShortDay(previous_date, locale)}
            </a>
            <a className="step" href={`/dashboard/${provider.username}`}>
              Today
            </a>
            <a className="step" href={`?date=${next_date}`} rel="next">
              <span className="hide">Next day: </span>
              {formatShortDay(next_date, locale)}
              <Icon name="right" />
            </a>
          </nav>
          {entries.length === 0 ? (
            <p className="sheet p-6 text-soft">Nothing is booked on {formatDay(date, locale)}. A free day.</p>
          ) : (
            <ol className="sheet px-5">
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} provider={provider} />
              ))}
            </ol>
          )}
        </section>
        <section className="grid content-start gap-4" aria-labelledby="waiting">
          <h2 id="waiting" className="text-xl">
            Waiting for you
          </h2>
          {waiting.length === 0 ? (
            <p className="text-soft">No requests to answer.</p>
          ) : (
            <ul className="grid gap-4">
              {waiting.map((entry) => (
                <Waiting key={entry.id} entry={entry} provider={provider} answers={desk.role !== "viewer"} />
              ))}
            </ul>
          )}
        </section>
      </div>
    </DeskPage>
  );
}
