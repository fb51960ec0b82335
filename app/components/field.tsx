import type { ReactNode } from "react";
import type { FieldState } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";

type Shared = {
  state: FieldState;
  label: ReactNode;
  help?: string;
  required?: boolean;
};

function Label({ label, required }: Pick<Shared, "label" | "required">) {
  return (
    <>
      {label} {!required && <small>(optional)</small>}
    </>
  );
}

export function Notes({ state, help }: Pick<Shared, "state" | "help">) {
  return (
    <>
      {help && <small id={state.helpId}>{help}</small>}
      {state.errors.length > 0 && (
        <span className="wrong" id={state.errorId}>
          <Icon name="notice" />
          {state.errors.join(" ")}
        </span>
      )}
    </>
  );
}

/** What the control is described by: its help, then its error. */
export function described(state: FieldState, help?: string) {
  const ids = [help ? state.helpId : "", state.errors.length > 0 ? state.errorId : ""].filter(Boolean);
  return {
    "aria-describedby": ids.length > 0 ? ids.join(" ") : undefined,
    "aria-invalid": state.errors.length > 0 ? (true as const) : undefined,
  };
}

type InputProps = Shared & {
  /** What is typed as a password is never sent back. */
  type?: "text" | "email" | "tel" | "url" | "password";
  inputMode?: "decimal" | "numeric" | "url";
  autoComplete?: string;
  maxLength?: number;
};

export function TextField({ state, label, help, required, type = "text", ...rest }: InputProps) {
  return (
    <div className="field">
      <label htmlFor={state.id}>
        <Label label={label} required={required} />
      </label>
      <Notes state={state} help={help} />
      <input
        className="input"
        id={state.id}
        name={state.name}
        type={type}
        required={required}
        defaultValue={type === "password" ? undefined : state.value}
        {...rest}
        {...described(state, help)}
      />
    </div>
  );
}

export function LongTextField({ state, label, help, required, maxLength }: Shared & { maxLength?: number }) {
  return (
    <div className="field">
      <label htmlFor={state.id}>
        <Label label={label} required={required} />
      </label>
      <Notes state={state} help={help} />
      <textarea
        className="input"
        id={state.id}
        name={state.name}
        rows={4}
        required={required}
        maxLength={maxLength}
        defaultValue={state.value}
        {...described(state, help)}
      />
    </div>
  );
}

export function SelectField({ state, label, help, required, options }: Shared & { options: string[] }) {
  return (
    <div className="field">
      <label htmlFor={state.id}>
        <Label label={label} required={required} />
      </label>
      <Notes state={state} help={help} />
      <select
        className="input"
        id={state.id}
        name={state.name}
        required={required}
        defaultValue={state.value}
        {...described(state, help)}
      >
        <option value="">Please choose</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </div>
  );
}

export type Option = { value: string; label: string; note?: string };

/** Radios or checkboxes under one question. The first control has the field's id, so that the error list leads to it. */
export function OptionsField({
  state,
  label,
  help,
  required,
  options,
  several = false,
}: Shared & { options: Option[]; several?: boolean }) {
  const notes = described(state, help);
  return (
    <fieldset
      className="field"
      role={several ? undefined : "radiogroup"}
      aria-describedby={notes["aria-describedby"]}
      // A plain group has no "invalid"; its described-by error says it.
      aria-invalid={several ? undefined : notes["aria-invalid"]}
    >
      <legend>
        <Label label={label} required={required} />
      </legend>
      <Notes state={state} help={help} />
      {options.map(({ value, label: words, note }, index) => (
        <label key={value} className="option">
          <input
            id={index === 0 ? state.id : undefined}
            type={several ? "checkbox" : "radio"}
            name={state.name}
            value={value}
            // "Required" on a checkbox would demand this very one; the server checks that there is one.
            required={required && !several}
            defaultChecked={state.values.includes(value)}
          />
          <span>
            {words}
            {note && <small className="block">{note}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function CheckboxField({ state, label, help, required }: Shared) {
  return (
    <div className="field">
      <label className="option" htmlFor={state.id}>
        <input
          id={state.id}
          type="checkbox"
          name={state.name}
          value="yes"
          required={required}
          defaultChecked={state.value === "yes"}
          {...described(state, help)}
        />
        <span>
          <Label label={label} required={required} />
        </span>
      </label>
      <Notes state={state} help={help} />
    </div>
  );
}
