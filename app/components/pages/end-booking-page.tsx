import { Alert } from "#app/components/alert.tsx";
import { BookingSummary } from "#app/components/booking-summary.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { LongTextField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { DeskBookingView } from "#app/domain/bookings-views.ts";
import type { DeskView, ProviderView } from "#app/domain/views.ts";

type Props = {
  desk: DeskView;
  provider: ProviderView;
  booking: DeskBookingView;
  act: "decline" | "cancellation";
  /** Why the form is here again: its reason cannot be used, or somebody changed the booking meanwhile. */
  answer?: { lastResult: Parameters<typeof fieldState>[1]; is_stale: boolean };
};

const WORDS = {
  decline: {
    title: "Decline this request?",
    over: "This request has been answered already.",
    button: "Decline the request",
    keep: "Not now",
  },
  cancellation: {
    title: "Cancel this booking?",
    over: "This booking is over with already.",
    button: "Cancel this booking",
    keep: "Keep it",
  },
};

/** Says no to a request, or cancels what stood; both tell the customer why, and give the time back. */
export function EndBookingPage({ desk, provider, booking, act, answer }: Props) {
  const path = `/dashboard/${desk.username}/bookings/${booking.id}`;
  const { title, over, button, keep } = WORDS[act];
  const reason = fieldState("reason", answer?.lastResult);
  const can = act === "decline" ? booking.status === "pending" : booking.is_live;
  return (
    <DeskPage desk={desk} current="bookings" width="reading">
      <div className="grid gap-6 pt-2">
        <div className="grid gap-1">
          <a className="-ml-1.5 inline-flex min-h-11 items-center gap-1 text-sm font-semibold" href={path}>
            <Icon name="left" />
            Back to the booking
          </a>
          <h1 className="text-2xl">{title}</h1>
        </div>
        <ErrorSummary errors={reason.errors.map((text) => ({ id: reason.id, text }))} />
        {answer?.is_stale && can && (
          <Alert title="This booking has changed meanwhile">
            <p>Nothing was sent yet. Below is what it is now; your reason is still there.</p>
          </Alert>
        )}
        <div className="sheet grid gap-6 p-5 sm:p-8">
          <BookingSummary
            title={booking.customer_name}
            provider={provider}
            starts_at={booking.starts_at}
            ends_at={booking.ends_at}
            zone={provider.time_zone}
            facts={[{ icon: "calendar", text: booking.service_title }]}
            struck={!can}
          />
          {can ? (
            <PostForm action={`${path}/${act}`} className="grid gap-5 border-t pt-6">
              <input type="hidden" name="version" value={booking.version} />
              <input type="hidden" name="back" value={path} />
              <LongTextField
                state={reason}
                label="Reason"
                help={`For ${booking.customer_name}: it stands in the mail and on the booking's page.`}
                maxLength={500}
              />
              <p className="text-soft">
                {booking.customer_name} is told by mail at once, and the time is free for others.
              </p>
              <p className="grid gap-3 sm:flex">
                <button type="submit" className="btn danger">
                  {button}
                </button>
                <a className="btn" href={path}>
                  {keep}
                </a>
              </p>
            </PostForm>
          ) : (
            <Alert title={over} />
          )}
        </div>
      </div>
    </DeskPage>
  );
}
