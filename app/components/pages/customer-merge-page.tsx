import { CustomersFormPage, Tags } from "#app/components/customers.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Mailbox } from "#app/components/mailbox.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { MergePageView, MergeSide } from "#app/domain/customer-views.ts";

type Props = MergePageView & {
  /** Why it was not done. */
  error?: string | null;
};

/** Two customers who are one person: choose the other, then what is kept. */
export function CustomerMergePage({ error, ...view }: Props) {
  const { desk, one, other } = view;
  return (
    <CustomersFormPage
      desk={desk}
      title={other ? "Make one of two" : `Merge ${one.name} with …`}
      back={{ path: `/${one.id}`, label: one.name }}
      lead={
        other
          ? "All bookings, tags and notes of both go to one customer. This cannot be taken back."
          : "For somebody who is in your book twice, as with two e-mail addresses."
      }
    >
      <ErrorSummary errors={error ? [{ id: null, text: error }] : []} />
      {other ? <Both desk={desk} one={one} other={other} /> : <Choose {...view} />}
    </CustomersFormPage>
  );
}

function Choose({ search, found }: MergePageView) {
  return (
    <>
      <search>
        <form className="flex flex-wrap items-end gap-3">
          <div className="field grow">
            <label htmlFor="q">Who is the same person?</label>
            <input className="input" id="q" name="q" type="search" defaultValue={search} maxLength={100} />
          </div>
          <button type="submit" className="btn">
            Search
          </button>
        </form>
      </search>
      {found.length > 0 && (
        <ul className="sheet clients">
          {found.map(({ id, name, email, phone }) => (
            <li key={id}>
              <div className="min-w-0">
                <a className="clientname" href={`?with=${id}`}>
                  {name}
                </a>
                <p className="text-sm text-soft">
                  <Mailbox email={email} />
                  {phone && ` · ${phone}`}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {search !== "" && found.length === 0 && (
        <p className="sheet p-5 text-soft">
          Nobody else is found. Try the beginning of a first or last name, or of an e-mail address.
        </p>
      )}
    </>
  );
}

const FIELDS = [
  { name: "name", label: "Name" },
  { name: "email", label: "E-mail" },
  { name: "phone", label: "Phone" },
] as const;

function Both({ desk, one, other }: { desk: MergePageView["desk"]; one: MergeSide; other: MergeSide }) {
  return (
    <PostForm
      className="grid gap-6"
      action={`/dashboard/${desk.username}/customers/${one.id}/merge?with=${other.id}`}
    >
      <input type="hidden" name="with" value={other.id} />
      <input type="hidden" name="version" value={one.version} />
      <input type="hidden" name="other_version" value={other.version} />
      <div className="versions">
        <Side customer={one} />
        <Side customer={other} />
      </div>
      {FIELDS.map(({ name, label }) => (
        <fieldset key={name} className="sheet group">
          <legend>{label} that is kept</legend>
          <div className="versions">
            {(
              [
                ["one", one],
                ["other", other],
              ] as const
            ).map(([value, customer]) => (
              <label key={value} className="option">
                <input
                  type="radio"
                  name={name}
                  value={value}
                  required
                  defaultChecked={value === (one[name] ? "one" : "other")}
                />
                <span>{customer[name] || "(none)"}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <p className="text-soft">
        The address that is not kept is free again: who books with it later is a new customer.
      </p>
      <p className="clientacts">
        <button type="submit" className="btn main">
          Merge the two
        </button>
        <a className="btn" href={`/dashboard/${desk.username}/customers/${one.id}`}>
          Keep both
        </a>
      </p>
    </PostForm>
  );
}

function Side({ customer }: { customer: MergeSide }) {
  const { name, email, phone, bookings, note, tags, is_blocked } = customer;
  return (
    <section className="sheet grid content-start gap-2 p-5">
      <h2 className="text-lg">{name}</h2>
      <p className="text-sm text-soft">
        <Mailbox email={email} />
        {phone && <span className="block">{phone}</span>}
      </p>
      <p>{bookings === 1 ? "1 booking" : `${bookings} bookings`}</p>
      <Tags tags={tags} blocked={is_blocked} />
      {note && <p className="clientnote text-sm text-soft">{note}</p>}
    </section>
  );
}
