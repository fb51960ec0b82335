import type { SubmissionResult } from "@conform-to/react";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { described, LongTextField, Notes, OptionsField, TextField } from "#app/components/field.tsx";
import { type FormValues, fieldState, otherErrors } from "#app/components/form-state.ts";
import { PostForm } from "#app/components/post-form.tsx";
import { SetupButtons, SetupFrame } from "#app/components/setup/setup-frame.tsx";
import { CURRENCIES } from "#app/domain/setup/region.ts";
import { TRADES } from "#app/domain/setup/trades.ts";
import type { PersonView, SetupView } from "#app/domain/views.ts";

type Props = {
  person: PersonView;
  setup: SetupView & { username: string };
  values: FormValues;
  /** The trade that fills the form; null when the service is there and is changed. */
  trade: string | null;
  lastResult?: SubmissionResult<string[]> | null;
};

const SHOWN = [
  "title",
  "duration",
  "price",
  "currency",
  "capacity",
  "place",
  "address",
  "url",
  "description",
];

/** "Your first service": a trade is a link that fills the form. */
export function SetupServicePage({ person, setup, values, trade, lastResult }: Props) {
  // What was emptied is not in the result at all: then the proposal must not come back.
  const state = (name: string) => fieldState(name, lastResult, lastResult ? {} : values);
  const errors = [
    ...otherErrors(lastResult, SHOWN).map((text) => ({ id: null, text })),
    ...SHOWN.flatMap((name) => state(name).errors.map((text) => ({ id: name, text }))),
  ];
  return (
    <SetupFrame
      person={person}
      setup={setup}
      current="service"
      title="What can people book?"
      lead="Begin with the one thing you do most. More services, and their finer rules, can follow."
    >
      <ErrorSummary errors={errors} />
      <div className="grid gap-6 lg:grid-cols-[17rem_minmax(0,1fr)] lg:gap-10">
        <nav aria-label="Proposals by trade" className="self-start">
          <ul className="presets short">
            {TRADES.map(({ name, label }) => (
              <li key={name}>
                <a
                  className="preset"
                  href={`/dashboard/${setup.username}/setup/service?trade=${name}`}
                  aria-current={name === trade ? "true" : undefined}
                >
                  <strong>{label}</strong>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <PostForm className="sheet grid content-start gap-6 p-5 sm:p-8">
          <TextField state={state("title")} label="What is it called?" required maxLength={120} />
          <div className="pair">
            <TextField
              state={state("duration")}
              label="Minutes"
              required
              inputMode="numeric"
              maxLength={4}
              autoComplete="off"
            />
            <TextField
              state={state("capacity")}
              label="People at once"
              required
              inputMode="numeric"
              maxLength={4}
              autoComplete="off"
            />
          </div>
          <div className="pair">
            <TextField
              state={state("price")}
              label="Price"
              inputMode="decimal"
              maxLength={12}
              autoComplete="off"
            />
            <CurrencyField state={state("currency")} />
          </div>
          <OptionsField
            state={state("place")}
            label="Where?"
            required
            options={[
              { value: "in_person", label: "In person" },
              { value: "video", label: "Video call" },
              { value: "phone", label: "By phone", note: "You call; the form asks for their number." },
            ]}
          />
          <div className="only in_person">
            <TextField
              state={state("address")}
              label="Address"
              maxLength={300}
              autoComplete="street-address"
            />
          </div>
          <div className="only video">
            <TextField
              state={state("url")}
              label="Link of the call"
              help="The room that you always use. Customers get it with their confirmation."
              type="url"
              maxLength={500}
              autoComplete="off"
            />
          </div>
          <LongTextField state={state("description")} label="What should they know?" maxLength={4000} />
          <SetupButtons label={setup.has_hours ? "Go live" : "Continue"} username={setup.username} />
        </PostForm>
      </div>
    </SetupFrame>
  );
}

function CurrencyField({ state }: { state: ReturnType<typeof fieldState> }) {
  return (
    <div className="field">
      <label htmlFor={state.id}>Currency</label>
      <Notes state={state} />
      <select
        className="input"
        id={state.id}
        name={state.name}
        defaultValue={state.value}
        {...described(state)}
      >
        {CURRENCIES.map((currency) => (
          <option key={currency} value={currency}>
            {currency}
          </option>
        ))}
      </select>
    </div>
  );
}
