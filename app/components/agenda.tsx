import { PostForm } from "#app/components/post-form.tsx";
import type { AgendaEntry, BookingStatus, ProviderView } from "#app/domain/views.ts";
import { dayOf, formatDay, formatTime, formatTimeRange } from "#app/i18n/format.ts";

const STATUS_WORDS: Record<BookingStatus, string> = {
  held: "Being booked",
  pending: "Waiting",
  confirmed: "Confirmed",
  cancelled: "Cancelled",
  declined: "Declined",
  expired: "Expired",
};

/** One booking of a day: when, who, what, and how it stands. */
export function Entry({ entry, provider }: { entry: AgendaEntry; provider: ProviderView }) {
  const { locale, time_zone, username } = provider;
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
        <a href={`/dashboard/${username}/bookings/${entry.id}`} className="who">
          {entry.customer_name}
        </a>
        <span className="block text-sm text-soft">{entry.service_title}</span>
      </p>
      <p>
        <span className={tone}>{STATUS_WORDS[entry.status]}</span>
      </p>
    </li>
  );
}

/** A request with its two answers. `answers`: a viewer sees what waits and cannot answer it. */
export function Waiting({
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
        <a href={path} className="who">
          {entry.customer_name}
        </a>
        <span className="block text-soft">{entry.service_title}</span>
        <span className="block">
          <a href={`?date=${date}`}>{formatDay(date, locale)}</a>,{" "}
          {formatTimeRange(entry.starts_at, entry.ends_at, time_zone, locale)}
        </span>
      </p>
      {answers && (
        <div className="grid grid-cols-2 gap-2">
          {/* The button's name says for whom: a list of equal "Approve" helps nobody who listens. */}
          <PostForm action={`${path}/approval`} className="grid">
            <input type="hidden" name="version" value={entry.version} />
            <button type="submit" className="btn main">
              Approve<span className="hide"> {about}</span>
            </button>
          </PostForm>
          {/* A no is sent at once and cannot be taken back: it has a page, with room for the reason. */}
          <a className="btn" href={`${path}/decline`}>
            Decline<span className="hide"> {about}</span>
          </a>
        </div>
      )}
    </li>
  );
}
