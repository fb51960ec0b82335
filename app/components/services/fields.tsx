import { described, LongTextField, Notes, OptionsField, TextField } from "#app/components/field.tsx";
import type { FieldState } from "#app/components/form-state.ts";
import { ReminderFields } from "#app/components/services/reminder-fields.tsx";
import { Choice, Tick } from "#app/components/settings-fields.tsx";
import type { ServiceFormView } from "#app/domain/service-views.ts";
import { lengthRows, MAX_LENGTHS, PHONE_FIELDS, PLACES, SERVICE_LABELS } from "#app/domain/services.ts";

type Props = { state: (name: string) => FieldState; view: ServiceFormView };

const CURRENCIES = Intl.supportedValuesOf("currency");
const currencies = new Intl.DisplayNames("en-GB", { type: "currency" });

/** The fields of a service, in groups. */
export function ServiceFields({ state, view }: Props) {
  return (
    <>
      <fieldset className="sheet group">
        <legend>What it is</legend>
        <TextField state={state("title")} label={SERVICE_LABELS.title} required />
        <LongTextField
          state={state("description")}
          label={SERVICE_LABELS.description}
          help="For people who do not know you yet: what happens, what to bring."
        />
        <TextField
          state={state("slug")}
          label={SERVICE_LABELS.slug}
          required
          help={`The last part of its link: /book/${view.desk.username}/… If you change it, links you have given out stop working.`}
        />
      </fieldset>
      <Lengths state={state} />
      <Place state={state} />
      <Times state={state} view={view} />
      <Limits state={state} seats_beyond={view.seats_beyond} />
      <Changes state={state} />
      <ReminderFields state={state} />
    </>
  );
}

function Lengths({ state }: Pick<Props, "state">) {
  // Two empty rows more than there are; saving makes room for the next.
  const filled = lengthRows.filter((n) => state(`length_${n}`).value || state(`price_${n}`).value);
  const rows = lengthRows.slice(0, Math.min(MAX_LENGTHS, (filled.at(-1) ?? 0) + 2));
  return (
    <fieldset className="sheet group">
      <legend>{SERVICE_LABELS.durations}</legend>
      <p className="text-soft">
        With several lengths the customer chooses. Write them as in “45 minutes” or “1 hour 30 minutes”.
        Without a price none is shown. Empty a row to remove it.
      </p>
      {rows.map((n) => (
        <div key={n} className="svc-pair">
          <Plain state={state(`length_${n}`)} label={`Length ${n}`} />
          <Plain state={state(`price_${n}`)} label={`Price ${n}`} inputMode="decimal" />
        </div>
      ))}
      <Choice state={state("currency")} label={SERVICE_LABELS.currency}>
        {CURRENCIES.map((code) => (
          <option key={code} value={code}>
            {code} – {currencies.of(code)}
          </option>
        ))}
      </Choice>
    </fieldset>
  );
}

function Place({ state }: Pick<Props, "state">) {
  return (
    <fieldset className="sheet group">
      <legend>Where</legend>
      <OptionsField
        state={state("place")}
        label={SERVICE_LABELS.place}
        required
        options={[
          { value: "in_person", label: PLACES.in_person },
          { value: "video", label: PLACES.video },
          { value: "phone", label: PLACES.phone },
          {
            value: "customer_choice",
            label: PLACES.customer_choice,
            note: "From a call and those of the places below that you fill in.",
          },
        ]}
      />
      <Plain
        state={state("place_address")}
        label={SERVICE_LABELS.place_address}
        help="For meeting in person."
      />
      <Plain
        state={state("place_url")}
        label={SERVICE_LABELS.place_url}
        help="Only people who booked see it. It starts with https://."
      />
      <Plain
        state={state("place_phone")}
        label={SERVICE_LABELS.place_phone}
        help="If customers call you. Leave it empty if you call them."
      />
      <OptionsField
        state={state("phone_field")}
        label={SERVICE_LABELS.phone_field}
        required
        options={Object.entries(PHONE_FIELDS).map(([value, label]) => ({ value, label }))}
      />
    </fieldset>
  );
}

function Times({ state, view }: Props) {
  const usual = view.schedules.find(({ is_default }) => is_default);
  return (
    <fieldset className="sheet group">
      <legend>When it can be booked</legend>
      <Choice state={state("schedule_id")} label={SERVICE_LABELS.schedule_id} optional>
        <option value="">Your default{usual ? `: ${usual.name}` : ""}</option>
        {view.schedules.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      <Plain
        state={state("slot_interval_min")}
        label={SERVICE_LABELS.slot_interval_min}
        help="As in “30 minutes”: at 9:00, 9:30, 10:00. Empty: one after the other."
      />
      <div className="svc-pair">
        <Plain
          state={state("buffer_before_min")}
          label={SERVICE_LABELS.buffer_before_min}
          help="Time kept free, as in “10 minutes”."
        />
        <Plain
          state={state("buffer_after_min")}
          label={SERVICE_LABELS.buffer_after_min}
          help="To tidy up, to travel."
        />
      </div>
      <div className="svc-pair">
        <Plain
          state={state("min_notice_min")}
          label={SERVICE_LABELS.min_notice_min}
          help="Notice you need, as in “2 hours” or “1 day”."
        />
        <Plain
          state={state("horizon_days")}
          label={SERVICE_LABELS.horizon_days}
          help="In days. Empty: no limit."
          inputMode="numeric"
        />
      </div>
      <div className="svc-pair">
        <Plain
          state={state("bookable_from")}
          label={SERVICE_LABELS.bookable_from}
          help="For a season or a course. Empty: from now."
          type="date"
        />
        <Plain
          state={state("bookable_until")}
          label={SERVICE_LABELS.bookable_until}
          help="This day included. Empty: no end."
          type="date"
        />
      </div>
    </fieldset>
  );
}

function Limits({ state, seats_beyond }: Pick<Props, "state"> & { seats_beyond: number }) {
  return (
    <fieldset className="sheet group">
      <legend>How many</legend>
      {seats_beyond > 0 && (
        <p className="svc-state">
          {seats_beyond === 1 ? "One person" : `${seats_beyond} people`} to come{" "}
          {seats_beyond === 1 ? "is" : "are"} booked on seats beyond the number below. They keep their seats;
          no more are sold at those times.
        </p>
      )}
      <Plain
        state={state("capacity")}
        label={SERVICE_LABELS.capacity}
        help="1 for a meeting of two, more for a class. Fewer than are booked already takes nobody’s seat away."
        inputMode="numeric"
      />
      <div className="svc-pair">
        <Plain
          state={state("limit_per_day")}
          label={SERVICE_LABELS.limit_per_day}
          help="Times of this service. Empty: no limit."
          inputMode="numeric"
        />
        <Plain
          state={state("limit_per_week")}
          label={SERVICE_LABELS.limit_per_week}
          help="Empty: no limit."
          inputMode="numeric"
        />
      </div>
    </fieldset>
  );
}

function Changes({ state }: Pick<Props, "state">) {
  return (
    <fieldset className="sheet group">
      <legend>Confirming and changing</legend>
      <Tick
        state={state("requires_approval")}
        label="Each booking waits for my yes"
        help="The time is kept for the customer until you answer."
      />
      <div className="svc-pair">
        <Plain
          state={state("cancel_cutoff_min")}
          label={SERVICE_LABELS.cancel_cutoff_min}
          help="This long before the start, as in “1 day”. After that they must call you."
        />
        <Plain
          state={state("reschedule_cutoff_min")}
          label={SERVICE_LABELS.reschedule_cutoff_min}
          help="The same for another time. “none”: until it starts."
        />
      </div>
    </fieldset>
  );
}

type PlainProps = {
  state: FieldState;
  label: string;
  help?: string;
  type?: "text" | "date";
  inputMode?: "decimal" | "numeric";
  list?: string;
};

/** A field that may be left empty without saying so: empty means something here, and the help says what. */
export function Plain({ state, label, help, type = "text", inputMode, list }: PlainProps) {
  return (
    <div className="field svc-plain">
      <label htmlFor={state.id}>{label}</label>
      <Notes state={state} help={help} />
      <input
        className="input"
        id={state.id}
        name={state.name}
        type={type}
        inputMode={inputMode}
        list={list}
        defaultValue={state.value}
        {...described(state, help)}
      />
    </div>
  );
}
