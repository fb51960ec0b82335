import { Alert } from "#app/components/alert.tsx";
import { BookingSummary } from "#app/components/booking-summary.tsx";
import { LongTextField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import { placeIcon, placeLabel } from "#app/components/place.ts";
import { PostForm } from "#app/components/post-form.tsx";
import type { BookingView, ProviderView } from "#app/domain/views.ts";

type Props = { provider: ProviderView; booking: BookingView; error?: string; reason?: string };

/** Asks once more: cancelling gives the time to someone else. */
export function CancelPage({ provider, booking, error, reason }: Props) {
  return (
    <Page provider={provider} width="reading">
      <div className="grid gap-6">
        <div className="grid gap-1">
          <a
            className="-ml-1.5 inline-flex min-h-11 items-center gap-1 text-sm font-semibold"
            href={booking.path}
          >
            <Icon name="left" />
            Back to your booking
          </a>
          <h1 className="text-2xl">Cancel this booking?</h1>
        </div>
        {error && (
          <Alert title="This could not be cancelled">
            <p>{error}</p>
          </Alert>
        )}
        <div className="sheet grid gap-6 p-5 sm:p-8">
          <BookingSummary
            title={booking.service_title}
            provider={provider}
            starts_at={booking.starts_at}
            ends_at={booking.ends_at}
            zone={booking.zone}
            facts={[
              { icon: placeIcon(booking.place), text: placeLabel(booking.place, booking.place_detail) },
            ]}
          />
          <PostForm action={`${booking.path}/cancellation`} className="grid gap-5 border-t pt-6">
            <input type="hidden" name="version" value={booking.version} />
            <LongTextField
              state={fieldState("reason", null, { reason })}
              label="Reason"
              help={`For ${provider.name}.`}
              maxLength={1000}
            />
            <p className="text-soft">The time will be free for others at once.</p>
            <p className="grid gap-3 sm:flex">
              <button type="submit" className="btn danger">
                Cancel this booking
              </button>
              <a className="btn" href={booking.path}>
                Keep it
              </a>
            </p>
          </PostForm>
        </div>
      </div>
    </Page>
  );
}
