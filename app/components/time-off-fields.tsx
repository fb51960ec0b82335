import type { SubmissionResult } from "@conform-to/react";
import { described, LongTextField, Notes, OptionsField, TextField } from "#app/components/field.tsx";
import { type FieldState, type FormValues, fieldState, otherErrors } from "#app/components/form-state.ts";
import type { ScheduleOption } from "#app/domain/time-off-views.ts";
import { parseClock } from "#app/domain/wall-time.ts";
import { parseDate } from "#app/domain/zones.ts";
import { zoneName } from "#app/i18n/format.ts";

type Result = SubmissionResult<string[]> | null | undefined;

const LABELS: Record<string, string> = {
  from_date: "First day",
  to_date: "Last day",
  from_time: "From",
  to_time: "Until",
  schedule: "Who is away",
  reason: "Reason",
  public_text: "Out of office",
};

/** What is wrong with the form, for the list at its top. */
export const timeOffErrors = (result: Result) => {
  const names = Object.keys(LABELS);
  return [
    ...otherErrors(result, names).map((text) => ({ id: null, text })),
    ...names.flatMap((name) =>
      fieldState(name, result).errors.map((text) => ({ id: name, label: LABELS[name], text })),
    ),
  ];
};

type Props = {
  result: Result;
  values: FormValues;
  schedules: ScheduleOption[];
  time_zone: string;
};

/** The fields of an absence: when, who, why for the house, and what the public page says. */
export function TimeOffFields({ result, values, schedules, time_zone }: Props) {
  const state = (name: string) => fieldState(name, result, result ? {} : values);
  return (
    <>
      <div className="offrange">
        <DateField state={state("from_date")} label="First day" required />
        <DateField state={state("to_date")} label="Last day" help="Empty: one day." />
        <ClockField state={state("from_time")} label="From" help="Empty: from the day’s start." />
        <ClockField state={state("to_time")} label="Until" help="Empty: to the day’s end." />
      </div>
      <Occurrence
        state={state("from_occurrence")}
        of={state("from_time")}
        label="Which one does it begin at?"
      />
      <Occurrence state={state("to_occurrence")} of={state("to_time")} label="Which one does it end at?" />
      <p className="text-sm text-soft">Dates and times are on your clock, {zoneName(time_zone)}.</p>
      {schedules.length > 1 && <ScheduleField state={state("schedule")} schedules={schedules} />}
      <TextField
        state={state("reason")}
        label="Reason"
        help="For you and your colleagues. Customers never see it."
        maxLength={200}
      />
      <LongTextField
        state={state("public_text")}
        label="Out of office"
        help="Shown on your booking page while you are away, and from 14 days before. Empty: nothing is shown."
        maxLength={500}
      />
    </>
  );
}

type FieldProps = { state: FieldState; label: string; help?: string; required?: boolean };

export function DateField({ state, label, help, required }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={state.id}>
        {label} {!required && <small>(optional)</small>}
      </label>
      <input
        className="input"
        type="date"
        id={state.id}
        name={state.name}
        required={required}
        // A browser complains of what is no date, and shows nothing.
        defaultValue={parseDate(state.value) ?? ""}
        min="1970-01-01"
        max="2199-12-31"
        {...described(state, help)}
      />
      <Notes state={state} help={help} />
    </div>
  );
}

export function ClockField({ state, label, help, required }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={state.id}>
        {label} {!required && <small>(optional)</small>}
      </label>
      <input
        className="input"
        type="time"
        id={state.id}
        name={state.name}
        required={required}
        defaultValue={parseClock(state.value) === null ? "" : state.value.trim().padStart(5, "0")}
        {...described(state, help)}
      />
      <Notes state={state} help={help} />
    </div>
  );
}

/** Asked only where a time comes twice that night: when it has just been refused for that, or was chosen before. */
function Occurrence({ state, of, label }: { state: FieldState; of: FieldState; label: string }) {
  const comes_twice = state.value !== "" || of.errors.some((text) => text.includes("comes twice"));
  if (!comes_twice) return null;
  return (
    <OptionsField
      state={state}
      label={label}
      required
      options={[
        { value: "first", label: `The first ${of.value}, before the clocks go back` },
        { value: "second", label: `The second ${of.value}, after they went back` },
      ]}
    />
  );
}

function ScheduleField({ state, schedules }: { state: FieldState; schedules: ScheduleOption[] }) {
  const help = "One schedule: only services with these hours close.";
  return (
    <div className="field">
      <label htmlFor={state.id}>Who is away</label>
      <Notes state={state} help={help} />
      <select
        className="input"
        id={state.id}
        name={state.name}
        defaultValue={state.value}
        {...described(state, help)}
      >
        <option value="">Everything closes</option>
        {schedules.map(({ id, name }) => (
          <option key={id} value={id}>
            Only “{name}”
          </option>
        ))}
      </select>
    </div>
  );
}
