import { Icon } from "#app/components/icons.tsx";
import { fromField, toField, weekdayName, weekFrom } from "#app/domain/setup/hours.ts";
import {
  EDITOR_INTERVALS,
  prefixOf,
  rowsField,
  rowsShown,
  type Typed,
  weekTitle,
} from "#app/domain/week-editor.ts";

type Errors = Record<string, string[]>;
type Props = {
  week: number;
  week_starts_on: number;
  values: Typed;
  errors: Errors;
  /** Said beside the title: "now". */
  note?: string | null;
};

const HOUR_LINES = [6, 12, 18];

/** One week of the editor: drawn (with script one drags in it) and, day by day, in fields. The fields are what counts. */
export function WeekFields({ week, week_starts_on, values, errors, note }: Props) {
  const days = weekFrom(week_starts_on);
  const prefix = prefixOf(week);
  return (
    <section className="editweek" aria-labelledby={`week-${week}`}>
      <h2 id={`week-${week}`} className={week === 0 ? "hide" : "text-xl"}>
        {weekTitle(week)} {note && <span className="mark">{note}</span>}
      </h2>
      {/* Without script nothing can be dragged: then it is not shown (app/client/week-editor.ts draws). */}
      <div
        className="dragweek"
        data-week-editor={prefix}
        data-days={days.join(",")}
        hidden
        aria-hidden="true"
      >
        <p className="text-sm text-soft">
          Drag to add hours; drag their middle to move them, an end to make them longer or shorter.
        </p>
        <p className="weekletters">
          {days.map((weekday) => (
            <span key={weekday}>{weekdayName(weekday).slice(0, 3)}</span>
          ))}
        </p>
        <svg viewBox="0 0 700 1440" preserveAspectRatio="none" aria-hidden="true">
          {days.map((weekday, column) => (
            <rect key={weekday} className="ground" x={column * 100 + 4} y={0} width={92} height={1440} />
          ))}
          {HOUR_LINES.map((hour) => (
            <line key={hour} x1={0} x2={700} y1={hour * 60} y2={hour * 60} />
          ))}
          <g />
        </svg>
      </div>
      <div className="sheet editdays">
        {days.map((weekday) => (
          <Day key={weekday} {...{ weekday, prefix, values, errors }} />
        ))}
      </div>
    </section>
  );
}

type DayProps = { weekday: number; prefix: string; values: Typed; errors: Errors };

function Day({ weekday, prefix, values, errors }: DayProps) {
  const name = weekdayName(weekday);
  const rows = rowsShown(values, weekday, prefix);
  const day = `${prefix}${weekday}`;
  const ofDay = Array.from({ length: EDITOR_INTERVALS }).flatMap((_, index) => [
    ...(errors[fromField(weekday, index, prefix)] ?? []),
    ...(errors[toField(weekday, index, prefix)] ?? []),
  ]);
  const full = prefix ? `${name} of week B` : name;
  return (
    <fieldset className="editday" aria-describedby={ofDay.length > 0 ? `error-${day}` : undefined}>
      <legend>{name}</legend>
      <input type="hidden" name={rowsField(weekday, prefix)} defaultValue={rows} />
      <div className="hourspans">
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its number
          <Row key={index} {...{ weekday, prefix, index, values, errors, full }} />
        ))}
      </div>
      <button
        type="submit"
        className="btn"
        name="edit"
        value={`add:${day}`}
        data-turbo="false"
        data-add={day}
        formNoValidate
      >
        + Add<span className="hide"> hours on {full}</span>
      </button>
      {ofDay.length > 0 && (
        <p className="wrong" id={`error-${day}`}>
          <Icon name="notice" />
          {ofDay.join(" ")}
        </p>
      )}
    </fieldset>
  );
}

function Row({ weekday, prefix, index, values, errors, full }: DayProps & { index: number; full: string }) {
  const nth = index === 0 ? "" : `, ${index + 1}`;
  const ends = [
    { name: fromField(weekday, index, prefix), word: "from" },
    { name: toField(weekday, index, prefix), word: "until" },
  ];
  return (
    <div className="hourspan">
      {ends.map(({ name, word }) => (
        <input
          key={name}
          className="input"
          type="time"
          id={name}
          name={name}
          defaultValue={String(values[name] ?? "")}
          aria-label={`${full} ${word}${nth}`}
          aria-invalid={errors[name] ? true : undefined}
        />
      ))}
      <button
        type="submit"
        className="btn"
        name="edit"
        value={`remove:${prefix}${weekday}:${index}`}
        data-turbo="false"
        data-remove={index}
        formNoValidate
      >
        <Icon name="cross" size={18} />
        <span className="hide">
          Remove these hours on {full}
          {nth}
        </span>
      </button>
    </div>
  );
}

type CopyProps = { alternates: boolean; week_starts_on: number };

/** One day's hours for others; the form comes back with them in place, nothing is saved yet. */
export function CopyDay({ alternates, week_starts_on }: CopyProps) {
  const days = (alternates ? ["", "b_"] : [""]).flatMap((prefix) =>
    weekFrom(week_starts_on).map((weekday) => ({
      value: `${prefix}${weekday}`,
      label: weekdayName(weekday) + (alternates ? ` ${prefix ? "B" : "A"}` : ""),
    })),
  );
  return (
    <details className="sheet copyday">
      <summary>Copy a day to others</summary>
      <div className="grid gap-4 pt-3">
        <div className="field">
          <label htmlFor="copy_from">Copy the hours of</label>
          <select className="input" id="copy_from" name="copy_from" defaultValue={days[0]?.value}>
            {days.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <fieldset className="field">
          <legend>To</legend>
          <div className="copydays">
            {days.map(({ value, label }) => (
              <label key={value} className="option">
                <input type="checkbox" name="copy_to" value={value} />
                <span>{label}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <p>
          <button type="submit" className="btn" name="edit" value="copy" data-turbo="false" formNoValidate>
            Copy
          </button>
        </p>
      </div>
    </details>
  );
}
