import { canGoAgain, SendAgain } from "#app/components/deliveries.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import { ListSteps } from "#app/components/operator.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { TroubledPageView, TroubledView } from "#app/domain/delivery-views.ts";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import { dayOf, formatDay, formatTime } from "#app/i18n/format.ts";
import { deliveryWords, kindWords } from "#app/i18n/messages.ts";

type Props = TroubledPageView & { just: string | null };

const DONE: Record<string, string> = {
  "sent-again": "It is on its way.",
  dismissed: "Taken off the list.",
};

/** What nobody could be given: who does not know what they should. */
export function MessagesPage({ just, ...view }: Props) {
  const { desk, messages, more, is_first } = view;
  const done = ownWord(DONE, just);
  return (
    <DeskPage desk={desk} current="bookings" width="reading">
      <div className="grid gap-6 pt-2">
        {done && <Flash text={done} />}
        <div className="grid gap-1">
          <p className="text-sm">
            <a href={`/dashboard/${desk.username}/bookings`} className="inline-block py-2">
              ← Bookings
            </a>
          </p>
          <h1 className="text-2xl">Undelivered messages</h1>
          <p className="text-soft">
            What a mail server refused, or could not be reached for, in the last 60 days. Who it was for does
            not know it.
          </p>
        </div>
        {messages.length === 0 ? (
          <p className="sheet p-6 text-soft">
            {is_first
              ? "Every message has reached its mail server. There is nothing to do."
              : "No older ones."}
          </p>
        ) : (
          <ul className="grid gap-4">
            {messages.map((message) => (
              <Troubled key={message.id} message={message} view={view} />
            ))}
          </ul>
        )}
        <ListSteps more={more} is_first={is_first} />
      </div>
    </DeskPage>
  );
}

function Troubled({ message, view }: { message: TroubledView; view: TroubledPageView }) {
  const { desk, locale } = view;
  const zone = desk.time_zone;
  const base = `/dashboard/${desk.username}`;
  const here = `${base}/messages`;
  const { id, kind, to, address, booking, void_because } = message;
  const name = `${kindWords(kind)} to ${to}`;
  return (
    <li className="sheet undelivered">
      <div className="grid min-w-0 gap-1">
        <h2 className="text-lg">{kindWords(kind)}</h2>
        <p>
          To {to}
          {address && <span className="text-soft"> ({address})</span>}
        </p>
        {booking && (
          <p>
            <a href={`${base}/bookings/${booking.id}`}>
              {booking.service_title}, {formatDay(dayOf(booking.starts_at, zone), locale)},{" "}
              {formatTime(booking.starts_at, zone, locale)}
            </a>
          </p>
        )}
        <p className="text-sm">{deliveryWords(message, zone, locale)}</p>
        {void_because && <p className="text-sm text-soft">It cannot be sent again. {void_because}</p>}
      </div>
      {may(desk.role, "bookings:write") && (
        <div className="flex flex-wrap gap-3">
          {canGoAgain(message) && <SendAgain action={`${here}/${id}/attempt`} name={name} back="list" />}
          {message.state === "refused" && booking && address && may(desk.role, "customers:write") && (
            <a className="btn slim" href={`${base}/customers/${booking.customer_id}/edit`}>
              Correct the address<span className="hide"> of {to}</span>
            </a>
          )}
          <PostForm action={`${here}/${id}/dismissal`}>
            <button type="submit" className="btn slim">
              Dismiss<span className="hide">: {name}</span>
            </button>
          </PostForm>
        </div>
      )}
    </li>
  );
}
