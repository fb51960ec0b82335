import type { SubmissionResult } from "@conform-to/react";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { LongTextField } from "#app/components/field.tsx";
import { Flash } from "#app/components/flash.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { HoursNav } from "#app/components/hours-nav.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { may } from "#app/domain/permissions.ts";
import type { TimeOffBookingsView } from "#app/domain/time-off-views.ts";
import type { AgendaEntry } from "#app/domain/views.ts";
import { formatAbsence } from "#app/i18n/absence.ts";
import { dayOf, formatShortDay, formatTimeRange } from "#app/i18n/format.ts";

type Props = TimeOffBookingsView & { answer?: { lastResult: SubmissionResult<string[]> } | null };

/** The bookings that stand in an absence: which to cancel, which to keep. */
export function TimeOffBookingsPage(view: Props) {
  const { desk, locale, now, absence, bookings, total, answer } = view;
  const base = `/dashboard/${desk.username}/hours/time-off`;
  const said = answer ? null : saidOf(view);
  const ticked = fieldState("cancel", answer?.lastResult);
  const errors = [...ticked.errors, ...fieldState("reason", answer?.lastResult).errors];
  return (
    <DeskPage desk={desk} current="hours" width="form">
      <HoursNav username={desk.username} current="time-off" />
      {said && <Flash text={said} />}
      <h1 className="text-2xl">
        {total === 0 ? "No booking stands in your time off" : `${countWords(total)} in your time off`}
      </h1>
      <p className="pt-2 text-soft">{formatAbsence(absence, desk.time_zone, locale, now)}</p>
      {total === 0 ? (
        <p className="pt-6">
          <a className="btn main" href={base}>
            Back to your time off
          </a>
        </p>
      ) : (
        <PostForm className="grid max-w-reading gap-6 pt-6">
          <ErrorSummary errors={errors.map((text) => ({ id: "hits", text }))} />
          <p>
            The time is closed for new bookings. These were made before: cancel the ones you can’t keep. Who
            is cancelled gets a mail; the others stay as they are.
          </p>
          <fieldset className="grid gap-3" id="hits" disabled={!may(desk.role, "bookings:write")}>
            <legend className="flex w-full flex-wrap items-center justify-between gap-3 pb-3 font-semibold">
              Cancel these
            </legend>
            {bookings.map((booking) => (
              <Hit
                key={booking.id}
                booking={booking}
                page={{ desk, locale }}
                ticked={answer ? ticked.values.includes(tickOf(booking)) : view.all_ticked}
              />
            ))}
            {!view.all_ticked && bookings.length > 1 && (
              <p>
                <a href={`${base}/${absence.id}/bookings?all`}>Tick all</a>
              </p>
            )}
            <LongTextField
              state={fieldState("reason", answer?.lastResult)}
              label="Reason for your customers"
              help="Stands in the mail to each of them."
              maxLength={500}
            />
          </fieldset>
          <div className="flex flex-wrap gap-3">
            {may(desk.role, "bookings:write") && (
              <button type="submit" className="btn danger">
                Cancel the ticked ones
              </button>
            )}
            <a className="btn" href={base}>
              {view.cancelled > 0 ? "Keep the others" : "Keep them all"}
            </a>
            {view.next && (
              <a className="btn" href={`${base}/${absence.id}/bookings?after=${view.next}`}>
                Later bookings
              </a>
            )}
          </div>
        </PostForm>
      )}
    </DeskPage>
  );
}

const countWords = (count: number) =>
  count === 1 ? "1 booking stands" : `${count >= 1000 ? "1000 or more" : count} bookings stand`;

const bookingsWere = (count: number) => (count === 1 ? "1 booking was" : `${count} bookings were`);

function saidOf({ just, cancelled, left }: Props): string | null {
  switch (just) {
    case "added":
      return "Added. Nothing new can be booked in that time.";
    case "changed":
      return "Saved. Nothing new can be booked in that time.";
    case "restored":
      return "Your time off is back, as it was.";
    case "cancelled": {
      const done =
        cancelled > 0 ? `${bookingsWere(cancelled)} cancelled. The customers are told by mail.` : "";
      const not =
        left > 0
          ? `${bookingsWere(left)} changed by somebody meanwhile and left as it is. Please look again.`
          : "";
      return [done, not].filter(Boolean).join(" ") || null;
    }
    default:
      return null;
  }
}

const tickOf = (booking: AgendaEntry) => `${booking.id}.${booking.version}`;

type HitProps = { booking: AgendaEntry; page: Pick<Props, "desk" | "locale">; ticked: boolean };

function Hit({ booking, page: { desk, locale }, ticked }: HitProps) {
  const { starts_at, ends_at, customer_name, service_title, status } = booking;
  const { time_zone } = desk;
  return (
    <label className="option">
      <input type="checkbox" name="cancel" value={tickOf(booking)} defaultChecked={ticked} />
      <span>
        <strong className="font-semibold">{customer_name}</strong>{" "}
        {status === "pending" && <span className="chip warm">Waiting for you</span>}
        <span className="block">
          {formatShortDay(dayOf(starts_at, time_zone), locale)},{" "}
          {formatTimeRange(starts_at, ends_at, time_zone, locale)}
        </span>
        <small className="block">{service_title}</small>
      </span>
    </label>
  );
}
