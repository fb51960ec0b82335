import { Icon } from "#app/components/icons.tsx";
import type { ChangeKind, ChangeView, GapView, TodayPageView } from "#app/domain/today-views.ts";
import type { ProviderView } from "#app/domain/views.ts";
import { dayOf, formatDayTime, formatDuration, formatTime, formatTimeRange } from "#app/i18n/format.ts";

/** Parts of the page of the day. */

type FreeProps = { gap: GapView; provider: ProviderView; writes: boolean };

/** Time in which nothing stands, with what one could do with it. */
export function FreeTime({ gap, provider, writes }: FreeProps) {
  const { locale, time_zone, username } = provider;
  const times = `start=${new Date(gap.starts_at).toISOString()}&end=${new Date(gap.ends_at).toISOString()}`;
  const about = formatTimeRange(gap.starts_at, gap.ends_at, time_zone, locale);
  return (
    <li className="entry free">
      <p className="text-soft">
        <time dateTime={new Date(gap.starts_at).toISOString()}>
          {formatTime(gap.starts_at, time_zone, locale)}
        </time>
        <span className="block text-sm">
          <span className="hide">until </span>
          {formatTime(gap.ends_at, time_zone, locale)}
        </span>
      </p>
      <p className="min-w-0 text-soft">
        Free
        <span className="block text-sm">
          {formatDuration(Math.floor((gap.ends_at - gap.starts_at) / 60_000))}
        </span>
      </p>
      {writes ? (
        <p className="flex flex-wrap gap-1">
          <a className="quiet" href={`/dashboard/${username}/bookings/new?${times}`}>
            Book<span className="hide"> somebody, {about}</span>
          </a>
          <a className="quiet" href={`/dashboard/${username}/calendar/block?${times}`}>
            Block<span className="hide"> {about}</span>
          </a>
        </p>
      ) : (
        <p />
      )}
    </li>
  );
}

const DONE: Record<ChangeKind, string> = {
  booked: "booked",
  moved: "moved",
  cancelled: "cancelled",
  approved: "approved",
  declined: "declined",
};

/** What others did since yesterday; what this person did they know. */
export function Changes({ view }: { view: TodayPageView }) {
  const { changes, more_changes, provider } = view;
  return (
    <section className="grid content-start gap-4" aria-labelledby="changes">
      <h2 id="changes" className="text-xl">
        Since yesterday
      </h2>
      {changes.length === 0 ? (
        <p className="text-soft">No news: nobody booked, moved or cancelled.</p>
      ) : (
        <ul className="sheet px-5">
          {changes.map((change) => (
            <Change key={change.id} change={change} view={view} />
          ))}
        </ul>
      )}
      {more_changes > 0 && (
        <p className="text-sm text-soft">
          And {more_changes} more under <a href={`/dashboard/${provider.username}/bookings`}>Bookings</a>.
        </p>
      )}
    </section>
  );
}

function Change({ change, view }: { change: ChangeView; view: TodayPageView }) {
  const { locale, time_zone, username } = view.provider;
  const { kind, by, customer_name, starts_at, at } = change;
  const name = (
    <a href={`/dashboard/${username}/bookings/${change.booking_id}`} className="who">
      {customer_name}
    </a>
  );
  const day = dayOf(at, time_zone) === view.date ? "" : "yesterday, ";
  return (
    <li className="change">
      <p className="min-w-0">
        {by === null ? (
          <>
            {name} {DONE[kind]}
          </>
        ) : (
          <>
            {by} {DONE[kind]} for {name}
          </>
        )}
        <span className="block text-sm text-soft">
          {change.service_title}, {formatDayTime(starts_at, time_zone, locale)}
        </span>
      </p>
      <p className="text-sm text-soft">
        <time dateTime={new Date(at).toISOString()}>
          {day}
          {formatTime(at, time_zone, locale)}
        </time>
      </p>
    </li>
  );
}

/** Nothing is coming up: what to do about it. */
export function FirstSteps({ view }: { view: TodayPageView }) {
  const { desk, provider, has_services } = view;
  const base = `/dashboard/${provider.username}`;
  const may = desk.role !== "viewer";
  if (may && !desk.setup_finished)
    return (
      <Steps title="Almost there" text="Three short forms, and people can book you.">
        <a className="btn main" href={`${base}/setup`}>
          Finish setting up
        </a>
      </Steps>
    );
  if (may && !has_services)
    return (
      <Steps
        title="What can people book?"
        text="Your page has nothing to choose from yet. Add a service: what it is, how long it takes, what it costs."
      >
        <a className="btn main" href={`${base}/services`}>
          Go to your services
        </a>
      </Steps>
    );
  return (
    <Steps
      title="Nothing is coming up"
      text="Your booking page is open. Put its link where people look for you: in your mails, on your website, on your door."
    >
      <a
        href={`/book/${provider.username}`}
        className="inline-flex min-h-11 items-center gap-2 font-semibold"
      >
        <Icon name="out" size={18} />
        {view.page_address}
      </a>
    </Steps>
  );
}

function Steps({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <section className="meeting" aria-labelledby="next">
      <h2 id="next" className="text-xl">
        {title}
      </h2>
      <p className="max-w-reading text-soft">{text}</p>
      <p>{children}</p>
    </section>
  );
}
