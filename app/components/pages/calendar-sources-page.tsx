import type { SubmissionResult } from "@conform-to/react";
import { Alert } from "#app/components/alert.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { Flash } from "#app/components/flash.tsx";
import { fieldState, otherErrors } from "#app/components/form-state.ts";
import { HoursNav } from "#app/components/hours-nav.tsx";
import { Live } from "#app/components/live.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { SHOWN_AFTER } from "#app/domain/calendar_sources.ts";
import type { SourcesView, SourceView } from "#app/domain/calendar-source-views.ts";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import { formatDayTime, formatTime } from "#app/i18n/format.ts";

type Props = SourcesView & { answer?: { lastResult: SubmissionResult<string[]> } | null };

const SAID: Record<string, string> = {
  added: "Added. It is being read now.",
  asked: "It is being read now.",
  changed: "Saved.",
  removed: "Removed. Its busy times can be booked again.",
};

/** Calendars elsewhere whose busy times nobody can book: the list, and the form for a new one. */
export function CalendarSourcesPage(view: Props) {
  const { desk, answer, just, now, sources } = view;
  const writes = may(desk.role, "schedules:write");
  const base = `/dashboard/${desk.username}/hours/calendars`;
  const text = ownWord(SAID, just);
  const late = sources.filter(
    ({ failing_since }) => failing_since !== null && failing_since <= now - SHOWN_AFTER,
  );
  return (
    <DeskPage desk={desk} current="hours">
      <HoursNav username={desk.username} current="calendars" />
      <Live username={desk.username} now={now} />
      {text && !answer && <Flash text={text} />}
      <h1 className="text-2xl">Other calendars</h1>
      <p className="max-w-reading pt-2 text-soft">
        When a calendar of yours at Google, Outlook, Apple or elsewhere says that you are busy, nobody can
        book you here. It is read every few minutes; what your events are called is never kept.
      </p>
      {late.length > 0 && (
        <div className="pt-6">
          <Alert
            title={late.length === 1 ? `“${late[0]!.name}” cannot be read` : "Some calendars cannot be read"}
          >
            <p>The busy times last known still count. What was added there since then does not.</p>
          </Alert>
        </div>
      )}
      <div className="grid gap-8 pt-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,28rem)] lg:gap-12">
        <section className="grid content-start gap-4" aria-labelledby="sources">
          <h2 id="sources" className="text-xl">
            Your calendars
          </h2>
          {sources.length === 0 ? (
            <p className="sheet p-6 text-soft">
              No other calendar counts yet. {writes && "Add one, and you are never booked twice."}
            </p>
          ) : (
            <ul className="sheet px-5">
              {sources.map((source) => (
                <Source key={source.id} source={source} view={view} base={base} writes={writes} />
              ))}
            </ul>
          )}
        </section>
        {writes && <AddForm view={view} base={base} />}
      </div>
    </DeskPage>
  );
}

type SourceProps = { source: SourceView; view: Props; base: string; writes: boolean };

function Source({ source, view: { desk, locale, now }, base, writes }: SourceProps) {
  const { name, host, ending, warnings, failing_since, failure } = source;
  const is_failing = failing_since !== null;
  return (
    <li className="offitem">
      <div className="grid min-w-0 gap-1">
        <p className="font-semibold">
          {name} {is_failing && <span className="chip warm">Cannot be read</span>}
        </p>
        <p className="text-sm text-soft">
          {host} … {ending}
        </p>
        <State source={source} zone={desk.time_zone} locale={locale} now={now} base={base} />
        {is_failing && (
          <p className="text-sm">
            {failure} Since {formatDayTime(failing_since, desk.time_zone, locale)}.
          </p>
        )}
        {warnings.map((warning) => (
          <p key={warning} className="text-sm">
            {warning}
          </p>
        ))}
      </div>
      {writes && (
        <div className="acts">
          <PostForm action={`${base}/${source.id}/reading`}>
            <button type="submit" className="btn">
              Read now<span className="hide"> {name}</span>
            </button>
          </PostForm>
          <a className="btn" href={`${base}/${source.id}`}>
            Change<span className="hide"> {name}</span>
          </a>
        </div>
      )}
    </li>
  );
}

type StateProps = { source: SourceView; zone: string; locale: string; now: number; base: string };

/** When it was read and what was in it; whether it is being read right now. */
function State({ source, zone, locale, now, base }: StateProps) {
  const { ok_at, events, is_being_read, next_fetch_at } = source;
  const read =
    ok_at === null
      ? "Not read yet."
      : `Read ${formatDayTime(ok_at, zone, locale)}, with ${events === 1 ? "1 event" : `${events} events`}.`;
  return (
    <p className="text-sm text-soft">
      {read}{" "}
      {is_being_read ? (
        <>
          It is being read… <a href={base}>Look again</a>
        </>
      ) : (
        `Next at ${formatTime(Math.max(next_fetch_at, now), zone, locale)}.`
      )}
    </p>
  );
}

function AddForm({ view, base }: { view: Props; base: string }) {
  const { answer, values, sources, most } = view;
  const result = answer?.lastResult;
  const state = (name: string) => fieldState(name, result, result ? {} : values);
  const names = ["name", "address"];
  const errors = [
    ...otherErrors(result, names).map((text) => ({ id: null, text })),
    ...names.flatMap((name) => state(name).errors.map((text) => ({ id: name, text }))),
  ];
  if (sources.length >= most && errors.length === 0)
    return <p className="text-soft">These are as many calendars as can be read: {most}.</p>;
  return (
    <section className="grid content-start gap-4" aria-labelledby="add">
      <h2 id="add" className="text-xl">
        Add a calendar
      </h2>
      <ErrorSummary errors={errors} />
      <PostForm className="sheet grid gap-5 p-5" action={base}>
        <input type="hidden" name="key" value={state("key").value || values.key} />
        <TextField
          state={state("name")}
          label="Name"
          help="For you: “Private”, “Family”."
          required
          maxLength={60}
        />
        <TextField
          state={state("address")}
          label="Address"
          help="The private address in iCal format, from the other calendar’s settings. It ends in .ics, in most cases."
          required
          autoComplete="off"
          inputMode="url"
          maxLength={2000}
        />
        <p>
          <button type="submit" className="btn main">
            Add calendar
          </button>
        </p>
        <p className="text-sm text-soft">
          The address is as good as a key, so it is kept encrypted and never shown in full again.
        </p>
      </PostForm>
      <details className="grid gap-2">
        <summary className="btn">Where do I find that address?</summary>
        <ul className="grid gap-2 pt-3 text-sm text-soft">
          <li>Google: Settings, the calendar, “Integrate calendar”, “Secret address in iCal format”.</li>
          <li>Outlook: Settings, “Shared calendars”, “Publish a calendar”, the ICS link.</li>
          <li>Apple iCloud: share the calendar as “Public calendar”, and copy its webcal:// link.</li>
        </ul>
      </details>
    </section>
  );
}
