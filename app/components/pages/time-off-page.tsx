import type { SubmissionResult } from "@conform-to/react";
import { Alert } from "#app/components/alert.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Flash } from "#app/components/flash.tsx";
import { HoursNav } from "#app/components/hours-nav.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { TimeOffFields, timeOffErrors } from "#app/components/time-off-fields.tsx";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import type { AbsenceView, TimeOffListView } from "#app/domain/time-off-views.ts";
import { formatAbsence } from "#app/i18n/absence.ts";

type Props = TimeOffListView & {
  answer?: { lastResult: SubmissionResult<string[]>; used_before: boolean } | null;
};

const SAID: Record<string, string> = {
  added: "Added. Nothing can be booked in that time any more.",
  changed: "Saved.",
  removed: "Removed. That time can be booked again.",
  restored: "It is back, as it was.",
};

/** Absences, coming and past, and the form for a new one. */
export function TimeOffPage(view: Props) {
  const { desk, answer, just } = view;
  const result = answer?.lastResult;
  const writes = may(desk.role, "schedules:write");
  const base = `/dashboard/${desk.username}/hours/time-off`;
  const text = ownWord(SAID, just);
  const undo = just === "removed" && view.can_undo ? { action: `${base}/restoration` } : null;
  return (
    <DeskPage desk={desk} current="hours">
      <HoursNav username={desk.username} current="time-off" />
      {text && !answer && <Flash text={text} undo={undo} />}
      <h1 className="text-2xl">Time off</h1>
      <p className="pt-2 text-soft">
        Holidays, training, an afternoon at the dentist: nobody can book you then.
      </p>
      <div className="grid gap-8 pt-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,28rem)] lg:gap-12">
        <Coming view={view} base={base} writes={writes} />
        {writes && (
          <section
            className="grid content-start gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1"
            aria-labelledby="add"
          >
            <h2 id="add" className="text-xl">
              Add time off
            </h2>
            <ErrorSummary errors={timeOffErrors(result)} />
            {answer?.used_before && (
              <Alert title="This form has been saved already">
                <p>
                  It made an absence with other dates. Change that one in the list, or{" "}
                  <a href={base}>start a new form</a>.
                </p>
              </Alert>
            )}
            <PostForm className="sheet grid gap-5 p-5" action={base}>
              <input type="hidden" name="key" value={keyOf(view)} />
              <TimeOffFields
                result={result}
                values={view.values}
                schedules={view.schedules}
                time_zone={desk.time_zone}
              />
              <p>
                <button type="submit" className="btn main">
                  Add time off
                </button>
              </p>
              <p className="text-sm text-soft">
                Bookings that stand in this time stay until you decide: you see them next.
              </p>
            </PostForm>
          </section>
        )}
        <Past view={view} base={base} writes={writes} />
      </div>
    </DeskPage>
  );
}

const keyOf = ({ answer, values }: Props): string => {
  const sent = answer?.lastResult.initialValue?.key;
  return typeof sent === "string" && sent !== "" ? sent : String(values.key ?? "");
};

type ListProps = { view: Props; base: string; writes: boolean };

function Coming({ view, base, writes }: ListProps) {
  return (
    <section className="grid content-start gap-4" aria-labelledby="coming">
      <h2 id="coming" className="text-xl">
        Coming
      </h2>
      {view.coming.length === 0 ? (
        <p className="sheet p-6 text-soft">
          No time off is planned. {writes ? "Add your next holiday, and nobody will book you then." : ""}
        </p>
      ) : (
        <ul className="sheet px-5">
          {view.coming.map((absence) => (
            <Absence key={absence.id} absence={absence} view={view} base={base} writes={writes} />
          ))}
        </ul>
      )}
      {view.has_more_coming && (
        <p className="text-soft">These are the next {view.coming.length}; more lie further ahead.</p>
      )}
    </section>
  );
}

function Past({ view, base, writes }: ListProps) {
  if (view.past.length === 0) return null;
  return (
    <section className="grid content-start gap-4" aria-labelledby="past">
      <h2 id="past" className="text-xl">
        Past
      </h2>
      <ul className="sheet px-5">
        {view.past.map((absence) => (
          <Absence key={absence.id} absence={absence} view={view} base={base} writes={writes} past />
        ))}
      </ul>
      {view.older && (
        <p>
          <a className="btn" href={`${base}?older=${view.older}`}>
            Older ones
          </a>
        </p>
      )}
    </section>
  );
}

function Absence({
  absence,
  view,
  base,
  writes,
  past = false,
}: ListProps & { absence: AbsenceView; past?: boolean }) {
  const { desk, locale, now } = view;
  const when = formatAbsence(absence, desk.time_zone, locale, now);
  const is_now = !past && absence.starts_at <= now;
  return (
    <li className="offitem">
      <div className="grid min-w-0 gap-1">
        <p className="font-semibold">
          {when} {is_now && <span className="chip warm">Now</span>}
        </p>
        {(absence.reason || absence.schedule_name) && (
          <p className="text-sm text-soft">
            {absence.reason}
            {absence.schedule_name && (
              <span>
                {absence.reason && " · "}Only “{absence.schedule_name}”
              </span>
            )}
          </p>
        )}
        {absence.public_text && (
          <p className="clamp text-sm text-soft">On your booking page: “{absence.public_text}”</p>
        )}
        {absence.bookings > 0 && (
          <p className="text-sm">
            <a className="due" href={`${base}/${absence.id}/bookings`}>
              {absence.bookings === 1 ? "1 booking stands" : `${absence.bookings} bookings stand`} in it
            </a>
          </p>
        )}
      </div>
      {writes && (
        <div className="acts">
          {!past && (
            <a className="btn" href={`${base}/${absence.id}`}>
              Change<span className="hide"> {when}</span>
            </a>
          )}
          <PostForm action={`${base}/${absence.id}/removal`}>
            <input type="hidden" name="version" value={absence.version} />
            <button type="submit" className="btn">
              Remove<span className="hide"> {when}</span>
            </button>
          </PostForm>
        </div>
      )}
    </li>
  );
}
