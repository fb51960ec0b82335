import { Notes } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import type { TypedTimeView } from "#app/domain/by-hand-views.ts";
import type { ProviderView } from "#app/domain/views.ts";
import { dayOf, formatDayTime, formatFullDay, formatTime, zoneName } from "#app/i18n/format.ts";

type Props = {
  typed: TypedTimeView;
  provider: ProviderView;
  /** What the form carries on besides. */
  fields: [string, string][];
  /** Where a time leads that was asked about. */
  hrefOf: (starts_at: number) => string;
};

/** A date and a time of the provider's own clock, typed: any time, also outside the hours. */
export function TypedTime({ typed, provider, fields, hrefOf }: Props) {
  const { problem } = typed;
  const stateOf = (name: "date" | "time") => ({
    ...fieldState(name, null, { [name]: typed[name] }),
    errors: problem?.kind === "wrong" && problem.field === name ? [WRONG[name]] : [],
  });
  return (
    <form method="get" className="grid content-start gap-4" aria-label="Any time">
      {fields.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {problem && problem.kind !== "wrong" && (
        <ClockChange problem={problem} typed={typed} provider={provider} hrefOf={hrefOf} />
      )}
      <div className="grid grid-cols-2 gap-3">
        {(["date", "time"] as const).map((name) => {
          const state = stateOf(name);
          return (
            <div key={name} className="field content-end">
              <label htmlFor={name}>{name === "date" ? "Date" : "Time"}</label>
              <Notes state={state} />
              <input
                className="input"
                id={name}
                name={name}
                type={name}
                required
                defaultValue={state.value}
                aria-invalid={state.errors.length > 0 || undefined}
                aria-describedby={state.errors.length > 0 ? state.errorId : undefined}
              />
            </div>
          );
        })}
      </div>
      <p className="text-sm text-soft">
        {zoneName(provider.time_zone)}. It may be outside your hours; you will be asked first.
      </p>
      <p>
        <button type="submit" className="btn">
          Take this time
          <Icon name="arrow" />
        </button>
      </p>
    </form>
  );
}

const WRONG = {
  date: "That is not a date we can read, as in 2026-12-31.",
  time: "That is not a time we can read, as in 14:30.",
};

type ClockProps = Pick<Props, "provider" | "hrefOf" | "typed"> & {
  problem: Exclude<NonNullable<TypedTimeView["problem"]>, { kind: "wrong" }>;
};

/** The clocks change over the time that was typed: what happens there, and what may have been meant. */
function ClockChange({ problem, typed, provider, hrefOf }: ClockProps) {
  const { time_zone, locale } = provider;
  const is_gap = problem.kind === "gap";
  const meant = is_gap ? [problem.before, problem.moved_to] : [problem.first, problem.second];
  const day = formatFullDay(typed.date, locale);
  return (
    <div className="alert" role="alert" id="clocks">
      <Icon name="clock" size={22} />
      <div>
        <h2 className="text-lg leading-snug tracking-normal">
          {is_gap ? `${typed.time} does not exist on that day` : `${typed.time} comes twice on that day`}
        </h2>
        <p>
          {is_gap
            ? `On ${day} the clocks go forward over it. Which time do you mean?`
            : `On ${day} the clocks go back, and this time is passed a second time. Which do you mean?`}
        </p>
        <ul className="slots two pt-3" aria-labelledby="clocks">
          {meant.map((at, index) => (
            <li key={at}>
              <a className="slot" href={hrefOf(at)}>
                <span>
                  {dayOf(at, time_zone) === typed.date
                    ? formatTime(at, time_zone, locale, true)
                    : formatDayTime(at, time_zone, locale, true)}
                </span>
                <small>
                  {(is_gap ? ["earlier", "later"] : ["the first time", "the second time"])[index]}
                </small>
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
