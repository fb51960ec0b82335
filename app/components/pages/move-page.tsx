import { Alert } from "#app/components/alert.tsx";
import { DayLeaf } from "#app/components/day-leaf.tsx";
import { Icon } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import { pickerHref, timeHref } from "#app/components/picker/links.ts";
import { MonthCalendar } from "#app/components/picker/month-calendar.tsx";
import { TimeList } from "#app/components/picker/time-list.tsx";
import { ZoneForm } from "#app/components/picker/zone-form.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { Refusal } from "#app/components/refusal.tsx";
import { When } from "#app/components/when.tsx";
import type { BookingView, MovePageView, ProviderView, RefusalView } from "#app/domain/views.ts";
import { dayOf, formatDayTime, zoneName } from "#app/i18n/format.ts";

type Props = MovePageView & {
  /** Why the last try failed; the same as `refusal`, from the action. */
  error?: RefusalView | null;
  /** The form was made before somebody else changed the booking. */
  stale?: boolean;
};

/** Another time for a booking: choose, then confirm. */
export function MovePage({ provider, booking, picker, chosen, refusal, error, stale = false }: Props) {
  const problem = error ?? refusal;
  const confirming = problem ? null : chosen;
  return (
    <Page provider={provider} width={confirming ? "form" : "page"}>
      <div className="grid gap-6">
        <div className="grid gap-1">
          <a
            className="-ml-1.5 inline-flex min-h-11 items-center gap-1 text-sm font-semibold"
            href={booking.path}
          >
            <Icon name="left" />
            Back to your booking
          </a>
          <h1 className="text-2xl">{confirming ? "Move to this time?" : "Choose a new time"}</h1>
          <p className="max-w-reading text-soft">
            {booking.service_title} with {provider.name}
            {!confirming && (
              <>
                , now on{" "}
                <strong className="font-semibold text-ink">
                  {formatDayTime(booking.starts_at, picker.zone, provider.locale)}
                </strong>{" "}
                ({zoneName(picker.zone)})
              </>
            )}
            . Your time stays yours until you confirm another.
          </p>
        </div>
        {stale && !problem && (
          <Alert title="This booking was changed in the meantime">
            <p>What you see here is how it is now. Choose again if you still want to move it.</p>
          </Alert>
        )}
        {problem && (
          <Refusal
            refusal={problem}
            provider={provider}
            zone={picker.zone}
            back={pickerHref(picker, {})}
            verb="Choose"
            hrefOf={(at) => timeHref(picker, at)}
          />
        )}
        {confirming ? (
          <Confirm
            provider={provider}
            booking={booking}
            chosen={confirming}
            zone={picker.zone}
            again={pickerHref(picker, {})}
          />
        ) : (
          <div className="sheet book bare p-4 sm:p-8" data-zone={picker.zone}>
            <section className="cal-area grid content-start gap-4" aria-label="Calendar">
              <MonthCalendar picker={picker} locale={provider.locale} />
              <ZoneForm picker={picker} />
            </section>
            <section className="times-area" id="times" aria-label="Free times">
              <TimeList picker={picker} provider={provider} current={booking.starts_at} />
            </section>
          </div>
        )}
      </div>
    </Page>
  );
}

type ConfirmProps = {
  provider: ProviderView;
  booking: BookingView;
  chosen: { starts_at: number; ends_at: number };
  zone: string;
  /** The calendar, with the zone when that is in the address; the form goes there, too. */
  again: string;
};

function Confirm({ provider, booking, chosen, zone, again }: ConfirmProps) {
  return (
    <PostForm action={again} className="sheet grid gap-8 p-5 sm:p-8">
      <input type="hidden" name="start" value={new Date(chosen.starts_at).toISOString()} />
      <input type="hidden" name="version" value={booking.version} />
      <div className="grid gap-6 md:grid-cols-[1fr_auto_1fr] md:items-start">
        <Side
          title="From"
          starts_at={booking.starts_at}
          ends_at={booking.ends_at}
          off
          {...{ zone, provider }}
        />
        <span className="hidden self-center text-soft md:block">
          <Icon name="arrow" size={28} />
        </span>
        <Side title="To" starts_at={chosen.starts_at} ends_at={chosen.ends_at} {...{ zone, provider }} />
      </div>
      <p className="grid gap-3 sm:flex">
        <button type="submit" className="btn main">
          Move the booking
        </button>
        <a className="btn" href={again}>
          Choose another time
        </a>
      </p>
    </PostForm>
  );
}

type SideProps = {
  title: string;
  starts_at: number;
  ends_at: number;
  zone: string;
  provider: ProviderView;
  off?: boolean;
};

function Side({ title, starts_at, ends_at, zone, provider, off = false }: SideProps) {
  return (
    <section className="grid gap-2">
      <h2 className="eyebrow tracking-normal">{title}</h2>
      <div className="flex gap-4">
        <DayLeaf date={dayOf(starts_at, zone)} locale={provider.locale} off={off} />
        <When starts_at={starts_at} ends_at={ends_at} zone={zone} provider={provider} struck={off} />
      </div>
    </section>
  );
}
