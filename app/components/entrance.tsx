import type { SubmissionResult } from "@conform-to/react";
import type { ReactNode } from "react";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { fieldState, otherErrors } from "#app/components/form-state.ts";
import { Page } from "#app/components/page.tsx";
import { PostForm } from "#app/components/post-form.tsx";

export type Result = SubmissionResult<string[]> | null | undefined;

/** From door to door, without forgetting where somebody wants to go. */
export const withNext = (href: string, next: string | null): string =>
  next ? `${href}?next=${encodeURIComponent(next)}` : href;

type EntranceProps = { title: string; lead?: ReactNode; children: ReactNode };

/** A page in front of the door: one thing to do, in the middle, nothing beside it. */
export function Entrance({ title, lead, children }: EntranceProps) {
  return (
    <Page width="form">
      <div className="entrance">
        <div className="grid gap-2">
          <h1 className="text-3xl">{title}</h1>
          {lead && <p className="text-lg text-soft">{lead}</p>}
        </div>
        {children}
      </div>
    </Page>
  );
}

type FormProps = {
  lastResult: Result;
  /** Names of the fields on show, in their order. */
  fields: string[];
  button: string;
  children: ReactNode;
};

/** The form of such a page: what is wrong with it first, its one button last. */
export function EntranceForm({ lastResult, fields, button, children }: FormProps) {
  const errors = [
    ...otherErrors(lastResult, fields).map((text) => ({ id: null, text })),
    ...fields.flatMap((name) => {
      const { id, errors: texts } = fieldState(name, lastResult);
      return texts.map((text) => ({ id, text }));
    }),
  ];
  return (
    <>
      <ErrorSummary errors={errors} />
      <PostForm className="sheet grid gap-5 p-5 sm:p-7">
        {children}
        <button type="submit" className="btn main">
          {button}
        </button>
      </PostForm>
    </>
  );
}
