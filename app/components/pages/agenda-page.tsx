import { DeskPage } from "#app/components/desk.tsx";
import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { AgendaEntry, AgendaPageView, BookingStatus, ProviderView } from "#app/domain/views.ts";
import {
  dayOf,
  formatDay,
  formatFullDay,
  formatShortDay,
  formatTime,
  formatTimeRange,
  zoneLabel,
} from "#app/i18n/format.ts";

/** A provider's day, and what waits for an answer. */
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

const STATUS_WORDS: Record<BookingStatus, string> = {
  held: "Being booked",
  pending: "Waiting",
  confirmed: "Confirmed",
  cancelled: "Cancelled",
  declined: "Declined",
  expired: "Expired",
};

function Entry({ entry, provider }: { entry: AgendaEntry; provider: ProviderView }) {
  const { locale, time_zone } = provider;
  const isOn = entry.status === "confirmed" || entry.status === "pending" || entry.status === "held";
  const tone = entry.status === "confirmed" ? "chip" : isOn ? "chip warm" : "chip plain";
  return (
    <li className="entry">
      <p className={isOn ? "font-semibold" : "text-soft"}>
        <time dateTime={new Date(entry.starts_at).toISOString()}>
          {formatTime(entry.starts_at, time_zone, locale)}
        </time>
        <span className="block text-sm font-normal text-soft">
          <span className="hide">until </span>
          {formatTime(entry.ends_at, time_zone, locale)}
        </span>
      </p>
      <p className={isOn ? "min-w-0" : "min-w-0 text-soft line-through"}>
        <strong className="block font-semibold">{entry.customer_name}</strong>
        <span className="text-sm text-soft">{entry.service_title}</span>
      </p>
      <p>
        <span className={tone}>{STATUS_WORDS[entry.status]}</span>
      </p>
    </li>
  );
}

/** `answers`: a viewer sees what waits and cannot answer it. */
function Waiting({
  entry,
  provider,
  answers,
}: {
  entry: AgendaEntry;
  provider: ProviderView;
  answers: boolean;
}) {
  const { locale, time_zone, username } = provider;
  const path = `/dashboard/${username}/bookings/${entry.id}`;
  const date = dayOf(entry.starts_at, time_zone);
  const about = `${entry.customer_name}, ${formatDay(date, locale)}`;
  return (
    <li className="sheet grid gap-4 p-5">
      <p>
        <strong className="block font-semibold">{entry.customer_name}</strong>
        <span className="text-soft">{entry.service_title}</span>
        <span className="block">
          <a href={`?date=${date}`}>{formatDay(date, locale)}</a>,{" "}
          {formatTimeRange(entry.starts_at, entry.ends_at, time_zone, locale)}
        </span>
      </p>
      {answers && (
        <div className="grid grid-cols-2 gap-2">
          {/* The button's name says for whom: a list of equal "Approve" helps nobody who listens. */}
          <Answer
            action={`${path}/approval`}
            version={entry.version}
            tone="btn main"
            word="Approve"
            about={about}
          />
          <Answer
            action={`${path}/decline`}
            version={entry.version}
            tone="btn"
            word="Decline"
            about={about}
          />
        </div>
      )}
    </li>
  );
}

type AnswerProps = { action: string; version: number; tone: string; word: string; about: string };

function Answer({ action, version, tone, word, about }: AnswerProps) {
  return (
    <PostForm action={action} className="grid">
      <input type="hidden" name="version" value={version} />
      <button type="submit" className={tone}>
        {word}
        <span className="hide"> {about}</span>
      </button>
    </PostForm>
  );
}
