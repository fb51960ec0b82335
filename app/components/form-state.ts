import type { SubmissionResult } from "@conform-to/react";

/** What a form was sent with, by field name; a field that was sent several times is a list. */
export type FormValues = Record<string, string | string[] | undefined>;

export type FieldState = {
  name: string;
  id: string;
  helpId: string;
  errorId: string;
  value: string;
  values: string[];
  errors: string[];
};

type Result = SubmissionResult<string[]> | null | undefined;

/**
 * Conform's answer, read for one field. The pages have no script of a framework, so Conform's hook would bring
 * nothing but its hidden state: the result's own values and errors are all that is drawn.
 */
export function fieldState(name: string, result: Result, values: FormValues = {}): FieldState {
  const sent = result?.initialValue?.[name] ?? values[name];
  const list = (Array.isArray(sent) ? sent : [sent]).filter(
    (value): value is string => typeof value === "string",
  );
  // Errors of one entry of a list ("q_1[0]") belong to the field.
  const errors = Object.entries(result?.error ?? {})
    .filter(([key]) => key === name || key.startsWith(`${name}[`))
    .flatMap(([, texts]) => texts ?? []);
  return {
    name,
    id: name,
    helpId: `${name}-help`,
    errorId: `${name}-error`,
    value: list[0] ?? "",
    values: list,
    errors: [...new Set(errors)],
  };
}

/** Errors that belong to no field on show (the form as a whole, hidden fields). */
export function otherErrors(result: Result, shown: string[]): string[] {
  const errors = Object.entries(result?.error ?? {})
    .filter(([key]) => !shown.some((name) => key === name || key.startsWith(`${name}[`)))
    .flatMap(([, texts]) => texts ?? []);
  return [...new Set(errors)];
}
