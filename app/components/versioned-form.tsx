import type { SubmissionResult } from "@conform-to/react";
import type { ReactNode } from "react";
import { Alert } from "#app/components/alert.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { type FieldState, fieldState, otherErrors } from "#app/components/form-state.ts";
import { PostForm } from "#app/components/post-form.tsx";
import type { Conflict, VersionedView } from "#app/domain/conflicts.ts";

/** A form that two people may have open at once. */

/** What somebody else saved meanwhile, as the action found it. */
export type ConflictView = { conflicts: Conflict[]; version: number; shown: string };

export type VersionedAnswer = { lastResult: SubmissionResult<string[]>; conflict: ConflictView | null };

type Props = {
  view: VersionedView;
  answer?: VersionedAnswer | null;
  /** The form's fields in their order, with what they are called. */
  labels: Record<string, string>;
  may_write: boolean;
  /** That somebody else was faster, in one sentence. */
  others: string;
  id?: string;
  /** Where it is sent, when not to the page's own address. */
  action?: string;
  /** The address that answers with an example of what the form would mean (app/client/services.ts). */
  example?: string;
  children: (state: (name: string) => FieldState) => ReactNode;
};

/** The form, with what is wrong and what others changed meanwhile at its top. */
export function VersionedForm(props: Props) {
  const { view, answer, labels, may_write, others, id, action, example, children } = props;
  const { lastResult, conflict } = answer ?? {};
  // A box that was unticked is not among what was sent: the row's own value must not tick it again.
  const state = (name: string) => fieldState(name, lastResult, lastResult ? {} : view.values);
  const names = Object.keys(labels);
  const errors = [
    ...otherErrors(lastResult, names).map((text) => ({ id: null, text })),
    ...names.flatMap((name) => state(name).errors.map((text) => ({ id: name, label: labels[name], text }))),
  ];
  // A refused form goes on from what it had shown, or it would overwrite what others saved since; a conflict's page
  // shows just that, so it goes on from there.
  const version = conflict?.version ?? (state("version").value || view.version);
  const shown = conflict?.shown ?? (state("shown").value || view.shown);
  return (
    <>
      <ErrorSummary errors={errors} />
      <PostForm className="grid gap-6" id={id} action={action} data-example={example}>
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="shown" value={shown} />
        {conflict && <Conflicts conflict={conflict} labels={labels} others={others} />}
        <fieldset className="grid min-w-0 gap-6" disabled={!may_write}>
          {children(state)}
          {may_write && (
            <p>
              <button type="submit" className="btn main">
                {conflict ? "Save my choice" : "Save"}
              </button>
            </p>
          )}
        </fieldset>
      </PostForm>
    </>
  );
}

type ConflictsProps = { conflict: ConflictView; labels: Record<string, string>; others: string };

/** Both values of each field that two people changed, to choose from. */
export const Conflicts = ({ conflict, labels, others }: ConflictsProps) => (
  <ConflictChoices
    conflicts={conflict.conflicts}
    labelOf={(field) => labels[field] ?? field}
    others={others}
  />
);

type ChoicesProps = { conflicts: Conflict[]; labelOf: (field: string) => string; others: string };

/** The same for fields that are not all known beforehand: the days of a week. */
export function ConflictChoices({ conflicts, labelOf, others }: ChoicesProps) {
  return (
    <section className="grid gap-4" aria-labelledby="conflict">
      <Alert title={others} id="conflict-alert">
        <p id="conflict">Nothing of yours is saved yet. Choose for each what it should be, then save.</p>
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
                  {text || "(empty)"}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </section>
  );
}
