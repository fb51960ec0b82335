import type { SubmissionResult } from "@conform-to/react";
import { CustomersFormPage } from "#app/components/customers.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { LongTextField, TextField } from "#app/components/field.tsx";
import { type FormValues, fieldState, otherErrors } from "#app/components/form-state.ts";
import { PostForm } from "#app/components/post-form.tsx";
import { Conflicts, type ConflictView } from "#app/components/versioned-form.tsx";
import { CUSTOMER_LABELS, MAX_NOTE, MAX_TAGS } from "#app/domain/customers.ts";
import type { DeskView } from "#app/domain/views.ts";

export type CustomerFormAnswer = {
  lastResult: SubmissionResult<string[]>;
  conflict: ConflictView | null;
  /** Who has the address already. */
  other: { id: string; name: string } | null;
};

type Props = {
  desk: DeskView;
  /** Null while the customer is new. */
  customer: { id: string; name: string; version: number; shown: string; values: FormValues } | null;
  answer?: CustomerFormAnswer | null;
};

/** A customer's form, for a new one and for one who is there. */
export function CustomerFormPage({ desk, customer, answer }: Props) {
  const { lastResult, conflict, other } = answer ?? {};
  const base = `/dashboard/${desk.username}/customers`;
  const state = (name: string) => fieldState(name, lastResult, lastResult ? {} : customer?.values);
  const names = Object.keys(CUSTOMER_LABELS) as (keyof typeof CUSTOMER_LABELS)[];
  const errors = [
    ...otherErrors(lastResult, names).map((text) => ({ id: null, text })),
    ...names.flatMap((name) => state(name).errors.map((text) => ({ id: name, text }))),
  ];
  const version = conflict?.version ?? (state("version").value || customer?.version);
  const shown = conflict?.shown ?? (state("shown").value || customer?.shown);
  const back = customer
    ? { path: `/${customer.id}`, label: customer.name }
    : { path: "", label: "Customers" };
  return (
    <CustomersFormPage
      desk={desk}
      title={customer ? `Edit ${customer.name}` : "New customer"}
      back={back}
      lead={customer ? null : "Who books by themselves appears in your list without this."}
    >
      <ErrorSummary errors={errors} />
      {other && (
        <div className="sheet grid gap-3 p-5">
          <p>
            <strong className="font-semibold">{other.name}</strong> has this e-mail address. An address
            belongs to one customer.
          </p>
          <p className="clientacts">
            <a className="btn" href={`${base}/${other.id}`}>
              See {other.name}
            </a>
            {customer && (
              <a className="btn" href={`${base}/${customer.id}/merge?with=${other.id}`}>
                Merge the two
              </a>
            )}
          </p>
        </div>
      )}
      <PostForm className="grid gap-6" noValidate>
        {customer && <input type="hidden" name="version" value={version} />}
        {customer && <input type="hidden" name="shown" value={shown} />}
        {conflict && (
          <Conflicts
            conflict={conflict}
            labels={CUSTOMER_LABELS}
            others="Somebody else saved this customer meanwhile"
          />
        )}
        <fieldset className="sheet group">
          <legend>Contact</legend>
          <TextField state={state("name")} label="Name" required maxLength={120} autoComplete="off" />
          <TextField
            state={state("email")}
            label="E-mail"
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            help="Confirmations of their bookings go there."
          />
          <TextField state={state("phone")} label="Phone" type="tel" maxLength={40} autoComplete="off" />
        </fieldset>
        <fieldset className="sheet group">
          <legend>Only for you and your colleagues</legend>
          <TextField
            state={state("tags")}
            label="Tags"
            maxLength={900}
            autoComplete="off"
            help={`Separated by commas, as in: regular, pays by invoice. At most ${MAX_TAGS}.`}
          />
          <LongTextField state={state("note")} label="Note" maxLength={MAX_NOTE} />
        </fieldset>
        <p className="clientacts">
          <button type="submit" className="btn main">
            {conflict ? "Save my choice" : "Save"}
          </button>
          <a className="btn" href={`${base}${back.path}`}>
            Back without saving
          </a>
        </p>
      </PostForm>
    </CustomersFormPage>
  );
}
