import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import type { FieldState } from "#app/components/form-state.ts";
import { HoursNav } from "#app/components/hours-nav.tsx";
import { Icon } from "#app/components/icons.tsx";
import { ClockField, DateField } from "#app/components/time-off-fields.tsx";
import type { WhyAnswerView, WhyPageView } from "#app/domain/why-views.ts";
import { dayOf, formatDay, formatTime, formatTimeRange, zoneName } from "#app/i18n/format.ts";

/** Any service, date and time: offered, or why not. One GET form. */
export function WhyPage(view: WhyPageView) {
  const { desk, choices, errors, answers, gap } = view;
  const base = `/dashboard/${desk.username}`;
  return (
    <DeskPage desk={desk} current="hours">
      <HoursNav username={desk.username} current="why" />
      <h1 className="text-2xl">Why is this time missing?</h1>
      <p className="max-w-reading pt-2 text-soft">
        Somebody says there was no time on Tuesday at ten? Ask for it here, and see what stands in the way.
      </p>
      <div className="grid gap-8 pt-6 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)] lg:gap-12">
        {choices.length === 0 ? (
          <p className="sheet p-6 text-soft">
            There is no service yet, so there are no times.{" "}
            <a href={`${base}/services`}>Add your first service</a>.
          </p>
        ) : (
          <Question view={view} action={`${base}/hours/why`} />
        )}
        <div className="grid content-start gap-6">
          <ErrorSummary
            errors={errors.map(({ field, text }) => ({ id: field === "for" ? "which" : field, text }))}
          />
          {gap && <Gap view={view} gap={gap} />}
          {answers.map((answer) => (
            <Answer key={answer.starts_at} answer={answer} view={view} />
          ))}
        </div>
      </div>
    </DeskPage>
  );
}

function Question({ view, action }: { view: WhyPageView; action: string }) {
  const { desk, choices, errors } = view;
  const state = (name: "date" | "time"): FieldState => ({
    name,
    id: name,
    helpId: `${name}-help`,
    errorId: `${name}-error`,
    value: view[name],
    values: [view[name]],
    errors: errors.filter(({ field }) => field === name).map(({ text }) => text),
  });
  return (
    <form method="get" action={action} className="sheet grid content-start gap-5 self-start p-5">
      <div className="field">
        <label htmlFor="which">Service and length</label>
        <select className="input" id="which" name="for" defaultValue={view.for} required>
          {choices.map(({ service, lengths }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two services may have one title
            <optgroup key={index} label={service}>
              {lengths.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <DateField state={state("date")} label="Date" required />
      <ClockField
        state={state("time")}
        label="Time"
        help={`On your clock, ${zoneName(desk.time_zone)}.`}
        required
      />
      <p>
        <button type="submit" className="btn main">
          Find out
        </button>
      </p>
    </form>
  );
}

function Gap({
  view: { desk, locale, time, date },
  gap,
}: {
  view: WhyPageView;
  gap: NonNullable<WhyPageView["gap"]>;
}) {
  const moved = formatTime(gap.moved_to, desk.time_zone, locale);
  return (
    <section className="sheet grid gap-2 p-5" aria-labelledby="answer">
      <h2 id="answer" className="text-xl">
        That time does not exist
      </h2>
      <p>
        On {formatDay(date, locale)} the clocks go forward in {zoneName(desk.time_zone)} and jump over {time}.
      </p>
      <p>
        <a className="btn" href={gap.href}>
          Ask for {moved}
        </a>
      </p>
    </section>
  );
}

const WHICH = { first: "The first time round, before the clocks go back", second: "The second time round" };

function Answer({ answer, view }: { answer: WhyAnswerView; view: WhyPageView }) {
  const { desk, locale } = view;
  const { title, sentences, links, offered, starts, which, starts_at, ends_at } = answer;
  const { time_zone } = desk;
  const id = `answer-${starts_at}`;
  const day = formatDay(dayOf(starts_at, time_zone), locale);
  return (
    <section className="sheet grid gap-3 p-5" aria-labelledby={`${id} ${id}-when`}>
      <p className="eyebrow" id={`${id}-when`}>
        {day}, {formatTimeRange(starts_at, ends_at, time_zone, locale)}
        {which && ` · ${WHICH[which]}`}
      </p>
      <h2 id={id} className="flex items-start gap-2 text-xl">
        <Icon name={offered ? "check" : "notice"} size={26} />
        {title}
      </h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {links.length > 0 && (
        <ul className="whylinks">
          {links.map(({ href, label }) => (
            <li key={href}>
              <a href={href}>{label}</a>
            </li>
          ))}
        </ul>
      )}
      <h3 className="border-t border-line pt-4 text-base">Offered on that day</h3>
      {starts.length === 0 ? (
        <p className="text-soft">No time at all.</p>
      ) : (
        <ul className="whystarts">
          {starts.map(({ starts_at: at, href, is_asked }) => (
            <li key={at}>
              <a href={href} aria-current={is_asked ? "true" : undefined}>
                {formatTime(at, time_zone, locale)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
