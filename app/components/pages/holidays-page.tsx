import { Alert } from "#app/components/alert.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Flash } from "#app/components/flash.tsx";
import { HoursNav } from "#app/components/hours-nav.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { HolidayConflict, HolidayDayView, HolidaysView } from "#app/domain/holidays-views.ts";
import { may } from "#app/domain/permissions.ts";
import { formatDate, formatFullDay, formatTime } from "#app/i18n/format.ts";

type Props = HolidaysView & {
  answer?: { error: string; conflict: HolidayConflict | null; closed: string[] } | null;
};

/** Public holidays: choose where, see the days, switch them on; single ones can stay open. */
export function HolidaysPage(view: Props) {
  const { desk, on, days, place, is_current, answer } = view;
  const base = `/dashboard/${desk.username}/hours/holidays`;
  const writes = may(desk.role, "schedules:write");
  return (
    <DeskPage desk={desk} current="hours">
      <HoursNav username={desk.username} current="holidays" />
      {!answer && <Said view={view} base={base} />}
      <h1 className="text-2xl">Public holidays</h1>
      <p className="max-w-reading pt-2 text-soft">
        {on
          ? `The public holidays of ${on} are closed in all your schedules, but for dates on which a schedule has hours of its own.`
          : "Choose where you work, look at the days, and switch them on: nobody can book you on a public holiday then."}
      </p>
      <div className="grid gap-8 pt-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)] lg:gap-12">
        <div className="grid content-start gap-6 lg:order-2">
          {(writes || on === null) && <PlaceForm view={view} base={base} />}
          {on && writes && (
            <PostForm action={`${base}/removal`} className="grid gap-2">
              <p className="text-sm text-soft">Then public holidays are days like any other.</p>
              <button type="submit" className="btn">
                Switch off the holidays
              </button>
            </PostForm>
          )}
          <p className="text-sm text-soft">
            The dates come from{" "}
            <a href="https://github.com/commenthol/date-holidays" rel="noopener">
              date-holidays
            </a>
            , a free collection of the world’s holidays (CC BY 3.0). Please compare them once with your own
            calendar: dates that depend on the moon may move by a day.
          </p>
        </div>
        <section className="grid content-start gap-4" aria-labelledby="days">
          <h2 id="days" className="text-xl">
            {place === "" ? "The days" : place}
          </h2>
          <ErrorSummary errors={answer?.error ? [{ id: "country", text: answer.error }] : []} />
          {answer?.conflict && <Conflict conflict={answer.conflict} view={view} />}
          {days.length === 0 ? (
            <p className="sheet p-6 text-soft">
              {place === ""
                ? "No country is chosen yet. Choose one to see its holidays; nothing changes until you switch them on."
                : "No public holidays are known for this place in the coming two years."}
            </p>
          ) : (
            <Days view={view} base={base} writes={writes} words={is_current ? "Save" : "Close these days"} />
          )}
        </section>
      </div>
    </DeskPage>
  );
}

function Said({ view: { just, on, undo, days, shown }, base }: { view: Props; base: string }) {
  if (just === "off" && on === null)
    return (
      <Flash
        text="Switched off. Public holidays are days like any other now."
        undo={undo && { action: base, fields: { ...undo, shown, again: "yes" } }}
      />
    );
  if (just !== "on" || on === null) return null;
  const stand = days.filter(({ closed }) => closed).reduce((sum, { bookings }) => sum + bookings.length, 0);
  const more =
    stand > 0
      ? ` ${stand === 1 ? "One booking stands" : `${stand} bookings stand`} on closed days: see the list below.`
      : "";
  return <Flash text={`Saved. The ticked days are closed.${more}`} />;
}

/** A GET form: looking changes nothing. The regions follow when the country is known. */
function PlaceForm({ view, base }: { view: Props; base: string }) {
  const { countries, regions, country, region } = view;
  return (
    <form method="get" action={base} className="sheet grid gap-4 p-5" aria-label="Where">
      <div className="field">
        <label htmlFor="country">Country</label>
        <select className="input" id="country" name="country" defaultValue={country} required>
          <option value="">Please choose</option>
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {regions.length > 0 && (
        <div className="field">
          <label htmlFor="region">Region</label>
          <select className="input" id="region" name="region" defaultValue={region}>
            <option value="">Only what the whole country has</option>
            {regions.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <p>
        <button type="submit" className="btn">
          Show the holidays
        </button>
      </p>
    </form>
  );
}

type DaysProps = { view: Props; base: string; writes: boolean; words: string };

function Days({ view, base, writes, words }: DaysProps) {
  const { days, country, region, shown, answer, is_current } = view;
  const conflict = answer?.conflict ?? null;
  return (
    <PostForm action={`${base}?country=${country}&region=${region}`} className="grid gap-5">
      <input type="hidden" name="country" value={country} />
      <input type="hidden" name="region" value={region} />
      <input type="hidden" name="shown" value={conflict?.shown ?? shown} />
      <p className="text-soft">
        {is_current ? "Ticked days are closed." : "This is a preview. Ticked days would be closed."} Untick
        those on which you work.
      </p>
      <fieldset className="sheet grid px-5" disabled={!writes} aria-label="Days to close">
        {days.map((day) => (
          <Day
            key={day.date}
            day={day}
            view={view}
            closed={conflict ? (answer?.closed ?? []).includes(day.date) : day.closed}
          />
        ))}
      </fieldset>
      {writes && (
        <p className="flex flex-wrap gap-3">
          <button type="submit" className="btn main">
            {conflict ? "Save mine" : words}
          </button>
          {(conflict || (view.on && !is_current)) && (
            <a className="btn" href={base}>
              {conflict ? "Keep theirs" : `Stay with ${view.on}`}
            </a>
          )}
        </p>
      )}
    </PostForm>
  );
}

function Day({ day, view, closed }: { day: HolidayDayView; view: Props; closed: boolean }) {
  const { desk, locale } = view;
  return (
    <div className="offday">
      <input type="hidden" name="day" value={day.date} />
      <label>
        <input type="checkbox" name="closed" value={day.date} defaultChecked={closed} />
        <span>
          <strong className="block font-semibold">{day.name}</strong>
          <time className="text-sm text-soft" dateTime={day.date}>
            {formatFullDay(day.date, locale)}
            {day.partial && " · only a part of the day is a holiday"}
          </time>
        </span>
      </label>
      {day.bookings.length > 0 && (
        <ul className="text-sm" aria-label={`Bookings on ${formatDate(day.date, locale)}`}>
          {day.bookings.map(({ id, starts_at, customer_name, service_title }) => (
            <li key={id}>
              <a href={`/dashboard/${desk.username}/bookings/${id}`}>
                {formatTime(starts_at, desk.time_zone, locale)} {customer_name}
              </a>
              , {service_title}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Conflict({ conflict, view }: { conflict: HolidayConflict; view: Props }) {
  const kept = conflict.kept_open.map(({ date, name }) => `${name} (${formatDate(date, view.locale)})`);
  return (
    <Alert title="Somebody else changed the holidays meanwhile">
      <p>
        Saved by somebody else: {conflict.place}
        {kept.length > 0 && `, open on ${kept.join(", ")}`}.
      </p>
      <p>Yours is the list below: {view.place}. Nothing of it is saved yet.</p>
    </Alert>
  );
}
