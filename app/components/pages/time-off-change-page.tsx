import type { SubmissionResult } from "@conform-to/react";
import { Alert } from "#app/components/alert.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { HoursNav } from "#app/components/hours-nav.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { TimeOffFields, timeOffErrors } from "#app/components/time-off-fields.tsx";
import { may } from "#app/domain/permissions.ts";
import type { TimeOffChangeView, TimeOffConflict } from "#app/domain/time-off-views.ts";
import { formatAbsence } from "#app/i18n/absence.ts";

type Props = TimeOffChangeView & {
  answer?: { lastResult: SubmissionResult<string[]>; conflict: TimeOffConflict | null } | null;
};

/** One absence to change; what somebody else saved meanwhile stands beside what was typed. */
export function TimeOffChangePage({ desk, locale, now, absence, values, schedules, answer }: Props) {
  const base = `/dashboard/${desk.username}/hours/time-off`;
  const result = answer?.lastResult;
  const conflict = answer?.conflict ?? null;
  const version = conflict?.version ?? (fieldState("version", result).value || values.version);
  const when = formatAbsence(absence, desk.time_zone, locale, now);
  return (
    <DeskPage desk={desk} current="hours" width="form">
      <HoursNav username={desk.username} current="time-off" />
      <h1 className="text-2xl">{when}</h1>
      <div className="grid max-w-reading gap-6 pt-6">
        <ErrorSummary errors={timeOffErrors(result)} />
        {conflict && <Conflict conflict={conflict} page={{ desk, locale, now }} />}
        <PostForm className="sheet grid gap-5 p-5">
          <input type="hidden" name="version" value={String(version)} />
          <fieldset className="grid min-w-0 gap-5" disabled={!may(desk.role, "schedules:write")}>
            {conflict && <h2 className="text-lg">Yours</h2>}
            <TimeOffFields result={result} values={values} schedules={schedules} time_zone={desk.time_zone} />
            <div className="flex flex-wrap gap-3">
              <button type="submit" className="btn main">
                {conflict ? "Save mine" : "Save"}
              </button>
              <a className="btn" href={conflict ? `${base}/${absence.id}` : base}>
                {conflict ? "Keep theirs" : "Back"}
              </a>
            </div>
          </fieldset>
        </PostForm>
      </div>
    </DeskPage>
  );
}

type ConflictProps = { conflict: TimeOffConflict; page: Pick<Props, "desk" | "locale" | "now"> };

export function Conflict({ conflict: { theirs }, page: { desk, locale, now } }: ConflictProps) {
  const rows = [
    ["When", formatAbsence(theirs, desk.time_zone, locale, now)],
    ["Who is away", theirs.schedule_name ? `Only “${theirs.schedule_name}”` : "Everything closes"],
    ["Reason", theirs.reason || "(empty)"],
    ["Out of office", theirs.public_text || "(empty)"],
  ];
  return (
    <>
      <Alert title="Somebody else changed this meanwhile">
        <p>Nothing of yours is saved yet. Compare, then save yours or keep theirs.</p>
      </Alert>
      <section className="sheet p-5" aria-labelledby="theirs">
        <h2 id="theirs" className="pb-3 text-lg">
          Saved by somebody else
        </h2>
        <dl className="rows">
          {rows.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="whitespace-pre-line">{text}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
