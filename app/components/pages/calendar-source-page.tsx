import type { SubmissionResult } from "@conform-to/react";
import { Alert } from "#app/components/alert.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { fieldState, otherErrors } from "#app/components/form-state.ts";
import { HoursNav } from "#app/components/hours-nav.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { SourceChangeView } from "#app/domain/calendar-source-views.ts";
import { may } from "#app/domain/permissions.ts";

type Props = SourceChangeView & {
  answer?: {
    lastResult: SubmissionResult<string[]>;
    theirs: { name: string; version: number } | null;
  } | null;
};

/** One calendar elsewhere: another name, another address, or none any more. */
export function CalendarSourcePage({ desk, source, values, answer }: Props) {
  const base = `/dashboard/${desk.username}/hours/calendars`;
  const result = answer?.lastResult;
  const theirs = answer?.theirs ?? null;
  const writes = may(desk.role, "schedules:write");
  const state = (name: string) => fieldState(name, result, result ? {} : values);
  const names = ["name", "address"];
  const errors = [
    ...otherErrors(result, names).map((text) => ({ id: null, text })),
    ...names.flatMap((name) => state(name).errors.map((text) => ({ id: name, text }))),
  ];
  const version = theirs?.version ?? (state("version").value || values.version);
  return (
    <DeskPage desk={desk} current="hours" width="form">
      <HoursNav username={desk.username} current="calendars" />
      <h1 className="text-2xl">{source.name}</h1>
      <div className="grid max-w-reading gap-6 pt-6">
        <ErrorSummary errors={errors} />
        {theirs && (
          <Alert title="Somebody else changed this meanwhile">
            <p>It is called “{theirs.name}” now. Nothing of yours is saved yet.</p>
          </Alert>
        )}
        <PostForm className="sheet grid gap-5 p-5">
          <input type="hidden" name="version" value={String(version)} />
          <fieldset className="grid min-w-0 gap-5" disabled={!writes}>
            <TextField state={state("name")} label="Name" required maxLength={60} />
            <TextField
              state={state("address")}
              label="Another address"
              help={`Now it is ${source.host} … ${source.ending}. Leave this empty to keep it.`}
              autoComplete="off"
              inputMode="url"
              maxLength={2000}
            />
            <div className="flex flex-wrap gap-3">
              <button type="submit" className="btn main">
                {theirs ? "Save mine" : "Save"}
              </button>
              <a className="btn" href={base}>
                {theirs ? "Keep theirs" : "Back"}
              </a>
            </div>
          </fieldset>
        </PostForm>
        {writes && (
          <section className="grid gap-3" aria-labelledby="remove">
            <h2 id="remove" className="text-lg">
              Remove
            </h2>
            <p className="text-soft">
              Then its busy times can be booked here. The calendar itself stays as it is.
            </p>
            <PostForm action={`${base}/${source.id}/removal`}>
              <button type="submit" className="btn">
                Remove this calendar
              </button>
            </PostForm>
          </section>
        )}
      </div>
    </DeskPage>
  );
}
