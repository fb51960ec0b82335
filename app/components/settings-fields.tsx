import type { ReactNode } from "react";
import { described, Notes } from "#app/components/field.tsx";
import type { FieldState } from "#app/components/form-state.ts";

/** Fields that only settings have. None says "(optional)": a box that is not ticked is an answer. */

export function Tick({ state, label, help }: { state: FieldState; label: ReactNode; help?: string }) {
  return (
    <div className="field">
      <label className="option" htmlFor={state.id}>
        <input
          id={state.id}
          type="checkbox"
          name={state.name}
          value="yes"
          defaultChecked={state.value === "yes"}
          {...described(state, help)}
        />
        <span>{label}</span>
      </label>
      <Notes state={state} help={help} />
    </div>
  );
}

type ChoiceProps = {
  state: FieldState;
  label: string;
  help?: string;
  /** True when an option's value is "". */
  optional?: boolean;
  children: ReactNode;
};

/** A select whose options are given as children. */
export function Choice({ state, label, help, optional = false, children }: ChoiceProps) {
  return (
    <div className="field">
      <label htmlFor={state.id}>{label}</label>
      <Notes state={state} help={help} />
      <select
        className="input"
        id={state.id}
        name={state.name}
        defaultValue={state.value}
        required={!optional}
        {...described(state, help)}
      >
        {children}
      </select>
    </div>
  );
}
