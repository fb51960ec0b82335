import { Alert } from "#app/components/alert.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import type { Result } from "#app/components/entrance.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { LongTextField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { DeskBookingView } from "#app/domain/bookings-views.ts";
import type { DeskView } from "#app/domain/views.ts";

type Props = {
  desk: DeskView;
  booking: DeskBookingView;
  /** `theirs`: what somebody else wrote meanwhile. */
  answer?: { lastResult: Result; theirs: string | null };
};

/** What the house writes about a booking for itself. */
export function InternalNotePage({ desk, booking, answer }: Props) {
  const path = `/dashboard/${desk.username}/bookings/${booking.id}`;
  const state = fieldState(
    "internal_note",
    answer?.lastResult,
    answer?.lastResult ? {} : { internal_note: booking.internal_note },
  );
  const theirs = answer?.theirs ?? null;
  // A refused form goes on from what it had shown, or it would overwrite what others wrote since.
  const shown = answer ? (theirs ?? fieldState("shown", answer.lastResult).value) : booking.internal_note;
  return (
    <DeskPage desk={desk} current="bookings" width="reading">
      <div className="grid gap-6 pt-2">
        <div className="grid gap-1">
          <a className="-ml-1.5 inline-flex min-h-11 items-center gap-1 text-sm font-semibold" href={path}>
            <Icon name="left" />
            Back to the booking
          </a>
          <h1 className="text-2xl">Internal note</h1>
          <p className="text-soft">
            About the booking of {booking.customer_name}. Your colleagues see it, customers never do.
          </p>
        </div>
        <ErrorSummary errors={state.errors.map((text) => ({ id: state.id, label: "The note", text }))} />
        {theirs !== null && (
          <Alert title="Somebody else changed this note meanwhile">
            <p>Nothing of yours is saved yet. It says now:</p>
            <p className="sheet my-3 whitespace-pre-line p-4">{theirs || "(empty)"}</p>
            <p>Make yours what it should be, then save it again: it takes the place of theirs.</p>
          </Alert>
        )}
        <PostForm action={`${path}/note`} className="grid gap-5">
          <input type="hidden" name="shown" value={shown} />
          <LongTextField state={state} label="Note" maxLength={2000} />
          <p>
            <button type="submit" className="btn main">
              Save the note
            </button>
          </p>
        </PostForm>
      </div>
    </DeskPage>
  );
}
