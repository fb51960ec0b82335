import type { SubmissionResult } from "@conform-to/react";
import { Alert } from "#app/components/alert.tsx";
import { iso, newBookingHref, pairsOf } from "#app/components/by-hand/address.ts";
import { DayTimes } from "#app/components/by-hand/day-times.tsx";
import { TypedTime } from "#app/components/by-hand/typed-time.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { Icon } from "#app/components/icons.tsx";
import { NewBookingForm } from "#app/components/pages/new-booking-form.tsx";
import { Refusal } from "#app/components/refusal.tsx";
import type { NewBookingView, ServiceChoiceView } from "#app/domain/by-hand-views.ts";
import { dayOf, formatDayTime, formatDuration, formatPrice } from "#app/i18n/format.ts";

export type Answer = { lastResult?: SubmissionResult<string[]> | null };

/** A booking by hand: what, when, for whom. Each step is an address, so that the calendar can lead into any of them. */
export function NewBookingPage({ lastResult, ...view }: NewBookingView & Answer) {
  return (
    <DeskPage desk={view.desk} current="bookings" width="form">
      <div className="grid gap-6 pt-2">
        <header className="grid gap-1">
          <a
            className="-ml-1.5 inline-flex min-h-11 items-center gap-1 justify-self-start text-sm font-semibold"
            href={`/dashboard/${view.desk.username}/bookings`}
          >
            <Icon name="left" />
            All bookings
          </a>
          <h1 className="text-2xl">{view.repeated ? "Book again" : "New booking"}</h1>
          <p className="text-soft">{LEADS[view.step](view)}</p>
        </header>
        {view.step === "service" && <ServiceStep view={view} />}
        {view.step === "time" && <TimeStep view={view} />}
        {view.step === "form" && <NewBookingForm view={view} lastResult={lastResult} />}
      </div>
    </DeskPage>
  );
}

const again = ({ repeated, provider }: NewBookingView) =>
  repeated
    ? `For ${repeated.customer_name}, as on ${formatDayTime(repeated.starts_at, provider.time_zone, provider.locale)}. `
    : "";

const LEADS: Record<NewBookingView["step"], (view: NewBookingView) => string> = {
  service: (view) => `${again(view)}What is it for?`,
  time: (view) =>
    `${again(view)}${view.service?.title}, ${formatDuration(view.duration_min ?? 0)}. When will it be?`,
  form: (view) => `${again(view)}The customer gets a mail, as for any booking.`,
};

function ServiceStep({ view }: { view: NewBookingView }) {
  const { services, is_gone, desk } = view;
  return (
    <>
      {is_gone && (
        <Alert title="That service is not offered any more">
          <p>Please choose another one.</p>
        </Alert>
      )}
      {services.length === 0 ? (
        <div className="sheet grid justify-items-start gap-4 p-6">
          <p>A booking is always for one of your services, and there is none yet.</p>
          <a className="btn main" href={`/dashboard/${desk.username}/services`}>
            Add a service
          </a>
        </div>
      ) : (
        <ul className="grid gap-4">
          {services.map((service) => (
            <ServiceChoice key={service.slug} service={service} view={view} />
          ))}
        </ul>
      )}
    </>
  );
}

function ServiceChoice({ service, view }: { service: ServiceChoiceView; view: NewBookingView }) {
  const { locale } = view.provider;
  return (
    <li className="sheet grid gap-3 p-5">
      <h2 className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-lg">
        <span className="min-w-0">{service.title}</span>
        {service.is_hidden && <span className="chip plain">Hidden from customers</span>}
        {service.capacity > 1 && <span className="chip">Group of up to {service.capacity}</span>}
      </h2>
      <ul className="slots two" aria-label={`Lengths of ${service.title}`}>
        {service.durations.map(({ duration_min, price_cents }) => (
          <li key={duration_min}>
            <a
              className="slot"
              href={newBookingHref(view, { service: service.slug, duration: String(duration_min) })}
            >
              <span className="hide">{service.title}, </span>
              <span>{formatDuration(duration_min)}</span>
              {price_cents !== null && <small>{formatPrice(price_cents, service.currency, locale)}</small>}
            </a>
          </li>
        ))}
      </ul>
    </li>
  );
}

function TimeStep({ view }: { view: NewBookingView }) {
  const { day, provider, refusal, typed } = view;
  const hrefOf = (at: number) => newBookingHref(view, { start: iso(at) });
  const dayHref = (date: string) => `${newBookingHref(view, { date }, ["start"])}#times`;
  if (!day) return null;
  return (
    <>
      {refusal && (
        <Refusal
          refusal={refusal}
          provider={provider}
          zone={provider.time_zone}
          back={dayHref(
            dayOf(refusal.nearest[0]?.starts_at ?? Date.parse(`${day.date}T12:00:00Z`), provider.time_zone),
          )}
          verb="Take"
          hrefOf={hrefOf}
        />
      )}
      <p>
        <a
          href={newBookingHref(view, {}, ["service", "duration"])}
          className="inline-flex min-h-11 items-center"
        >
          Another service or length
        </a>
      </p>
      <div className="sheet grid gap-8 p-5 sm:p-8 md:grid-cols-2 md:gap-12">
        <section className="grid content-start gap-4" aria-labelledby="any">
          <h2 className="text-lg" id="any">
            Any day and time
          </h2>
          <TypedTime
            typed={{ ...typed, date: typed.problem ? typed.date : day.date }}
            provider={provider}
            fields={pairsOf(view.query, {}, ["start"])}
            hrefOf={hrefOf}
          />
        </section>
        <DayTimes day={day} provider={provider} dayHref={dayHref} hrefOf={hrefOf} />
      </div>
    </>
  );
}
