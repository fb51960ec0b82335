import type { SubmissionResult } from "@conform-to/react";
import { Hits } from "#app/components/calendar/hits.tsx";
import { blockedPath } from "#app/components/calendar/links.ts";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Flash } from "#app/components/flash.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { Conflict } from "#app/components/pages/time-off-change-page.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { TimeOffFields, timeOffErrors } from "#app/components/time-off-fields.tsx";
import type { BlockedPageView } from "#app/domain/calendar-views.ts";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import type { TimeOffConflict } from "#app/domain/time-off-views.ts";
import { formatAbsence } from "#app/i18n/absence.ts";

type Props = BlockedPageView & {
  answer?: { lastResult: SubmissionResult<string[]>; conflict: TimeOffConflict | null } | null;
};

const SAID: Record<string, string> = {
  blocked: "This time is blocked. Nothing new can be booked in it.",
  changed: "Saved.",
};

/** One blocked time of the calendar: what stands in it, the form to change it, and the way to remove it. */
export function BlockedPage(view: Props) {
  const { desk, locale, now, absence, values, schedules, hits, back, answer } = view;
  const result = answer?.lastResult;
  const conflict = answer?.conflict ?? null;
  const writes = may(desk.role, "schedules:write");
  const path = blockedPath(desk.username, absence.id);
  const said = answer ? undefined : ownWord(SAID, view.just);
  const version = conflict?.version ?? (fieldState("version", result).value || values.version);
  return (
    <DeskPage desk={desk} current="calendar" width="form">
      {said && <Flash text={said} />}
      <div className="grid max-w-reading gap-6 pt-2">
        <div className="grid gap-2">
          <p className="eyebrow">Blocked time</p>
          <h1 className="text-2xl">{formatAbsence(absence, desk.time_zone, locale, now)}</h1>
          {absence.reason && <p className="text-soft">{absence.reason}</p>}
        </div>
        <Hits hits={hits} desk={desk} locale={locale} heading="Bookings that stay in it">
          <p className="text-soft">
            They were made before. Move or cancel those that you can’t keep
            {writes && (
              <>
                , one by one or{" "}
                <a href={`/dashboard/${desk.username}/hours/time-off/${absence.id}/bookings`}>
                  several at once
                </a>
              </>
            )}
            .
          </p>
        </Hits>
        <ErrorSummary errors={timeOffErrors(result)} />
        {conflict && <Conflict conflict={conflict} page={{ desk, locale, now }} />}
        <PostForm className="sheet calform grid gap-5 p-5" action={path}>
          <input type="hidden" name="version" value={String(version)} />
          <fieldset className="grid min-w-0 gap-5" disabled={!writes}>
            {conflict && <h2 className="text-lg">Yours</h2>}
            <TimeOffFields result={result} values={values} schedules={schedules} time_zone={desk.time_zone} />
            {writes && (
              <div className="flex flex-wrap gap-3">
                <button type="submit" className="btn main">
                  {conflict ? "Save mine" : "Save"}
                </button>
                {conflict && (
                  <a className="btn" href={path}>
                    Keep theirs
                  </a>
                )}
              </div>
            )}
          </fieldset>
        </PostForm>
        <div className="flex flex-wrap gap-3">
          <a className="btn" href={back}>
            Back to the calendar
          </a>
          {writes && !conflict && (
            <PostForm action={`${path}/removal`}>
              <input type="hidden" name="version" value={absence.version} />
              <button type="submit" className="btn danger">
                Open this time again
              </button>
            </PostForm>
          )}
        </div>
      </div>
    </DeskPage>
  );
}
