import type { FieldState } from "#app/components/form-state.ts";
import { Plain } from "#app/components/services/fields.tsx";
import { MAX_REMINDERS, reminderRows } from "#app/domain/services/reminders.ts";
import { SERVICE_LABELS } from "#app/domain/services.ts";

const REMINDERS = ["1 week", "2 days", "1 day", "2 hours", "1 hour", "30 minutes"];
const FOLLOW_UPS = ["1 hour", "2 hours", "1 day", "1 week"];

/** When the customers of a service hear of their booking again. */
export function ReminderFields({ state }: { state: (name: string) => FieldState }) {
  const filled = reminderRows.filter((n) => state(`reminder_${n}`).value);
  const rows = reminderRows.slice(0, Math.min(MAX_REMINDERS, Math.max(3, (filled.at(-1) ?? 0) + 1)));
  return (
    <fieldset className="sheet group">
      <legend>Reminders and follow-up</legend>
      <p className="text-soft">
        Mails to the customer, so long before the start, as in “1 day” or “1 hour”. Empty a field for none.
        What you change here holds for bookings that are made or moved from now on; the others keep what was
        planned.
      </p>
      {rows.map((n) => (
        <Plain key={n} state={state(`reminder_${n}`)} label={`Reminder ${n}`} list="reminders" />
      ))}
      <Choices id="reminders" of={REMINDERS} />
      <Plain
        state={state("follow_up_min")}
        label={SERVICE_LABELS.follow_up_min}
        help="A mail so long after the end, as in “2 hours”. Empty: none. Who was noted as not having come gets none."
        list="follow-ups"
      />
      <Choices id="follow-ups" of={FOLLOW_UPS} />
    </fieldset>
  );
}

/** What a browser proposes in a field in which anything may be typed. */
const Choices = ({ id, of }: { id: string; of: string[] }) => (
  <datalist id={id}>
    {of.map((value) => (
      <option key={value} value={value} />
    ))}
  </datalist>
);
