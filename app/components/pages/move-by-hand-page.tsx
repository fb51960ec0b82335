import { Alert } from "#app/components/alert.tsx";
import { iso } from "#app/components/by-hand/address.ts";
import { DayTimes } from "#app/components/by-hand/day-times.tsx";
import { TypedTime } from "#app/components/by-hand/typed-time.tsx";
import { Decide, Warning } from "#app/components/by-hand/warning.tsx";
import { DayLeaf } from "#app/components/day-leaf.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { Refusal } from "#app/components/refusal.tsx";
import { When } from "#app/components/when.tsx";
import type { MoveByHandView } from "#app/domain/by-hand-views.ts";
import { dayOf, formatDayTime } from "#app/i18n/format.ts";

/** `stale`: somebody changed the booking after the form was made. */
export function MoveByHandPage({ stale = false, ...view }: MoveByHandView & { stale?: boolean }) {
  const { desk, booking, provider, chosen, refusal } = view;
  const path = `/dashboard/${desk.username}/bookings/${booking.id}`;
  const again = `${path}/time`;
  const hrefOf = (at: number) => `${again}?start=${iso(at)}`;
  const dayHref = (date: string) => `${again}?date=${date}#times`;
  return (
    <DeskPage desk={desk} current="bookings" width="form">
      <div className="grid gap-6 pt-2">
        <header className="grid gap-1">
          <a
            className="-ml-1.5 inline-flex min-h-11 items-center gap-1 justify-self-start text-sm font-semibold"
            href={path}
          >
            <Icon name="left" />
            Back to the booking
          </a>
          <h1 className="text-2xl">{chosen ? "Move to this time?" : "Choose a new time"}</h1>
          <p className="text-soft">
            {booking.customer_name}, {booking.service_title}
            {!chosen && (
              <>
                , now on{" "}
                <strong className="font-semibold text-ink">
                  {formatDayTime(booking.starts_at, provider.time_zone, provider.locale)}
                </strong>
              </>
            )}
            . The customer gets a mail with the new time.
          </p>
        </header>
        {stale && (
          <Alert title="This booking was changed in the meantime" id="stale">
            <p>
              What you see here is how it is now. Nothing of yours was saved; move it if you still want to.
            </p>
          </Alert>
        )}
        {refusal && (
          <Refusal
            refusal={refusal}
            provider={provider}
            zone={provider.time_zone}
            back={dayHref(view.day.date)}
            verb="Choose"
            hrefOf={hrefOf}
          />
        )}
        {chosen ? (
          <Confirm view={view} chosen={chosen} again={dayHref(dayOf(chosen.starts_at, provider.time_zone))} />
        ) : (
          <div className="sheet grid gap-8 p-5 sm:p-8 md:grid-cols-2 md:gap-12">
            <section className="grid content-start gap-4" aria-labelledby="any">
              <h2 className="text-lg" id="any">
                Any day and time
              </h2>
              <TypedTime typed={view.typed} provider={provider} fields={[]} hrefOf={hrefOf} />
            </section>
            <DayTimes
              day={view.day}
              provider={provider}
              current={booking.starts_at}
              dayHref={dayHref}
              hrefOf={hrefOf}
            />
          </div>
        )}
      </div>
    </DeskPage>
  );
}

type ConfirmProps = { view: MoveByHandView; chosen: { starts_at: number; ends_at: number }; again: string };

function Confirm({ view, chosen, again }: ConfirmProps) {
  const { booking, warning } = view;
  return (
    <>
      {warning && <Warning warning={warning} what="You can move it there all the same." />}
      <PostForm className="sheet grid gap-8 p-5 sm:p-8">
        <input type="hidden" name="start" value={iso(chosen.starts_at)} />
        <input type="hidden" name="version" value={booking.version} />
        <div className="grid gap-6 md:grid-cols-[1fr_auto_1fr] md:items-start">
          <Side title="From" time={booking} view={view} off />
          <span className="hidden self-center text-soft md:block">
            <Icon name="arrow" size={28} />
          </span>
          <Side title="To" time={chosen} view={view} />
        </div>
        <p className="grid gap-3 sm:flex">
          <Decide warning={warning} plain="Move the booking" anyway="Move anyway" />
          <a className="btn" href={again}>
            Choose another time
          </a>
        </p>
      </PostForm>
    </>
  );
}

type SideProps = {
  title: string;
  time: { starts_at: number; ends_at: number };
  view: MoveByHandView;
  off?: boolean;
};

function Side({ title, time: { starts_at, ends_at }, view: { provider }, off = false }: SideProps) {
  const zone = provider.time_zone;
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
