import type { SubmissionResult } from "@conform-to/react";
import { Alert } from "#app/components/alert.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { OptionsField, TextField } from "#app/components/field.tsx";
import { type FieldState, type FormValues, fieldState, otherErrors } from "#app/components/form-state.ts";
import { FormFrame, type View } from "#app/components/hours/form-frame.tsx";
import { ZoneOptions } from "#app/components/picker/zone-form.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { Choice, Tick } from "#app/components/settings-fields.tsx";
import { ConflictChoices } from "#app/components/versioned-form.tsx";
import type { Conflict } from "#app/domain/conflicts.ts";
import type { OverrideView } from "#app/domain/schedule-views.ts";
import { OVERRIDE_INTERVALS } from "#app/domain/schedules.ts";
import { fromField, toField } from "#app/domain/setup/hours.ts";
import { zoneName } from "#app/i18n/format.ts";
import { formatDateNear, formatHours } from "#app/i18n/hours.ts";

type LastResult = SubmissionResult<string[]> | null;

/** The fields' states and the summary of what is wrong with them. */
function formOf(names: string[], values: FormValues, lastResult?: LastResult) {
  const state = (name: string) => fieldState(name, lastResult, lastResult ? {} : values);
  const errors = [
    ...otherErrors(lastResult, names).map((text) => ({ id: null, text })),
    ...names.flatMap((name) => state(name).errors.map((text) => ({ id: name, text }))),
  ];
  return { state, summary: <ErrorSummary errors={errors} /> };
}

export type DetailsAnswer = {
  lastResult: LastResult;
  conflict: { conflicts: Conflict[]; version: number; shown: string } | null;
};

const DETAILS: Record<string, string> = { name: "Name", time_zone: "Time zone" };

/** Name and zone of a schedule. */
export function ScheduleDetailsPage({ answer, ...view }: View & { answer?: DetailsAnswer | null }) {
  const { name, time_zone, version } = view.schedule;
  const { state, summary } = formOf(["name", "time_zone"], { name, time_zone }, answer?.lastResult);
  const conflict = answer?.conflict;
  const shown = JSON.stringify({ name, time_zone });
  return (
    <FormFrame view={view} title="Name and time zone">
      {summary}
      <PostForm className="sheet grid gap-5 p-6">
        <input
          type="hidden"
          name="version"
          defaultValue={conflict?.version ?? (state("version").value || version)}
        />
        <input type="hidden" name="shown" defaultValue={conflict?.shown ?? (state("shown").value || shown)} />
        {conflict && (
          <ConflictChoices
            others="Somebody else saved these hours meanwhile"
            conflicts={conflict.conflicts}
            labelOf={(field) => DETAILS[field] ?? field}
          />
        )}
        <TextField state={state("name")} label="Name" required maxLength={80} />
        <Choice
          state={state("time_zone")}
          label="Whose clock they follow"
          help={`You are on ${zoneName(view.desk.time_zone)}. With another zone the hours read the same on its clock, so the free times move; bookings stay at their moment.`}
        >
          <ZoneOptions zone={state("time_zone").value || time_zone} />
        </Choice>
        <p>
          <button type="submit" className="btn main">
            {conflict ? "Save my choice" : "Save"}
          </button>
        </p>
      </PostForm>
    </FormFrame>
  );
}

type StaleAnswer = { lastResult: LastResult; stale: boolean };

/** Is every week the same, or do weeks A and B take turns? */
export function AlternationPage({ answer, ...view }: View & { answer?: StaleAnswer }) {
  const { alternates_from, version } = view.schedule;
  const values = { alternates: alternates_from ? "yes" : "no", from_date: alternates_from ?? view.today };
  const { state, summary } = formOf(["alternates", "from_date"], values, answer?.lastResult);
  return (
    <FormFrame
      view={view}
      title="Weeks A and B"
      lead="For hours that differ every other week. Weeks run from Monday to Sunday and take turns, through the year’s end as well."
    >
      {summary}
      {answer?.stale && (
        <Alert title="Somebody else changed these hours meanwhile">
          <p>
            Nothing of yours is saved yet.{" "}
            {alternates_from ? "Weeks A and B take turns now." : "Every week is the same now."} Look at{" "}
            <a href={`/dashboard/${view.desk.username}/hours/${view.schedule.id}`}>the hours as they are</a>,
            then save yours if it is still what you want.
          </p>
        </Alert>
      )}
      <PostForm className="sheet grid gap-5 p-6">
        <input type="hidden" name="version" value={version} />
        <OptionsField
          state={state("alternates")}
          label="Your weeks"
          required
          options={[
            {
              value: "no",
              label: "Every week is the same",
              note: alternates_from ? "Week A’s hours stay; those of week B are forgotten." : undefined,
            },
            {
              value: "yes",
              label: "Weeks A and B take turns",
              note: alternates_from
                ? undefined
                : "Both begin with the hours you have; then change one of them.",
            },
          ]}
        />
        <DateField state={state("from_date")} label="A day in a week that is an A week" />
        <p>
          <button type="submit" className="btn main">
            Save
          </button>
        </p>
      </PostForm>
    </FormFrame>
  );
}

function DateField({
  state,
  label,
  is_optional,
}: {
  state: FieldState;
  label: string;
  is_optional?: boolean;
}) {
  return (
    <div className="field">
      <label htmlFor={state.id}>
        {label} {is_optional && <small>(optional)</small>}
      </label>
      <input
        className="input"
        type="date"
        id={state.id}
        name={state.name}
        defaultValue={state.value}
        aria-invalid={state.errors.length > 0 || undefined}
        aria-describedby={state.errors.length > 0 ? state.errorId : undefined}
      />
      {state.errors.length > 0 && (
        <span className="wrong" id={state.errorId}>
          {state.errors.join(" ")}
        </span>
      )}
    </div>
  );
}

export type OverrideAnswer = { lastResult: LastResult; there: OverrideView[] };

export type OverrideFormView = View & {
  values: FormValues;
  /** The date whose hours are changed, in the words of its own; null for a new one. */
  shown: string | null;
};

const rows = Array.from({ length: OVERRIDE_INTERVALS }, (_, index) => index);
const times = rows.flatMap((index) => [fromField(0, index), toField(0, index)]);

/** Other hours on a date, on several in a row, or none: closed. */
export function OverridePage({ answer, ...view }: OverrideFormView & { answer?: OverrideAnswer | null }) {
  const { state, summary } = formOf(
    ["from_date", "to_date", "kind", ...times, "note"],
    view.values,
    answer?.lastResult,
  );
  const there = answer?.there ?? [];
  return (
    <FormFrame
      view={view}
      title="Hours for a date"
      lead={`They replace the week’s hours on that day, on ${zoneName(view.schedule.time_zone)}. Bookings that are there stay.`}
    >
      {summary}
      <PostForm
        className="sheet grid gap-5 p-6"
        action={`/dashboard/${view.desk.username}/hours/${view.schedule.id}/override`}
      >
        {view.shown !== null && (
          <input type="hidden" name="shown" defaultValue={state("shown").value || view.shown} />
        )}
        {there.length > 0 && <There there={there} view={view} state={state("replace")} />}
        <div className="grid gap-5 sm:grid-cols-2">
          <DateField state={state("from_date")} label="Day" />
          <DateField state={state("to_date")} label="Until, if it is more than one day" is_optional />
        </div>
        <OptionsField
          state={state("kind")}
          label="On that day"
          required
          options={[
            { value: "closed", label: "Closed", note: "Nobody can book." },
            { value: "hours", label: "Open at other hours", note: "As below." },
          ]}
        />
        <fieldset className="field">
          <legend>Hours, when open</legend>
          <div className="hourspans">
            {rows.map((index) => (
              <Times key={index} index={index} state={state} />
            ))}
          </div>
        </fieldset>
        <TextField state={state("note")} label="Note" help="Only you see it." maxLength={200} />
        <p>
          <button type="submit" className="btn main">
            Save
          </button>
        </p>
      </PostForm>
    </FormFrame>
  );
}

function Times({ index, state }: { index: number; state: (name: string) => FieldState }) {
  const nth = index === 0 ? "" : `, ${index + 1}`;
  return (
    <div className="hourspan">
      {[
        { field: state(fromField(0, index)), word: "From" },
        { field: state(toField(0, index)), word: "Until" },
      ].map(({ field, word }) => (
        <input
          key={word}
          className="input"
          type="time"
          id={field.id}
          name={field.name}
          defaultValue={field.value}
          aria-label={`${word}${nth}`}
          aria-invalid={field.errors.length > 0 || undefined}
        />
      ))}
    </div>
  );
}

function There({ there, view, state }: { there: OverrideView[]; view: View; state: FieldState }) {
  return (
    <div className="grid gap-4">
      <Alert title="Other hours are set there already">
        <ul className="pt-1">
          {there.slice(0, 10).map((one) => (
            <li key={one.date}>
              {formatDateNear(one.date, view.today, view.locale)}: {formatHours(one.hours, view.locale)}
              {one.note && ` (${one.note})`}
            </li>
          ))}
        </ul>
        {there.length > 10 && <p>And {there.length - 10} days more.</p>}
      </Alert>
      <Tick state={state} label="Put what I have typed in their place" />
    </div>
  );
}
