import type { SubmissionResult } from "@conform-to/react";
import { CustomersFormPage } from "#app/components/customers.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { fieldState, otherErrors } from "#app/components/form-state.ts";
import { PostForm } from "#app/components/post-form.tsx";
import type { ErasurePageView } from "#app/domain/customer-views.ts";

type Props = ErasurePageView & { lastResult?: SubmissionResult<string[]> | null };

/** Asks for the name, so that nobody does this by a slip; what lies ahead is cancelled first. */
export function CustomerErasurePage({ desk, customer, coming, done, lastResult }: Props) {
  const here = `/dashboard/${desk.username}/customers/${customer.id}`;
  const name = fieldState("name", lastResult);
  const errors = [
    ...name.errors.map((text) => ({ id: name.id, text })),
    ...otherErrors(lastResult, ["name"]).map((text) => ({ id: null, text })),
  ];
  return (
    <CustomersFormPage
      desk={desk}
      title={`Erase ${customer.name}?`}
      back={{ path: `/${customer.id}`, label: customer.name }}
      done={done}
    >
      <ErrorSummary errors={errors} />
      <div className="sheet grid gap-6 p-5 sm:p-8">
        <div className="grid gap-3">
          <p>
            For somebody who asks you to delete their data. Name, e-mail, phone, notes, tags, answers and
            reasons are gone for good: from your book, the history, and mails that have not left yet. The link
            in their mails stops working.
          </p>
          <p>
            What stays is the bare fact of each booking: when it was, which service, at which price. Your
            numbers do not change.
          </p>
          <p>
            They may want a copy first:{" "}
            <a href={`${here}/export.json`} download data-turbo="false">
              download what is known of them
            </a>
            .
          </p>
        </div>
        {coming > 0 ? (
          <div className="grid gap-4 border-t pt-6">
            <p>
              <strong className="font-semibold">
                {coming === 1 ? "One booking lies ahead." : `${coming} bookings lie ahead.`}
              </strong>{" "}
              Cancel first what will not take place; {customer.name} is told by mail.
            </p>
            <PostForm action={`${here}/cancellations`} className="clientacts">
              <button type="submit" className="btn danger">
                {coming === 1 ? "Cancel this booking" : `Cancel these ${coming} bookings`}
              </button>
              <a className="btn" href={here}>
                Look at them
              </a>
            </PostForm>
          </div>
        ) : (
          <PostForm action={`${here}/erasure`} className="grid gap-5 border-t pt-6" noValidate>
            <TextField
              state={name}
              label={`Type “${customer.name}” to confirm`}
              required
              autoComplete="off"
              maxLength={200}
            />
            <p className="clientacts">
              <button type="submit" className="btn danger">
                Erase for good
              </button>
              <a className="btn" href={here}>
                Keep them
              </a>
            </p>
          </PostForm>
        )}
      </div>
    </CustomersFormPage>
  );
}
