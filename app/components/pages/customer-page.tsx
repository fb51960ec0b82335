import { Tags } from "#app/components/customers.tsx";
import { RefusedAddress } from "#app/components/deliveries.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import { Mailbox } from "#app/components/mailbox.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { CustomerBookingView, CustomerPageView } from "#app/domain/customer-views.ts";
import type { BookingGroup } from "#app/domain/customers.ts";
import { dayOf, formatDate, formatDay, formatTime } from "#app/i18n/format.ts";

type Props = CustomerPageView & {
  /** What has just been done, and the form that takes it back. */
  flash: { text: string; undo: string | null } | null;
};

const GROUPS: { group: BookingGroup; title: string }[] = [
  { group: "coming", title: "Coming" },
  { group: "past", title: "Past" },
  { group: "no_show", title: "Did not come" },
  { group: "cancelled", title: "Cancelled" },
];

/** Everything that is known of one customer. */
export function CustomerPage({ flash, ...view }: Props) {
  const { desk, customer, bookings, is_first } = view;
  const base = `/dashboard/${desk.username}/customers`;
  return (
    <DeskPage desk={desk} current="customers">
      <div className="grid gap-6 pt-2">
        {flash && (
          <Flash
            text={flash.text}
            undo={flash.undo ? { action: `${base}/${customer.id}/${flash.undo}` } : null}
          />
        )}
        <div className="grid gap-2">
          <p className="text-sm">
            <a href={base} className="inline-block py-2">
              ← Customers
            </a>
          </p>
          <h1 className="text-2xl">{customer.name}</h1>
          <Tags tags={customer.tags} blocked={customer.is_blocked} />
        </div>
        {customer.is_erased && (
          <p className="sheet p-5 text-soft">
            This customer’s data have been erased. What is left are the bare bookings: when, what and at which
            price.
          </p>
        )}
        {!customer.is_erased && <Acts {...view} />}
        <div className="clientpage">
          <Facts {...view} />
          <div className="grid content-start gap-6">
            {bookings.length === 0 && (
              <section className="sheet grid gap-2 p-5 sm:p-8">
                <h2 className="text-lg">{is_first ? "No bookings yet" : "No earlier bookings"}</h2>
                <p className="text-soft">
                  {is_first ? "What they book will stand here." : <a href="?">Back to the latest</a>}
                </p>
              </section>
            )}
            {GROUPS.map(({ group, title }) => (
              <Bookings
                key={group}
                title={title}
                bookings={bookings.filter((booking) => booking.group === group)}
                view={view}
              />
            ))}
            {(view.more || !is_first) && (
              <nav aria-label="Pages of the bookings" className="flex flex-wrap gap-3">
                {!is_first && (
                  <a className="btn" href="?">
                    Latest bookings
                  </a>
                )}
                {view.more && (
                  <a className="btn" href={view.more} rel="next">
                    Earlier bookings
                  </a>
                )}
              </nav>
            )}
            <Answers {...view} />
            {!customer.is_erased && <Data {...view} />}
          </div>
        </div>
      </div>
    </DeskPage>
  );
}

function Acts({ desk, customer, may_write, may_book }: CustomerPageView) {
  const here = `/dashboard/${desk.username}/customers/${customer.id}`;
  if (!may_write && !may_book) return null;
  return (
    <div className="clientacts">
      {may_book && (
        <a className="btn main" href={`/dashboard/${desk.username}/bookings/new?customer=${customer.id}`}>
          Book for them
        </a>
      )}
      {may_write && (
        <>
          <a className="btn" href={`${here}/edit`}>
            Edit
          </a>
          <PostForm action={`${here}/${customer.is_blocked ? "unblock" : "block"}`}>
            <button type="submit" className="btn">
              {customer.is_blocked ? "Let them book again" : "Block from booking"}
            </button>
          </PostForm>
        </>
      )}
    </div>
  );
}

type BookingsProps = { title: string; bookings: CustomerBookingView[]; view: CustomerPageView };

function Bookings({ title, bookings, view }: BookingsProps) {
  if (bookings.length === 0) return null;
  const { desk, locale } = view;
  const zone = desk.time_zone;
  // The next one first among those that come, the latest first among those that were.
  const list = bookings[0]?.group === "coming" ? [...bookings].reverse() : bookings;
  return (
    <section className="grid gap-3" aria-labelledby={bookings[0]?.group}>
      <h2 id={bookings[0]?.group} className="text-lg">
        {title}
      </h2>
      <ul className="sheet clientbookings">
        {list.map(({ id, starts_at, service_title, status, note }) => (
          <li key={id}>
            <a href={`/dashboard/${desk.username}/bookings/${id}`}>
              <span className="font-semibold">
                {formatDay(dayOf(starts_at, zone), locale)}, {formatTime(starts_at, zone, locale)}
              </span>
              <span className="block text-sm">
                <span className="hide">: </span>
                {service_title}
              </span>
            </a>
            <p>{status === "pending" && <span className="chip warm">Waiting</span>}</p>
            {note && <p className="clientnote text-sm text-soft">“{note}”</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Facts({ desk, locale, customer, figures, refusal, may_write }: CustomerPageView) {
  const day = (at: number) => formatDate(dayOf(at, desk.time_zone), locale);
  const { visits, no_shows, cancelled, last_at } = figures;
  return (
    <div className="grid content-start gap-6">
      <section className="sheet grid gap-1 p-5" aria-labelledby="about">
        <h2 id="about" className="pb-2 text-lg">
          About them
        </h2>
        <dl className="rows">
          {!customer.is_erased && (
            <>
              <div>
                <dt>E-mail</dt>
                <dd>
                  <a href={`mailto:${encodeURIComponent(customer.email).replace("%40", "@")}`}>
                    <Mailbox email={customer.email} />
                  </a>
                  {refusal && (
                    <RefusedAddress
                      refusal={refusal}
                      zone={desk.time_zone}
                      locale={locale}
                      edit={may_write ? `/dashboard/${desk.username}/customers/${customer.id}/edit` : null}
                    />
                  )}
                </dd>
              </div>
              <div>
                <dt>Phone</dt>
                <dd>
                  {customer.phone ? (
                    <a href={`tel:${customer.phone.replace(/[^+\d]/g, "")}`}>{customer.phone}</a>
                  ) : (
                    "Not given"
                  )}
                </dd>
              </div>
            </>
          )}
          <div>
            <dt>Visits</dt>
            <dd>
              {visits}
              {last_at !== null && `, the last on ${day(last_at)}`}
              {(no_shows > 0 || cancelled > 0) && (
                <span className="block text-sm text-soft">
                  {no_shows} missed, {cancelled} cancelled
                </span>
              )}
            </dd>
          </div>
          <div>
            <dt>In your book since</dt>
            <dd>{day(customer.created_at)}</dd>
          </div>
        </dl>
      </section>
      {customer.note && (
        <section className="sheet grid gap-2 p-5" aria-labelledby="note">
          <h2 id="note" className="text-lg">
            Your note
          </h2>
          <p className="clientnote">{customer.note}</p>
        </section>
      )}
    </div>
  );
}

/** What they said last to each question of the bookings on show. */
function Answers({ desk, locale, answers }: CustomerPageView) {
  if (answers.length === 0) return null;
  return (
    <section className="grid gap-3" aria-labelledby="answers">
      <h2 id="answers" className="text-lg">
        What they answered
      </h2>
      <dl className="sheet rows clientanswers">
        {answers.map(({ label, value, at }) => (
          <div key={label}>
            <dt>
              {label} <span className="block">{formatDate(dayOf(at, desk.time_zone), locale)}</span>
            </dt>
            <dd className="clientnote">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What is seldom done: taking their data out, making one of two, erasing. */
function Data({ desk, customer, may_write, may_export }: CustomerPageView) {
  if (!may_write && !may_export) return null;
  const here = `/dashboard/${desk.username}/customers/${customer.id}`;
  return (
    <section className="grid gap-3" aria-labelledby="data">
      <h2 id="data" className="text-lg">
        Their data
      </h2>
      <p className="clientacts">
        {may_write && (
          <a className="btn" href={`${here}/merge`}>
            Merge with another
          </a>
        )}
        {may_export && (
          <>
            <a className="btn" href={`${here}/export.json`} download data-turbo="false">
              Export all
            </a>
            <a className="btn" href={`${here}/bookings.csv`} download data-turbo="false">
              Bookings as CSV
            </a>
          </>
        )}
        {may_write && (
          <a className="btn danger" href={`${here}/erasure`}>
            Erase
          </a>
        )}
      </p>
    </section>
  );
}
