import type { SubmissionResult } from "@conform-to/react";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { OptionsField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { SettingsPage } from "#app/components/settings.tsx";
import { Choice } from "#app/components/settings-fields.tsx";
import type { FeedsPageView, FeedView } from "#app/domain/feed-views.ts";
import { formatDayTime } from "#app/i18n/format.ts";

type Props = FeedsPageView & {
  lastResult?: SubmissionResult<string[]> | null;
  /** What has just been done, in one sentence. */
  done?: string | null;
};

const DETAILS = [
  { value: "busy", label: "Only that you are busy", note: "“Busy” and the time, nothing else." },
  {
    value: "details",
    label: "With details",
    note: "The customer’s name and phone, the service, the place, a link to the dashboard.",
  },
];

const titleOf = ({ scope, service_title }: FeedView): string => {
  if (scope === "service") return service_title ?? "";
  return scope === "member" ? "All bookings, for you alone" : "All bookings";
};

/** Private addresses for calendar programs: what there is, and a new one. */
export function SettingsFeedsPage({ desk, feeds, services, may_share, lastResult, done }: Props) {
  const path = `/dashboard/${desk.username}/settings/feeds`;
  return (
    <SettingsPage
      desk={desk}
      part="feeds"
      title="Calendar feeds"
      lead="See your bookings in the calendar that you use anyway: it reads them at a private address, every few minutes or hours."
      done={done}
    >
      {feeds.length === 0 ? (
        <p className="sheet p-5 text-soft">
          There is no feed yet. Make one below, then add its address to your calendar.
        </p>
      ) : (
        <section className="grid gap-4" aria-labelledby="feeds">
          <h2 id="feeds" className="hide">
            Your feeds
          </h2>
          <p className="text-soft">
            An address is a secret: whoever has it can read the feed, without signing in.
          </p>
          <ul className="grid gap-4">
            {feeds.map((feed) => (
              <Feed key={feed.id} feed={feed} path={path} zone={desk.time_zone} />
            ))}
          </ul>
          <Help />
        </section>
      )}
      <CreateForm path={path} services={services} may_share={may_share} lastResult={lastResult} />
      <script src="/setup.js" defer />
    </SettingsPage>
  );
}

function Feed({ feed, path, zone }: { feed: FeedView; path: string; zone: string }) {
  const { id, detail, address, subscribe, last_read_at } = feed;
  const title = titleOf(feed);
  const about = `${title}, ${detail === "busy" ? "busy only" : "with details"}`;
  return (
    <li className="sheet group" id={`feed-${id}`}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="min-w-0 text-lg">{title}</h3>
        <span className={detail === "busy" ? "chip plain" : "chip"}>
          {detail === "busy" ? "Busy only" : "With details"}
        </span>
      </div>
      {address === null ? (
        <p className="text-soft">
          This address was made with a secret that is gone, so it can’t be shown again. It still works where
          it is in use; a new address can be shown.
        </p>
      ) : (
        <div className="field">
          <label htmlFor={`address-${id}`}>
            Address<span className="hide"> of {about}</span>
          </label>
          <span className="feedaddress">
            <input
              className="input"
              id={`address-${id}`}
              type="text"
              readOnly
              value={address}
              spellCheck={false}
              autoComplete="off"
            />
            <button type="button" className="btn" data-copy={address} hidden>
              <Icon name="copy" />
              <span data-label>Copy</span>
              <span className="hide"> the address of {about}</span>
            </button>
          </span>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {subscribe !== null && (
          <a className="btn" href={subscribe}>
            <Icon name="calendar" />
            Open in my calendar<span className="hide">: {about}</span>
          </a>
        )}
        <p className="text-sm text-soft">
          {last_read_at === null
            ? "No program has read it yet."
            : `Last read ${formatDayTime(last_read_at, zone)}. We note this once an hour.`}
        </p>
      </div>
      <details className="feedacts">
        <summary>
          New address, or remove<span className="hide">: {about}</span>
        </summary>
        <div className="grid gap-3 pt-2">
          <p className="text-soft">
            Either way the address above stops working at once, and calendars that use it show nothing new.
          </p>
          <div className="flex flex-wrap gap-3">
            <PostForm action={`${path}/${id}/renewal`}>
              <button type="submit" className="btn">
                Make a new address<span className="hide"> for {about}</span>
              </button>
            </PostForm>
            <PostForm action={`${path}/${id}/removal`}>
              <button type="submit" className="btn danger">
                Remove this feed<span className="hide">: {about}</span>
              </button>
            </PostForm>
          </div>
        </div>
      </details>
    </li>
  );
}

function Help() {
  return (
    <details className="feedacts">
      <summary>How to add it to Google, Outlook or Apple</summary>
      <dl className="rows pt-2">
        <div>
          <dt>Google Calendar</dt>
          <dd>On a computer: beside “Other calendars” press +, then “From URL”, and paste the address.</dd>
        </div>
        <div>
          <dt>Outlook</dt>
          <dd>“Add calendar”, then “Subscribe from web”, and paste the address.</dd>
        </div>
        <div>
          <dt>Apple</dt>
          <dd>
            Press “Open in my calendar” here; or File, “New Calendar Subscription”, and paste the address.
          </dd>
        </div>
      </dl>
      <p className="pt-2 text-sm text-soft">
        How often a calendar looks is its own choice: Apple every few minutes if you say so, Google and
        Outlook a few times a day.
      </p>
    </details>
  );
}

type FormProps = Pick<Props, "services" | "may_share" | "lastResult"> & { path: string };

function CreateForm({ path, services, may_share, lastResult }: FormProps) {
  const state = (name: string) =>
    fieldState(name, lastResult, { what: may_share ? "all" : "mine", detail: "busy" });
  const errors = ["what", "detail"].flatMap((name) =>
    state(name).errors.map((text) => ({ id: state(name).id, text })),
  );
  return (
    <section className="sheet group" aria-labelledby="new-feed">
      <h2 id="new-feed" className="text-lg">
        Make a feed
      </h2>
      <ErrorSummary errors={errors} />
      <PostForm action={path} className="grid gap-5" noValidate>
        {may_share ? (
          <Choice
            state={state("what")}
            label="Which bookings"
            help="A feed for you alone ends when you are no member any more; the others stay."
          >
            <option value="all">All bookings</option>
            <option value="mine">All bookings, for you alone</option>
            {services.length > 0 && (
              <optgroup label="One service">
                {services.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </optgroup>
            )}
          </Choice>
        ) : (
          <>
            <input type="hidden" name="what" value="mine" />
            <p className="text-soft">All bookings, for you alone. It ends when you are no member any more.</p>
          </>
        )}
        <OptionsField state={state("detail")} label="How much it shows" required options={DETAILS} />
        <p>
          <button type="submit" className="btn main">
            Make the feed
          </button>
        </p>
      </PostForm>
    </section>
  );
}
