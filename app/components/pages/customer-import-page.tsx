import { CustomersFormPage } from "#app/components/customers.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { BadLine, ImportChange } from "#app/domain/customer-import.ts";
import { CUSTOMER_LABELS } from "#app/domain/customers.ts";
import type { DeskView } from "#app/domain/views.ts";

export type ImportResult = {
  added: number;
  updated: number;
  same: number;
  bad: BadLine[];
  /** Columns that are not read. */
  ignored: string[];
  /** Somebody changed a customer of the list while it was looked at. */
  is_stale: boolean;
  /** Which plan is on show. */
  seen: string;
  first_added: { line: number; name: string; email: string }[];
  changes: { line: number; name: string; changes: ImportChange[] }[];
};

export type ImportAnswer = { error: string | null; result: ImportResult | null; text: string };

type Props = { desk: DeskView; answer?: ImportAnswer | null };

/** Brings a list from another program: first what it would do, then doing it. */
export function CustomerImportPage({ desk, answer }: Props) {
  const result = answer?.result;
  return (
    <CustomersFormPage
      desk={desk}
      title={result ? "This is what your list would do" : "Import customers"}
      back={{ path: "", label: "Customers" }}
      lead={
        result
          ? "Nothing is changed yet."
          : "A list from another program, as CSV. You see first what it would do; nothing is changed before you say so."
      }
    >
      {answer?.error && <ErrorSummary errors={[{ id: "file", text: answer.error }]} />}
      {result && answer && <Result desk={desk} result={result} text={answer.text} />}
      <ListForm desk={desk} text={answer?.text ?? ""} again={Boolean(result)} />
    </CustomersFormPage>
  );
}

/** The result of a check is a page without an address of its own: the browser itself shows it, not Turbo. */
const AS_PAGE = { encType: "multipart/form-data", "data-turbo": "false" } as const;

function ListForm({ desk, text, again }: { desk: DeskView; text: string; again: boolean }) {
  return (
    <PostForm className="grid gap-6" action={`/dashboard/${desk.username}/customers/import`} {...AS_PAGE}>
      <fieldset className="sheet group">
        <legend>{again ? "Another try" : "Your list"}</legend>
        <div className="field">
          <label htmlFor="file">File</label>
          <small id="file-help">CSV, at most 5,000 lines and 2 MB.</small>
          <input
            className="input"
            id="file"
            name="file"
            type="file"
            accept=".csv,.txt,text/csv"
            aria-describedby="file-help"
          />
        </div>
        <div className="field">
          <label htmlFor="text">Or paste it here</label>
          <small id="text-help">
            The first line names the columns: name and email, and if you have them phone, note and tags.
            Several tags in one cell are separated by commas.
          </small>
          <textarea
            className="input"
            id="text"
            name="text"
            rows={6}
            aria-describedby="text-help"
            defaultValue={text}
            placeholder={"name,email,phone\nAda Lovelace,ada@example.org,+44 20 5550100"}
          />
        </div>
        <p>
          <button type="submit" className={again ? "btn" : "btn main"}>
            {again ? "Check again" : "Check the list"}
          </button>
        </p>
      </fieldset>
    </PostForm>
  );
}

function Result({ desk, result, text }: { desk: DeskView; result: ImportResult; text: string }) {
  const { added, updated, same, bad, ignored, is_stale, seen } = result;
  const people = (count: number) => (count === 1 ? "1 customer" : `${count} customers`);
  return (
    <section className="grid gap-6" aria-label="Result of the check">
      {is_stale && (
        <p className="alert" role="alert">
          Somebody changed a customer of this list meanwhile, so nothing is imported. This is what it would do
          now.
        </p>
      )}
      <dl className="sheet rows clientanswers">
        <div>
          <dt>Added</dt>
          <dd>{people(added)}</dd>
        </div>
        <div>
          <dt>Changed</dt>
          <dd>{people(updated)}</dd>
        </div>
        <div>
          <dt>As they are already</dt>
          <dd>{people(same)}</dd>
        </div>
        <div>
          <dt>Lines that are left out</dt>
          <dd>{bad.length}</dd>
        </div>
        {ignored.length > 0 && (
          <div>
            <dt>Columns that are not read</dt>
            <dd>{ignored.join(", ")}</dd>
          </div>
        )}
      </dl>
      {bad.length > 0 && (
        <div className="grid gap-3">
          <h2 className="text-lg">Left out</h2>
          <ol className="sheet clientlines">
            {bad.map(({ line, reason }) => (
              <li key={line}>
                <strong className="font-semibold">Line {line}</strong> {reason}
              </li>
            ))}
          </ol>
        </div>
      )}
      <Changes result={result} />
      {added + updated > 0 ? (
        <PostForm action={`/dashboard/${desk.username}/customers/import/run`} {...AS_PAGE}>
          <input type="hidden" name="seen" value={seen} />
          <textarea name="text" hidden readOnly value={text} />
          <button type="submit" className="btn main">
            {bad.length > 0
              ? `Import the good lines (${added + updated})`
              : `Import ${people(added + updated)}`}
          </button>
        </PostForm>
      ) : (
        <p className="sheet p-5 text-soft">There is nothing in it to import.</p>
      )}
    </section>
  );
}

function Changes({ result: { changes, updated, first_added, added } }: { result: ImportResult }) {
  return (
    <>
      {changes.length > 0 && (
        <div className="grid gap-3">
          <h2 className="text-lg">Changed</h2>
          <ol className="sheet clientlines">
            {changes.map(({ line, name, changes: fields }) => (
              <li key={line}>
                <strong className="font-semibold">
                  Line {line}, {name}
                </strong>
                {fields.map(({ field, before, after }) => (
                  <span key={field} className="block text-sm">
                    {CUSTOMER_LABELS[field]}: {before || "(none)"} → {after}
                  </span>
                ))}
              </li>
            ))}
          </ol>
          {updated > changes.length && <p className="text-soft">and {updated - changes.length} more</p>}
        </div>
      )}
      {first_added.length > 0 && (
        <div className="grid gap-3">
          <h2 className="text-lg">Added</h2>
          <ol className="sheet clientlines">
            {first_added.map(({ line, name, email }) => (
              <li key={line}>
                <strong className="font-semibold">{name}</strong> {email}
              </li>
            ))}
          </ol>
          {added > first_added.length && <p className="text-soft">and {added - first_added.length} more</p>}
        </div>
      )}
    </>
  );
}
