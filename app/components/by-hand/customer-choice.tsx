import { newBookingHref, pairsOf } from "#app/components/by-hand/address.ts";
import { Icon } from "#app/components/icons.tsx";
import type { CustomerChoiceView, NewBookingView } from "#app/domain/by-hand-views.ts";

/** For whom: somebody who is known, found by name, e-mail or phone; or nobody yet, and the form below asks. */
export function CustomerChoice({ view, is_sent }: { view: NewBookingView; is_sent: boolean }) {
  const { customer } = view;
  if (customer) return <Chosen customer={customer} view={view} />;
  // A search would lose what was typed below.
  if (is_sent)
    return (
      <h2 className="text-lg" id="whom">
        For whom?
      </h2>
    );
  return (
    <section className="grid gap-4" aria-labelledby="whom">
      <h2 className="text-lg" id="whom">
        For whom?
      </h2>
      <form method="get" className="grid gap-2" aria-label="Customers">
        {pairsOf(view.query).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="field">
          <label htmlFor="q">Find a customer</label>
          <small id="q-help">
            How their name or e-mail begins, or the last digits of their phone number.
          </small>
          <div className="flex gap-2">
            <input
              className="input min-w-0"
              id="q"
              name="q"
              type="search"
              maxLength={100}
              defaultValue={view.search.q}
              aria-describedby="q-help"
            />
            <button type="submit" className="btn flex-none">
              Find
            </button>
          </div>
        </div>
      </form>
      <Found view={view} />
      <h3 className="text-base font-semibold">Or somebody new</h3>
    </section>
  );
}

function Found({ view }: { view: NewBookingView }) {
  const { found, q, is_cut } = view.search;
  if (found === null) return null;
  if (found.length === 0)
    return (
      <p className="text-soft" role="status">
        Nobody is known by “{q}”.
      </p>
    );
  return (
    <div className="grid gap-2" role="status">
      <ul className="sheet found" aria-label="Customers found">
        {found.map((customer) => (
          <li key={customer.id}>
            <a href={newBookingHref(view, { customer: customer.id })}>
              <Person customer={customer} />
              <Icon name="right" />
            </a>
          </li>
        ))}
      </ul>
      {is_cut && <p className="text-sm text-soft">There are more. Type a little more of the name.</p>}
    </div>
  );
}

function Person({ customer }: { customer: CustomerChoiceView }) {
  const { name, email, phone, is_blocked } = customer;
  return (
    <span className="min-w-0">
      <span className="flex flex-wrap items-center gap-x-2">
        <strong className="font-semibold">{name}</strong>
        {is_blocked && <span className="chip warm">Blocked</span>}
      </span>
      <span className="block text-sm text-soft">{[email, phone].filter(Boolean).join(" · ")}</span>
    </span>
  );
}

function Chosen({ customer, view }: { customer: CustomerChoiceView; view: NewBookingView }) {
  // A repeated booking brings its customer along: to leave them is to begin without it.
  const other = view.query.customer
    ? newBookingHref(view, {}, ["customer", "repeat"])
    : newBookingHref(view, {}, ["repeat"]);
  return (
    <section className="grid gap-3" aria-labelledby="whom">
      <h2 className="text-lg" id="whom">
        For whom?
      </h2>
      <div className="sheet flex flex-wrap items-center justify-between gap-x-4 gap-y-2 p-5">
        <Person customer={customer} />
        <a className="inline-flex min-h-11 items-center" href={other}>
          Somebody else
        </a>
      </div>
      {customer.is_blocked && (
        <p className="text-sm text-soft">
          You blocked {customer.name} from booking online. You can still book for them yourself.
        </p>
      )}
    </section>
  );
}
