import { Entry, Waiting } from "#app/components/agenda.tsx";
import { Alert } from "#app/components/alert.tsx";
import { TroubledNotice } from "#app/components/deliveries.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import { Icon } from "#app/components/icons.tsx";
import { Live } from "#app/components/live.tsx";
import { MeetingCard } from "#app/components/meeting-card.tsx";
import { Changes, FirstSteps, FreeTime } from "#app/components/today.tsx";
import type { PlanLine, TodayPageView } from "#app/domain/today-views.ts";
import { addDays } from "#app/domain/zones.ts";
import { formatDay, zoneLabel } from "#app/i18n/format.ts";

type Props = TodayPageView & { just: string | null };

const DONE: Record<string, string> = {
  approved: "Approved. The customer is told by mail.",
  declined: "Declined. The customer is told by mail, and the time is free again.",
};

/** What a provider's day is about: who comes next, who waits, what others changed, where there is room. */
export function TodayPage(view: Props) {
  const { desk, just, provider, now, date, current, next } = view;
  const writes = desk.role !== "viewer";
  const base = `/dashboard/${provider.username}`;
  return (
    <DeskPage desk={desk} current="today">
      {just && Object.hasOwn(DONE, just) && <Flash text={DONE[just]!} />}
      <TroubledNotice count={view.undelivered} href={`${base}/messages`} />
      <Live username={provider.username} now={now} />
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 pt-2 pb-6">
        <div className="grid gap-1">
          <p className="eyebrow">Today · {zoneLabel(provider.time_zone, now)}</p>
          <h1 className="text-2xl">{formatDay(date, provider.locale)}</h1>
        </div>
        {writes && (
          <p className="todayacts">
            <a className="btn main" href={`${base}/bookings/new`}>
              <Icon name="plus" />
              New booking
            </a>
            <a className="btn" href={`${base}/calendar/block`}>
              <Icon name="block" />
              Block time
            </a>
          </p>
        )}
      </div>
      <FailingCalendars view={view} />
      <div className="today">
        <div className="grid content-start gap-8">
          {current && <MeetingCard meeting={current} provider={provider} now={now} />}
          {next ? (
            <MeetingCard meeting={next} provider={provider} now={now} />
          ) : (
            !current && <FirstSteps view={view} />
          )}
          <WaitingList view={view} answers={writes} />
        </div>
        <div className="grid content-start gap-8">
          <Plan view={view} writes={writes} />
          <Changes view={view} />
        </div>
      </div>
    </DeskPage>
  );
}

function FailingCalendars({ view: { failing_calendars, provider } }: { view: TodayPageView }) {
  if (failing_calendars.length === 0) return null;
  const [first, ...others] = failing_calendars;
  return (
    <div className="pb-6">
      <Alert
        title={
          others.length === 0 ? `“${first!.name}” cannot be read` : "Some of your calendars cannot be read"
        }
      >
        <p>
          What was added there lately can still be booked here.{" "}
          <a href={`/dashboard/${provider.username}/hours/calendars`}>See why</a>
        </p>
      </Alert>
    </div>
  );
}

const isOn = (line: PlanLine) => line.kind === "booking";

function Plan({ view, writes }: { view: TodayPageView; writes: boolean }) {
  const { plan, provider, date } = view;
  const bookings = plan.filter(isOn).length;
  return (
    <section className="grid content-start gap-4" aria-labelledby="plan">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="plan" className="text-xl">
          Your day
        </h2>
        <p className="text-sm text-soft">
          {bookings > 0 && `${bookings} booking${bookings === 1 ? "" : "s"} · `}
          <a href={`?date=${addDays(date, 1)}`} className="inline-flex min-h-11 items-center">
            Tomorrow
          </a>
        </p>
      </div>
      {plan.length === 0 ? (
        <p className="sheet p-6 text-soft">
          Nothing is booked today, and there is no free time left in your hours. Enjoy it.
        </p>
      ) : (
        <ol className="sheet px-5">
          {plan.map((line) =>
            line.kind === "booking" ? (
              <Entry key={line.entry.id} entry={line.entry} provider={provider} />
            ) : (
              <FreeTime key={line.gap.starts_at} gap={line.gap} provider={provider} writes={writes} />
            ),
          )}
        </ol>
      )}
    </section>
  );
}

/** So many requests are open at once; the others unfold. */
const SHOWN = 3;

function WaitingList({ view, answers }: { view: TodayPageView; answers: boolean }) {
  const { waiting, provider } = view;
  const items = (some: typeof waiting) =>
    some.map((entry) => <Waiting key={entry.id} entry={entry} provider={provider} answers={answers} />);
  return (
    <section className="grid content-start gap-4" aria-labelledby="waiting">
      <h2 id="waiting" className="flex items-center gap-3 text-xl">
        Waiting for you
        {waiting.length > 0 && <span className="chip warm">{waiting.length}</span>}
      </h2>
      {waiting.length === 0 && <p className="text-soft">No requests to answer.</p>}
      {waiting.length > 0 && <ul className="grid gap-4">{items(waiting.slice(0, SHOWN))}</ul>}
      {waiting.length > SHOWN && (
        <details className="grid gap-4">
          <summary className="btn">{`Show ${waiting.length - SHOWN} more`}</summary>
          <ul className="grid gap-4 pt-4">{items(waiting.slice(SHOWN))}</ul>
        </details>
      )}
    </section>
  );
}
