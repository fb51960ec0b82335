import { Alert } from "#app/components/alert.tsx";
import type { Conflict } from "#app/domain/schedules/conflicts.ts";

type Props = { conflicts: Conflict[]; labelOf: (field: string) => string };

/** What somebody else saved meanwhile beside what this form would save: one to choose for each. */
export function HoursConflicts({ conflicts, labelOf }: Props) {
  return (
    <section className="grid gap-4" aria-label="Somebody else changed these hours">
      <Alert title="Somebody else saved these hours meanwhile">
        <p>Nothing of yours is saved yet. Choose for each what it should be, then save.</p>
      </Alert>
      {conflicts.map(({ field, now, yours, touched }) => (
        <fieldset key={field} className="sheet group">
          <legend>{labelOf(field)}</legend>
          <div className="versions">
            {[
              { value: "theirs", heading: "Saved by somebody else", text: now },
              { value: "mine", heading: "In your form", text: yours },
            ].map(({ value, heading, text }) => (
              <label key={value} className="option">
                <input
                  type="radio"
                  name={`keep_${field}`}
                  value={value}
                  required
                  // What they never touched is no wish of theirs.
                  defaultChecked={!touched && value === "theirs"}
                />
                <span>
                  <strong className="block font-semibold">{heading}</strong>
                  {text}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </section>
  );
}
