import type { ReactNode } from "react";
import { Contact } from "#app/components/contact.tsx";
import { DayLeaf } from "#app/components/day-leaf.tsx";
import { Icon, type IconName } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import { placeLabel } from "#app/components/place.ts";
import { When } from "#app/components/when.tsx";
import { isLive } from "#app/domain/bookings.ts";
import type { BookingPageView, BookingView, ProviderView } from "#app/domain/views.ts";
import { dayOf, formatDayTime, formatDuration, formatPrice } from "#app/i18n/format.ts";

/** A booking's own page: what, when, where, and what can still be done about it. */
export function BookingPage({ provider, booking, google_url, outlook_url, just }: BookingPageView) {
  const state = stateOf(booking, provider, just);
  const isOn = isLive(booking);
  const again = `/book/${provider.username}/${booking.service_slug}`;
  return (
    <Page provider={provider} width="reading">
      <article className="sheet grid gap-7 p-5 sm:p-9">
        <header className="grid justify-items-start gap-3">
          <span className={`seal ${state.tone}`}>
            <Icon name={state.icon} size={30} />
          </span>
          <h1 className="text-3xl">{state.title}</h1>
          <p className="text-lg text-soft">{state.text}</p>
        </header>

        <div className="flex gap-4 sm:gap-6">
          <DayLeaf date={dayOf(booking.starts_at, booking.zone)} locale={provider.locale} off={!isOn} />
          <div className="grid min-w-0 gap-2">
            <h2 className="text-xl">{booking.service_title}</h2>
            <When
              starts_at={booking.starts_at}
              ends_at={booking.ends_at}
              zone={booking.zone}
              provider={provider}
              struck={!isOn}
            />
          </div>
        </div>

        <dl className="rows">
          <Row term="With">{provider.name}</Row>
          <Row term="Where">
            <PlaceDetail booking={booking} />
          </Row>
          <Row term="Length">{formatDuration((booking.ends_at - booking.starts_at) / 60_000)}</Row>
          {booking.price_cents !== null && (
            <Row term="Price">{formatPrice(booking.price_cents, booking.currency, provider.locale)}</Row>
          )}
          <Row term="Booked by">
            {booking.customer_name}
            <span className="block text-sm text-soft">{booking.customer_email}</span>
          </Row>
          {booking.answers.map(({ label, value }) => (
            <Row key={label} term={label}>
              <span className="whitespace-pre-line">{value}</span>
            </Row>
          ))}
          {booking.note && (
            <Row term="Note">
              <span className="whitespace-pre-line">{booking.note}</span>
            </Row>
          )}
          {booking.end_reason && (
            <Row term="Reason">
              <span className="whitespace-pre-line">{booking.end_reason}</span>
            </Row>
          )}
        </dl>

        {isOn && !booking.is_past ? (
          <>
            {booking.status === "confirmed" && (
              <section className="noprint grid gap-3" aria-labelledby="calendar">
                <h2 id="calendar" className="text-lg">
                  Add it to your calendar
                </h2>
                <p className="flex flex-wrap gap-2">
                  <a className="btn" href={`${booking.path}/calendar.ics`} download>
                    <Icon name="calendar" />
                    Calendar file
                  </a>
                  <a className="btn" href={google_url} rel="noopener noreferrer">
                    Google
                  </a>
                  <a className="btn" href={outlook_url} rel="noopener noreferrer">
                    Outlook
                  </a>
                </p>
              </section>
            )}
            <Changes booking={booking} provider={provider} />
          </>
        ) : (
          <p className="noprint">
            <a className="btn main" href={again}>
              {booking.is_past ? "Book again" : "Find another time"}
            </a>
          </p>
        )}
      </article>
    </Page>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function PlaceDetail({ booking }: { booking: BookingView }) {
  const { place, place_detail } = booking;
  // The way into a call that will not take place helps nobody.
  const is_on = isLive(booking) && !booking.is_past;
  if (place === "in_person" || !place_detail || !is_on) return <>{placeLabel(place, place_detail)}</>;
  return (
    <>
      {placeLabel(place)}
      <span className="block">
        {/^https:\/\//.test(place_detail) ? <a href={place_detail}>{place_detail}</a> : place_detail}
      </span>
    </>
  );
}

function Changes({ booking, provider }: { booking: BookingView; provider: ProviderView }) {
  const { cancel_until, reschedule_until, zone } = booking;
  const until = (at: number) => formatDayTime(at, zone, provider.locale);
  return (
    <section className="noprint grid gap-3" aria-labelledby="changes">
      <h2 id="changes" className="text-lg">
        Plans changed?
      </h2>
      {(reschedule_until !== null || cancel_until !== null) && (
        <p className="grid gap-2 sm:flex">
          {reschedule_until !== null && (
            <a className="btn" href={`${booking.path}/time`}>
              Move to another time
            </a>
          )}
          {cancel_until !== null && (
            <a className="btn danger" href={`${booking.path}/cancellation`}>
              Cancel
            </a>
          )}
        </p>
      )}
      <p className="text-sm text-soft">
        {booking.is_closed ? (
          <>
            {provider.name} takes no bookings here at the moment, so this one cannot be moved
            {cancel_until === null ? ". " : `; you can cancel until ${until(cancel_until)}. `}
          </>
        ) : reschedule_until === null && cancel_until === null ? (
          <>It is too late to change this booking online. </>
        ) : reschedule_until === null ? (
          <>It is too late to move it online; you can cancel until {until(cancel_until as number)}. </>
        ) : cancel_until === null ? (
          <>It is too late to cancel online; you can move it until {until(reschedule_until)}. </>
        ) : reschedule_until === cancel_until ? (
          <>You can do both until {until(cancel_until)}. </>
        ) : (
          <>
            You can move it until {until(reschedule_until)} and cancel until {until(cancel_until)}.{" "}
          </>
        )}
        {(reschedule_until === null || cancel_until === null) && <Contact provider={provider} />}
      </p>
    </section>
  );
}

type State = { title: string; text: string; icon: IconName; tone: string };

/** The heading says what is true now; `just` only adds what has happened a moment ago. */
function stateOf(booking: BookingView, provider: ProviderView, just: BookingPageView["just"]): State {
  const { status, cancelled_by } = booking;
  if (status === "cancelled") {
    const by =
      cancelled_by === "provider" ? `${provider.name} cancelled this booking.` : "This booking is cancelled.";
    const text =
      just === "cancelled"
        ? `The time is free again. A confirmation is on its way to ${booking.customer_email}.`
        : `${by} The time is free again.`;
    return { title: "Cancelled", text, icon: "cross", tone: "off" };
  }
  if (status === "declined") {
    const text = `${provider.name} could not take this booking. Nothing is due.`;
    return { title: "Declined", text, icon: "cross", tone: "off" };
  }
  if (status === "expired") {
    const text = "This request was not answered in time and has ended. Nothing is due.";
    return { title: "This request has expired", text, icon: "clock", tone: "off" };
  }
  if (booking.is_past) {
    return {
      title: "This booking is over",
      text: "It was here for you to look up.",
      icon: "check",
      tone: "off",
    };
  }
  if (status === "pending" || status === "held") {
    const text = `The time is kept for you. You will hear at ${booking.customer_email}.`;
    return { title: `Waiting for ${provider.name} to confirm`, text, icon: "clock", tone: "wait" };
  }
  const title = just === "moved" ? "Moved to the new time" : "You’re booked";
  const text =
    just === null
      ? "Keep this page: here you can look it up, move it or cancel it."
      : `A confirmation is on its way to ${booking.customer_email}.`;
  return { title, text, icon: "check", tone: "" };
}
