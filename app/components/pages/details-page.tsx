import type { SubmissionResult } from "@conform-to/react";
import { BookingSummary } from "#app/components/booking-summary.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { LongTextField, type Option, OptionsField, TextField } from "#app/components/field.tsx";
import { type FormValues, fieldState, otherErrors } from "#app/components/form-state.ts";
import { Icon, type IconName } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import { placeIcon, placeLabel } from "#app/components/place.ts";
import { PostForm } from "#app/components/post-form.tsx";
import { QuestionField, questionName } from "#app/components/question-field.tsx";
import { Refusal } from "#app/components/refusal.tsx";
import type { DetailsPageView } from "#app/domain/views.ts";
import { formatDuration, formatPrice, formatSeats } from "#app/i18n/format.ts";

type Props = DetailsPageView & {
  lastResult?: SubmissionResult<string[]> | null;
  /** What the fields start with when there is no result (a remembered name, a value from the address). */
  values?: FormValues;
};

/** Who books: the last step, with a summary of what is booked. */
export function DetailsPage({ lastResult, values, ...view }: Props) {
  const { provider, service, questions, refusal } = view;
  const state = (name: string) => fieldState(name, lastResult, values);
  const asksPhone = view.phone_field !== "hidden";
  const asksPlace = view.places.length > 1;
  const shown = [
    "name",
    "email",
    ...(asksPhone ? ["phone"] : []),
    ...(asksPlace ? ["place"] : []),
    ...questions.map(questionName),
    "note",
  ];
  const labels = new Map(questions.map((question) => [questionName(question), question.label]));
  const errors = [
    ...otherErrors(lastResult, shown).map((text) => ({ id: null, text })),
    ...shown.flatMap((name) =>
      state(name).errors.map((text) => ({ id: state(name).id, label: labels.get(name), text })),
    ),
  ];
  // With a form already filled in, a near time sends it again; without, it opens a form of its own.
  const sent = lastResult != null;
  const verb = service.requires_approval ? "Ask for" : "Book";
  // A form that cannot be sent is not shown: without anything typed, the near times are all there is to do.
  const asks = !refusal || sent;
  const heading = !asks
    ? "Choose another time"
    : service.requires_approval
      ? "Ask for this time"
      : "Your details";

  return (
    <Page provider={provider} width="form">
      <div className="grid gap-6">
        <div className="grid gap-1">
          <a
            className="-ml-1.5 inline-flex min-h-11 items-center gap-1 text-sm font-semibold"
            href={view.back}
          >
            <Icon name="left" />
            Back to the free times
          </a>
          <h1 className="text-2xl">{heading}</h1>
        </div>
        {/* Enter in a field must not press the first near time: the form's first button is this one, and it is off. */}
        {refusal && sent && <button type="submit" form="details" disabled hidden />}
        {!refusal && <ErrorSummary errors={errors} />}
        {refusal && (
          <Refusal
            refusal={refusal}
            provider={provider}
            zone={view.zone}
            back={view.back}
            verb={verb}
            form="details"
            hrefOf={sent ? undefined : (at) => `?${nearQuery(view, at)}`}
          />
        )}
        <div
          className={
            asks ? "grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)] lg:gap-10" : "grid max-w-reading"
          }
        >
          <aside
            className="sheet p-5 sm:p-6 lg:order-2 lg:self-start"
            aria-label={asks ? "What you are booking" : "What you asked for"}
          >
            <Summary view={view} />
          </aside>
          {asks && (
            <PostForm id="details" className="grid content-start gap-6">
              {!refusal && (
                <input type="hidden" name="start" value={new Date(view.starts_at).toISOString()} />
              )}
              <input type="hidden" name="duration" value={view.duration_min} />
              <input type="hidden" name="tz" value={view.zone} />
              <input type="hidden" name="idempotency_key" value={view.idempotency_key} />
              <TextField
                state={state("name")}
                label="Your name"
                required
                autoComplete="name"
                maxLength={200}
              />
              <TextField
                state={state("email")}
                label="E-mail"
                help="For the confirmation and the link to move or cancel."
                required
                type="email"
                autoComplete="email"
                maxLength={254}
              />
              {asksPhone && (
                <TextField
                  state={state("phone")}
                  label="Phone"
                  required={view.phone_field === "required"}
                  type="tel"
                  autoComplete="tel"
                  maxLength={40}
                />
              )}
              {asksPlace && (
                <OptionsField state={state("place")} label="Where?" required options={placeOptions(view)} />
              )}
              {questions.map((question) => (
                <QuestionField key={question.id} question={question} state={state(questionName(question))} />
              ))}
              <LongTextField
                state={state("note")}
                label="Note"
                help={`Anything ${provider.name} should know beforehand.`}
                maxLength={2000}
              />
              {refusal ? (
                <p>
                  <a href="#refusal">Choose another time above</a> to finish. What you typed is kept.
                </p>
              ) : (
                <div className="grid gap-3">
                  <button type="submit" className="btn main text-lg">
                    {verb} this time
                  </button>
                  <p className="text-sm text-soft">
                    {service.requires_approval
                      ? `${provider.name} will confirm or decline. You will hear by e-mail.`
                      : "You will get a confirmation by e-mail."}
                  </p>
                </div>
              )}
            </PostForm>
          )}
        </div>
      </div>
    </Page>
  );
}

function Summary({ view }: { view: DetailsPageView }) {
  const { provider, service, places } = view;
  const facts: { icon: IconName; text: string }[] = [
    { icon: "clock", text: formatDuration(view.duration_min) },
  ];
  if (view.price_cents !== null) {
    facts.push({ icon: "price", text: formatPrice(view.price_cents, service.currency, provider.locale) });
  }
  const place = places.length === 1 && places[0] ? places[0] : service.place;
  const where = places.length > 1 ? "You choose where" : placeLabel(place, service.place_address);
  facts.push({ icon: placeIcon(place), text: where });
  if (view.seats_left !== null && !view.refusal) {
    facts.push({ icon: "people", text: formatSeats(view.seats_left) });
  }
  if (service.requires_approval) {
    facts.push({ icon: "approve", text: `You are asking for this time: ${provider.name} will confirm.` });
  }
  return (
    <BookingSummary
      title={service.title}
      provider={provider}
      starts_at={view.starts_at}
      ends_at={view.ends_at}
      zone={view.zone}
      facts={facts}
      struck={view.refusal !== null}
    />
  );
}

function placeOptions({ places, service }: DetailsPageView): Option[] {
  return places.map((place) => ({
    value: place,
    label: placeLabel(place),
    note: place === "in_person" ? service.place_address || undefined : undefined,
  }));
}

function nearQuery(view: DetailsPageView, at: number): string {
  return new URLSearchParams({
    start: new Date(at).toISOString(),
    duration: String(view.duration_min),
    tz: view.zone,
  }).toString();
}
