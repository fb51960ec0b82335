import type { SubmissionResult } from "@conform-to/react";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { type FormValues, fieldState, otherErrors } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { SetupButtons, SetupFrame } from "#app/components/setup/setup-frame.tsx";
import {
  dayField,
  fromField,
  HOURS_PRESETS,
  INTERVALS,
  toField,
  weekdayName,
  weekFrom,
} from "#app/domain/setup/hours.ts";
import type { PersonView, SetupView } from "#app/domain/views.ts";
import { zoneName } from "#app/i18n/format.ts";

type Props = {
  person: PersonView;
  setup: SetupView & { username: string };
  time_zone: string;
  week_starts_on: number;
  values: FormValues;
  /** The preset that fills the form; null for hours of one's own. */
  preset: string | null;
  lastResult?: SubmissionResult<string[]> | null;
};

/** "When you work": a preset is a link that fills the week, the week is a form. */
export function SetupHoursPage({ person, setup, values, lastResult, preset, ...view }: Props) {
  // A box that was sent unticked is not in the result at all: then what was there before must not tick it again.
  const state = (name: string) => fieldState(name, lastResult, lastResult ? {} : values);
  const week = weekFrom(view.week_starts_on);
  const shown = week.flatMap((weekday) => [
    dayField(weekday),
    ...slots.flatMap((index) => [fromField(weekday, index), toField(weekday, index)]),
  ]);
  const errors = [
    ...otherErrors(lastResult, shown).map((text) => ({ id: null, text })),
    ...shown.flatMap((name) => state(name).errors.map((text) => ({ id: name, text }))),
  ];
  return (
    <SetupFrame
      person={person}
      setup={setup}
      current="hours"
      title="When do you work?"
      lead={`Choose what comes close, then change what differs. These are hours on your clock, ${zoneName(view.time_zone)}.`}
    >
      <ErrorSummary errors={errors} />
      <div className="grid gap-6 lg:grid-cols-[17rem_minmax(0,1fr)] lg:gap-10">
        <nav aria-label="Proposals" className="self-start">
          <ul className="presets">
            {HOURS_PRESETS.map(({ name, label, note }) => (
              <li key={name}>
                <a
                  className="preset"
                  href={`/dashboard/${setup.username}/setup/hours?preset=${name}`}
                  aria-current={name === preset ? "true" : undefined}
                >
                  <strong>{label}</strong>
                  <small>{note}</small>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <PostForm className="grid content-start gap-6">
          <div className="sheet week">
            {week.map((weekday) => (
              <Day key={weekday} weekday={weekday} state={state} />
            ))}
          </div>
          <SetupButtons
            label={setup.has_service ? "Save and continue" : "Continue"}
            username={setup.username}
          />
        </PostForm>
      </div>
    </SetupFrame>
  );
}

const slots = Array.from({ length: INTERVALS }, (_, index) => index);

type State = (name: string) => ReturnType<typeof fieldState>;

/** One day: a box that opens it, its hours, and room for a break. What is closed hides its hours, in the stylesheet. */
function Day({ weekday, state }: { weekday: number; state: State }) {
  const name = weekdayName(weekday);
  const open = state(dayField(weekday));
  const is_filled = (index: number) =>
    Boolean(state(fromField(weekday, index)).value || state(toField(weekday, index)).value);
  const shown = slots.filter((index) => index === 0 || is_filled(index));
  const more = slots.filter((index) => !shown.includes(index));
  const errors = [
    ...open.errors,
    ...slots.flatMap((index) => [
      ...state(fromField(weekday, index)).errors,
      ...state(toField(weekday, index)).errors,
    ]),
  ];
  const errorId = `${open.id}-error`;
  return (
    <fieldset className="day" aria-describedby={errors.length > 0 ? errorId : undefined}>
      <legend className="hide">{name}</legend>
      <label className="dayname">
        <input
          type="checkbox"
          id={open.id}
          name={open.name}
          value="yes"
          defaultChecked={open.value === "yes"}
        />
        <span>{name}</span>
      </label>
      <p className="closed" aria-hidden="true">
        Closed
      </p>
      <div className="times">
        {shown.map((index) => (
          <Times key={index} weekday={weekday} index={index} state={state} />
        ))}
        {more.length > 0 && (
          <details>
            <summary>
              + More hours<span className="hide"> on {name}</span>
            </summary>
            {more.map((index) => (
              <Times key={index} weekday={weekday} index={index} state={state} />
            ))}
          </details>
        )}
      </div>
      {errors.length > 0 && (
        <p className="wrong" id={errorId}>
          <Icon name="notice" />
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}

function Times({ weekday, index, state }: { weekday: number; index: number; state: State }) {
  const from = state(fromField(weekday, index));
  const to = state(toField(weekday, index));
  const nth = index === 0 ? "" : `, ${index + 1}`;
  return (
    <div className="span">
      <input
        className="input"
        type="time"
        id={from.id}
        name={from.name}
        defaultValue={from.value}
        aria-label={`${weekdayName(weekday)} from${nth}`}
        aria-invalid={from.errors.length > 0 || undefined}
      />
      <span aria-hidden="true">–</span>
      <input
        className="input"
        type="time"
        id={to.id}
        name={to.name}
        defaultValue={to.value}
        aria-label={`${weekdayName(weekday)} until${nth}`}
        aria-invalid={to.errors.length > 0 || undefined}
      />
    </div>
  );
}
