import { Tags } from "#app/components/customers.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import { Mailbox } from "#app/components/mailbox.tsx";
import type { CustomerEntryView, CustomersPageView } from "#app/domain/customer-views.ts";
import { dayOf, formatDate } from "#app/i18n/format.ts";

type Props = CustomersPageView & {
  /** What has just been done, in one sentence. */
  done?: string | null;
};

/** Everybody who has booked or was added, by name. */
export function CustomersPage(view: Props) {
  const { desk, customers, filter, is_first, may_write, may_export, done } = view;
  const base = `/dashboard/${desk.username}/customers`;
  const is_asked = filter.text !== "" || filter.tag !== null || filter.blocked;
  const is_new = customers.length === 0 && !is_asked && is_first;
  return (
    <DeskPage desk={desk} current="customers">
      <div className="grid gap-6 pt-2">
        {done && <Flash text={done} />}
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <h1 className="text-2xl">Customers</h1>
          <p className="clientacts">
            {may_write && (
              <a className="btn main" href={`${base}/new`}>
                New customer
              </a>
            )}
            {may_write && (
              <a className="btn" href={`${base}/import`}>
                Import
              </a>
            )}
            {may_export && !is_new && (
              <a className="btn" href={`${base}/export.csv`} download data-turbo="false">
                Export
              </a>
            )}
          </p>
        </div>
        {is_new ? <Nobody may_write={may_write} username={desk.username} /> : <Search {...view} />}
        {customers.length > 0 && (
          <ul className="sheet clients">
            {customers.map((customer) => (
              <Entry key={customer.id} customer={customer} base={base} view={view} />
            ))}
          </ul>
        )}
        {customers.length === 0 && is_asked && (
          <div className="sheet grid gap-2 p-5 sm:p-8">
            <h2 className="text-lg">Nobody found</h2>
            <p className="text-soft">
              Look for the beginning of a first or last name or an e-mail address, or for the last digits of a
              phone number.
            </p>
            <p>
              <a href={base}>Show all customers</a>
            </p>
          </div>
        )}
        <Steps {...view} />
        {may_write && !is_new && (
          <p className="text-sm text-soft">
            How long customers stay in your book:{" "}
            <a href={`${base}/retention`} className="inline-block py-2">
              erase old data automatically
            </a>
          </p>
        )}
      </div>
    </DeskPage>
  );
}

function Search({ filter, tags }: Props) {
  // A tag of the address that nobody has any more is still what was asked for.
  const options = filter.tag !== null && !tags.includes(filter.tag) ? [filter.tag, ...tags] : tags;
  return (
    <search>
      <form className="clientsearch">
        <div className="field">
          <label htmlFor="q">Name, e-mail or phone</label>
          <input className="input" id="q" name="q" type="search" defaultValue={filter.text} maxLength={100} />
        </div>
        {options.length > 0 && (
          <div className="field">
            <label htmlFor="tag">Tag</label>
            <select className="input" id="tag" name="tag" defaultValue={filter.tag ?? ""}>
              <option value="">Any</option>
              {options.map((tag) => (
                <option key={tag} value={tag}>
                  {tag}
                </option>
              ))}
            </select>
          </div>
        )}
        <label className="option">
          <input type="checkbox" name="blocked" value="yes" defaultChecked={filter.blocked} />
          <span>Blocked only</span>
        </label>
        <button type="submit" className="btn">
          Search
        </button>
      </form>
    </search>
  );
}

function Nobody({ may_write, username }: { may_write: boolean; username: string }) {
  return (
    <div className="sheet grid gap-4 p-5 sm:p-8">
      <h2 className="text-xl">No customers yet</h2>
      <p className="max-w-reading text-soft">
        Whoever books with you appears here by themselves, with all of their bookings and answers.
        {may_write && " You can also add somebody by hand, or bring your list from another program."}
      </p>
      <p className="clientacts">
        {may_write && (
          <a className="btn" href={`/dashboard/${username}/customers/import`}>
            Import a list
          </a>
        )}
        <a className="btn" href={`/book/${username}`}>
          See your booking page
        </a>
      </p>
    </div>
  );
}

type EntryProps = { customer: CustomerEntryView; base: string; view: CustomersPageView };

function Entry({ customer, base, view }: EntryProps) {
  const { id, name, email, phone, tags, is_blocked, visits, last_at, next_at } = customer;
  const day = (at: number) => formatDate(dayOf(at, view.desk.time_zone), view.locale);
  return (
    <li>
      <div className="min-w-0">
        <a className="clientname" href={`${base}/${id}`}>
          {name}
        </a>
        <p className="text-sm text-soft">
          <Mailbox email={email} />
          {phone && ` · ${phone}`}
        </p>
        <Tags tags={tags} blocked={is_blocked} />
      </div>
      <p className="clienttimes">
        <span>{visits === 1 ? "1 visit" : `${visits} visits`}</span>
        <span>
          {last_at !== null && <span className="block">Last {day(last_at)}</span>}
          {next_at !== null && <strong className="block">Next {day(next_at)}</strong>}
        </span>
      </p>
    </li>
  );
}

function Steps({ filter, more, is_first }: Props) {
  if (!more && is_first) return null;
  const first = new URLSearchParams({
    ...(filter.text && { q: filter.text }),
    ...(filter.tag && { tag: filter.tag }),
    ...(filter.blocked && { blocked: "yes" }),
  });
  return (
    <nav aria-label="Pages of the list" className="flex flex-wrap gap-3">
      {!is_first && (
        <a className="btn" href={`?${first}`}>
          First page
        </a>
      )}
      {more && (
        <a className="btn" href={more} rel="next">
          Next page
        </a>
      )}
    </nav>
  );
}
