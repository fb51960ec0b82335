import type { ReactNode } from "react";
import { OtherSeats } from "#app/components/bookings/other-seats.tsx";
import { statusChip } from "#app/components/bookings/status.ts";
import { BookingMessages, RefusedAddress } from "#app/components/deliveries.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import { HistoryList } from "#app/components/history-list.tsx";
import { Icon } from "#app/components/icons.tsx";
import { placeLabel } from "#app/components/place.ts";
import { PostForm } from "#app/components/post-form.tsx";
import { When } from "#app/components/when.tsx";
import type { DeskBookingPageView, DeskBookingView } from "#app/domain/bookings-views.ts";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import { dayOf, formatDate, formatPrice, formatTime } from "#app/i18n/format.ts";

type Props = DeskBookingPageView & { just: string | null };

/** All of one booking, and what can be done with it. */
export function DeskBookingPage(view: Props) {
  const { desk, provider, booking, history, just } = view;
  const { words, className } = statusChip(booking);
  const writes = may(desk.role, "bookings:write");
  return (
    <DeskPage desk={desk} current="bookings">
      <div className="grid gap-6 pt-2">
        <Done booking={booking} just={just} path={pathOf(view)} writes={writes} />
        <div className="grid gap-2">
          <a
            className="-ml-1.5 inline-flex min-h-11 items-center gap-1 text-sm font-semibold"
            href={`/dashboard/${desk.username}/bookings`}
          >
            <Icon name="left" />
            All bookings
          </a>
          <h1 className="text-2xl">{booking.customer_name}</h1>
          <p className="flex flex-wrap items-center gap-3">
            <span className={className}>{words}</span>
            <span className="text-soft">{booking.service_title}</span>
          </p>
        </div>
        <div className="booking-columns">
          <div className="grid gap-6">
            <section className="sheet grid gap-5 p-5 sm:p-6" aria-label="The booking">
              <When
                starts_at={booking.starts_at}
                ends_at={booking.ends_at}
                zone={provider.time_zone}
                provider={provider}
                struck={!booking.is_live}
              />
              <TheirTime booking={booking} provider={provider} />
              <Facts {...view} />
              <p>
                <a className="btn" href={`${pathOf(view)}/calendar.ics`} download>
                  <Icon name="calendar" />
                  Calendar file
                </a>
              </p>
            </section>
            {writes && <Actions {...view} />}
            <OtherSeats {...view} />
          </div>
          <div className="grid gap-6">
            <InternalNote {...view} writes={writes} />
            <BookingMessages
              messages={view.messages}
              base={`/dashboard/${desk.username}`}
              zone={provider.time_zone}
              locale={provider.locale}
              writes={writes}
            />
            <section className="grid gap-3" aria-labelledby="history">
              <h2 id="history" className="text-xl">
                What happened
              </h2>
              {history.length === 0 ? (
                <p className="text-soft">Nothing since it was made.</p>
              ) : (
                <HistoryList entries={history} zone={provider.time_zone} level={3} />
              )}
            </section>
          </div>
        </div>
      </div>
    </DeskPage>
  );
}

const pathOf = ({ desk, booking }: Pick<Props, "desk" | "booking">) =>
  `/dashboard/${desk.username}/bookings/${booking.id}`;

const DONE: Record<string, string> = {
  approved: "Approved. The customer is told by mail.",
  declined: "Declined. The customer is told by mail, and the time is free again.",
  cancelled: "Cancelled. The customer is told by mail, and the time is free again.",
  noted: "The note is saved.",
  booked: "Booked. The customer is told by mail.",
  repeated: "Booked again. The customer is told by mail.",
  moved: "Moved. The customer is told by mail.",
  came: "The mark is gone.",
  "sent-again": "The message is on its way.",
};

type DoneProps = { booking: DeskBookingView; just: string | null; path: string; writes: boolean };

function Done({ booking, just, path, writes }: DoneProps) {
  if (just === "no-show" && booking.no_show)
    return (
      <Flash
        text="Noted: did not come."
        undo={writes ? { action: `${path}/no-show`, fields: { came: "yes" } } : null}
      />
    );
  const text = ownWord(DONE, just);
  return text ? <Flash text={text} /> : null;
}

/** On the customer's own clock, when that shows something else. */
function TheirTime({ booking, provider }: Pick<Props, "booking" | "provider">) {
  const { customer_time_zone: zone, starts_at } = booking;
  const own = formatTime(starts_at, provider.time_zone, provider.locale);
  const theirs = formatTime(starts_at, zone, provider.locale);
  if (own === theirs && dayOf(starts_at, zone) === dayOf(starts_at, provider.time_zone)) return null;
  return (
    <p className="text-soft">
      For {booking.customer_name}: {formatDate(dayOf(starts_at, zone), provider.locale)}, {theirs} (
      {zone.replaceAll("_", " ")})
    </p>
  );
}

function Facts({ desk, booking, provider, refusal }: Props) {
  const { locale, time_zone } = provider;
  const facts: { name: string; value: ReactNode }[] = [
    {
      name: "Customer",
      value: (
        <>
          <a href={`/dashboard/${desk.username}/customers/${booking.customer_id}`} className="font-semibold">
            {booking.customer_name}
          </a>
          <br />
          <a href={`mailto:${booking.customer_email}`}>{booking.customer_email}</a>
          {refusal && (
            <RefusedAddress
              refusal={refusal}
              zone={time_zone}
              locale={locale}
              edit={
                may(desk.role, "customers:write")
                  ? `/dashboard/${desk.username}/customers/${booking.customer_id}/edit`
                  : null
              }
            />
          )}
          {booking.customer_phone && (
            <>
              <br />
              <a href={`tel:${booking.customer_phone.replace(/[^+\d]/g, "")}`}>{booking.customer_phone}</a>
            </>
          )}
        </>
      ),
    },
    { name: "Place", value: placeLabel(booking.place, booking.place_detail) },
    ...(booking.price_cents === null
      ? []
      : [{ name: "Price", value: formatPrice(booking.price_cents, booking.currency, locale) }]),
    ...(booking.seats
      ? [{ name: "Seats", value: `${booking.seats.taken} of ${booking.seats.capacity} are taken` }]
      : []),
    ...booking.answers.map(({ label, value }) => ({ name: label, value })),
    ...(booking.note ? [{ name: "Their note", value: booking.note }] : []),
    ...(booking.end_reason ? [{ name: "Reason given", value: booking.end_reason }] : []),
    {
      name: "Made",
      value: `${formatDate(dayOf(booking.created_at, time_zone), locale)}, ${formatTime(booking.created_at, time_zone, locale)}, ${booking.booked_by === "provider" ? "by you or a colleague" : "by the customer"}`,
    },
  ];
  return (
    <dl className="booking-facts border-t pt-5">
      {facts.map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two questions may read the same
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Actions(view: Props) {
  const { booking, desk } = view;
  const path = pathOf(view);
  const repeat = `/dashboard/${desk.username}/bookings/new?repeat=${booking.id}`;
  return (
    <section className="grid gap-3" aria-labelledby="actions">
      <h2 id="actions" className="text-xl">
        What now?
      </h2>
      <div className="flex flex-wrap gap-3">
        {booking.status === "pending" && (
          <>
            <PostForm action={`${path}/approval`}>
              <input type="hidden" name="version" value={booking.version} />
              <input type="hidden" name="back" value={path} />
              <button type="submit" className="btn main">
                Approve
              </button>
            </PostForm>
            <a className="btn" href={`${path}/decline`}>
              Decline
            </a>
          </>
        )}
        {booking.is_live && !booking.is_past && (
          <a className="btn" href={`${path}/time`}>
            Move
          </a>
        )}
        {booking.status === "confirmed" && booking.has_begun && !booking.no_show && (
          <PostForm action={`${path}/no-show`}>
            <button type="submit" className="btn">
              <span data-next="Came after all">Did not come</span>
            </button>
          </PostForm>
        )}
        {booking.no_show && (
          <PostForm action={`${path}/no-show`}>
            <input type="hidden" name="came" value="yes" />
            <button type="submit" className="btn">
              <span data-next="Did not come">Came after all</span>
            </button>
          </PostForm>
        )}
        <a className="btn" href={repeat}>
          Book again
        </a>
        {booking.is_live && (
          <a className="btn danger" href={`${path}/cancellation`}>
            Cancel
          </a>
        )}
      </div>
    </section>
  );
}

function InternalNote(view: Props & { writes: boolean }) {
  const { booking, writes } = view;
  if (!writes && !booking.internal_note) return null;
  return (
    <section className="grid gap-3" aria-labelledby="internal">
      <h2 id="internal" className="text-xl">
        Internal note
      </h2>
      {booking.internal_note ? (
        <p className="sheet whitespace-pre-line p-5">{booking.internal_note}</p>
      ) : (
        <p className="text-soft">None yet. Customers never see it.</p>
      )}
      {writes && (
        <p>
          <a className="btn" href={`${pathOf(view)}/note`}>
            {booking.internal_note ? "Change the note" : "Write a note"}
          </a>
        </p>
      )}
    </section>
  );
}
