import type { SubmissionResult } from "@conform-to/react";
import { Alert } from "#app/components/alert.tsx";
import { Hits } from "#app/components/calendar/hits.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { TimeOffFields, timeOffErrors } from "#app/components/time-off-fields.tsx";
import type { BlockPageView } from "#app/domain/calendar-views.ts";

type Props = BlockPageView & {
  answer?: { lastResult: SubmissionResult<string[]>; used_before: boolean } | null;
};

/** Closing a time in the calendar: from, until, who, and why for the house. */
export function BlockPage({ desk, locale, schedules, values, hits, back, answer }: Props) {
  const result = answer?.lastResult;
  const sent = result?.initialValue?.key;
  return (
    <DeskPage desk={desk} current="calendar" width="form">
      <div className="grid max-w-reading gap-6 pt-2">
        <div className="grid gap-2">
          <h1 className="text-2xl">Block time</h1>
          <p className="text-soft">
            Nothing new can be booked in it. What is booked already stays; you see it next.
          </p>
        </div>
        <ErrorSummary errors={timeOffErrors(result)} />
        {answer?.used_before && (
          <Alert title="This form has been saved already">
            <p>
              It blocked another time. Change that one in the calendar, or{" "}
              <a href={`/dashboard/${desk.username}/calendar/block`}>start a new form</a>.
            </p>
          </Alert>
        )}
        {!result && <Hits hits={hits} desk={desk} locale={locale} heading="Booked in this time already" />}
        <PostForm
          className="sheet calform grid gap-5 p-5"
          action={`/dashboard/${desk.username}/calendar/block`}
        >
          <input
            type="hidden"
            name="key"
            value={typeof sent === "string" && sent !== "" ? sent : String(values.key)}
          />
          <TimeOffFields result={result} values={values} schedules={schedules} time_zone={desk.time_zone} />
          <div className="flex flex-wrap gap-3">
            <button type="submit" className="btn main">
              Block this time
            </button>
            <a className="btn" href={back}>
              Back
            </a>
          </div>
        </PostForm>
        <p className="text-sm text-soft">
          Away for longer? Your holidays and days off have their own page:{" "}
          <a href={`/dashboard/${desk.username}/hours/time-off`}>Time off</a>.
        </p>
      </div>
    </DeskPage>
  );
}
