import { iso, newBookingHref } from "#app/components/by-hand/address.ts";
import { CustomerChoice } from "#app/components/by-hand/customer-choice.tsx";
import { Decide, Warning } from "#app/components/by-hand/warning.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { LongTextField, OptionsField, TextField } from "#app/components/field.tsx";
import { fieldState, otherErrors } from "#app/components/form-state.ts";
import type { Answer } from "#app/components/pages/new-booking-page.tsx";
import { placeLabel } from "#app/components/place.ts";
import { PostForm } from "#app/components/post-form.tsx";
import { QuestionField, questionName } from "#app/components/question-field.tsx";
import { Refusal } from "#app/components/refusal.tsx";
import { When } from "#app/components/when.tsx";
import { MOST_WEEKS } from "#app/domain/by-hand.ts";
import type { NewBookingView } from "#app/domain/by-hand-views.ts";
import { dayOf, formatDuration, formatPrice, formatSeats } from "#app/i18n/format.ts";

type Props = Answer & { view: NewBookingView };
type State = (name: string) => ReturnType<typeof fieldState>;

/** The last step: for whom, and what else there is to say; what is booked stands beside it. */
export function NewBookingForm({ view, lastResult }: Props) {
  const { refusal, warning, provider, is_taken, questions } = view;
  const state: State = (name) => fieldState(name, lastResult, view.values);
  const shown = [
    "name",
    "email",
    "phone",
    "place",
    "weeks",
    ...questions.map(questionName),
    "note",
    "internal_note",
  ];
  const labels = new Map(questions.map((question) => [questionName(question), question.label]));
  const errors = [
    ...otherErrors(lastResult, shown).map((text) => ({ id: null, text })),
    ...shown.flatMap((name) =>
      state(name).errors.map((text) => ({ id: name, label: labels.get(name), text })),
    ),
  ];
  const dayHref = `${newBookingHref(view, { date: dayOf(view.chosen?.starts_at ?? 0, provider.time_zone) }, ["start"])}#times`;
  return (
    <>
      {/* Enter in a field must not press the first near time: the form's first button is this one, and it is off. */}
      {is_taken && <button type="submit" form="byhand" disabled hidden />}
      <ErrorSummary errors={errors} />
      {refusal && (
        <Refusal
          refusal={refusal}
          provider={provider}
          zone={provider.time_zone}
          back={dayHref}
          verb="Book"
          form="byhand"
        />
      )}
      {warning && !is_taken && (
        <Warning warning={warning} what="You can book it all the same; customers could not." />
      )}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)] lg:gap-10">
        <aside className="sheet p-5 sm:p-6 lg:order-2 lg:self-start" aria-label="What is booked">
          <Summary view={view} dayHref={dayHref} />
        </aside>
        <div className="grid content-start gap-6">
          <CustomerChoice view={view} is_sent={lastResult != null} />
          <PostForm id="byhand" className="grid content-start gap-6">
            <Hidden view={view} state={state} />
            {!view.customer && <NewCustomer state={state} />}
            <Details view={view} state={state} />
            {is_taken ? (
              <p>
                <a href="#refusal">Choose another time above</a> to finish. What you typed is kept.
              </p>
            ) : (
              <p>
                <Decide warning={warning} plain="Book" anyway="Book anyway" />
              </p>
            )}
          </PostForm>
        </div>
      </div>
    </>
  );
}

function Hidden({ view, state }: { view: NewBookingView; state: State }) {
  const { query, is_taken, customer } = view;
  const { start, service = "", duration = "", repeat } = query;
  return (
    <>
      {!is_taken && <input type="hidden" name="start" value={start} />}
      <input type="hidden" name="service" value={service} />
      <input type="hidden" name="duration" value={duration} />
      {customer && <input type="hidden" name="customer" value={customer.id} />}
      {repeat && <input type="hidden" name="repeat" value={repeat} />}
      <input
        type="hidden"
        name="idempotency_key"
        value={state("idempotency_key").value || view.idempotency_key}
      />
    </>
  );
}

function NewCustomer({ state }: { state: State }) {
  return (
    <fieldset className="grid gap-6" aria-label="A new customer">
      <TextField state={state("name")} label="Name" required autoComplete="off" maxLength={120} />
      <TextField
        state={state("email")}
        label="E-mail"
        help="For the confirmation and the link to move or cancel."
        required
        type="email"
        autoComplete="off"
        maxLength={254}
      />
      <TextField state={state("phone")} label="Phone" type="tel" autoComplete="off" maxLength={40} />
    </fieldset>
  );
}

function Details({ view, state }: { view: NewBookingView; state: State }) {
  const { places, questions, service } = view;
  const options = places.map((place) => ({
    value: place,
    label: placeLabel(place, service?.place_address),
  }));
  return (
    <>
      {places.length > 1 && <OptionsField state={state("place")} label="Where?" required options={options} />}
      {questions.map((question) => (
        <QuestionField key={question.id} question={question} state={state(questionName(question))} />
      ))}
      <LongTextField
        state={state("note")}
        label="Note for the customer"
        help="Stands on the booking’s page, which they can open."
        maxLength={2000}
      />
      <LongTextField
        state={state("internal_note")}
        label="Internal note"
        help="For you and your team. The customer never sees it."
        maxLength={2000}
      />
      <Weeks state={state("weeks")} />
    </>
  );
}

const WEEKS = Array.from({ length: MOST_WEEKS }, (_, index) => index + 1);

function Weeks({ state }: { state: ReturnType<State> }) {
  return (
    <div className="field">
      <label htmlFor={state.id}>How often?</label>
      <small id={state.helpId}>
        Each week is a booking of its own. A week in which the time is taken is left out, and you are told.
      </small>
      <select
        className="input"
        id={state.id}
        name={state.name}
        defaultValue={state.value || "1"}
        aria-describedby={state.helpId}
      >
        {WEEKS.map((weeks) => (
          <option key={weeks} value={weeks}>
            {weeks === 1 ? "Once" : `Every week, ${weeks} times`}
          </option>
        ))}
      </select>
    </div>
  );
}

function Summary({ view, dayHref }: { view: NewBookingView; dayHref: string }) {
  const { service, duration_min, chosen, provider, price_cents, seats_left } = view;
  if (!service || !chosen) return null;
  const facts = [
    formatDuration(duration_min ?? 0),
    price_cents !== null ? formatPrice(price_cents, service.currency, provider.locale) : null,
    seats_left !== null ? formatSeats(seats_left) : null,
  ].filter((fact) => fact !== null);
  return (
    <div className="grid gap-4">
      <div className="min-w-0">
        <h2 className="text-lg">{service.title}</h2>
        <p className="text-soft">{facts.join(" · ")}</p>
      </div>
      <When {...chosen} zone={provider.time_zone} provider={provider} />
      <p className="grid gap-1">
        <a className="inline-flex min-h-11 items-center" href={dayHref}>
          Another time
        </a>
        <a
          className="inline-flex min-h-11 items-center"
          href={newBookingHref(view, { start: iso(chosen.starts_at) }, ["service", "duration"])}
        >
          Another service or length
        </a>
      </p>
    </div>
  );
}
