import type { SubmissionResult } from "@conform-to/react";
import { CustomersFormPage } from "#app/components/customers.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { OptionsField, TextField } from "#app/components/field.tsx";
import { fieldState, otherErrors } from "#app/components/form-state.ts";
import { PostForm } from "#app/components/post-form.tsx";
import type { RetentionPageView } from "#app/domain/customer-views.ts";
import { ruleWord, USUAL_MONTHS } from "#app/domain/retention.ts";
import { dayOf, formatDate } from "#app/i18n/format.ts";

export type RetentionAnswer = {
  lastResult: SubmissionResult<string[]>;
  /** What somebody else has set meanwhile (ruleWord), or null. */
  conflict: string | null;
};

type Props = RetentionPageView & { answer?: RetentionAnswer | null };

const inWords = (rule: string) =>
  rule === "off" ? "nobody is erased by itself" : `erased ${rule} months after the last visit`;

/** The rule by which customers leave the book by themselves, with a look at whom it concerns. */
export function CustomerRetentionPage({ answer, ...view }: Props) {
  const { desk, months, preview, saved, may_write } = view;
  const { lastResult, conflict } = answer ?? {};
  const proposed = preview?.months ?? months ?? USUAL_MONTHS;
  const values = { state: months === null && !preview ? "off" : "on", months: String(proposed) };
  const state = (name: string) => fieldState(name, lastResult, lastResult ? {} : values);
  const errors = [
    ...otherErrors(lastResult, ["state", "months"]).map((text) => ({ id: null, text })),
    ...["state", "months"].flatMap((name) => state(name).errors.map((text) => ({ id: name, text }))),
  ];
  return (
    <CustomersFormPage
      desk={desk}
      title="How long customers stay"
      back={{ path: "", label: "Customers" }}
      lead="Who has not come for long can leave your book by themselves. Their bookings stay as bare facts, without a name."
      done={saved && !answer ? `Saved: ${inWords(ruleWord(months))}.` : null}
    >
      <ErrorSummary errors={errors} />
      {conflict && (
        <p className="alert" role="alert">
          Somebody else changed this meanwhile. Now: {inWords(conflict)}. Yours:{" "}
          {inWords(state("state").value === "off" ? "off" : state("months").value)}. Save again if yours
          should count.
        </p>
      )}
      <Preview {...view} proposed={proposed} />
      <PostForm className="grid gap-6" action={`/dashboard/${desk.username}/customers/retention`} noValidate>
        <input type="hidden" name="was" value={conflict ?? (state("was").value || ruleWord(months))} />
        <fieldset className="sheet group" disabled={!may_write}>
          <legend>The rule</legend>
          <OptionsField
            state={state("state")}
            label="Old customers’ data"
            required
            options={[
              { value: "off", label: "Keep until I erase them" },
              { value: "on", label: "Erase each night who has not come for long" },
            ]}
          />
          <TextField
            state={state("months")}
            label="Months after the last visit"
            inputMode="numeric"
            required
            maxLength={3}
            help="Counted from the last booking, whatever became of it; for who never booked, from the day they were added."
          />
          {may_write && (
            <p>
              <button type="submit" className="btn main">
                Save
              </button>
            </p>
          )}
        </fieldset>
      </PostForm>
    </CustomersFormPage>
  );
}

function Preview({ desk, locale, preview, proposed }: RetentionPageView & { proposed: number }) {
  return (
    <section className="sheet grid gap-4 p-5" aria-labelledby="preview">
      <h2 id="preview" className="text-lg">
        Have a look first
      </h2>
      <form className="flex flex-wrap items-end gap-3">
        <div className="field grow">
          <label htmlFor="look">Whom would it erase after so many months?</label>
          <input
            className="input"
            id="look"
            name="months"
            inputMode="numeric"
            defaultValue={String(proposed)}
            maxLength={3}
          />
        </div>
        <button type="submit" className="btn">
          Show
        </button>
      </form>
      {preview && (
        <div className="grid gap-2" role="status">
          <p className="font-semibold">
            {preview.count === 0
              ? `After ${preview.months} months: nobody.`
              : `After ${preview.months} months: ${preview.count === 1 ? "1 customer" : `${preview.count} customers`}.`}
          </p>
          {preview.count > 0 && (
            <ul className="clientdue">
              {preview.customers.map(({ id, name, last_at }) => (
                <li key={id}>
                  <a href={`/dashboard/${desk.username}/customers/${id}`} className="inline-block py-2">
                    {name}
                  </a>
                  <span className="text-sm text-soft">
                    {last_at === null
                      ? "never booked"
                      : `last booking ${formatDate(dayOf(last_at, desk.time_zone), locale)}`}
                  </span>
                </li>
              ))}
            </ul>
          )}
          {preview.count > preview.customers.length && (
            <p className="text-soft">and {preview.count - preview.customers.length} more</p>
          )}
        </div>
      )}
    </section>
  );
}
