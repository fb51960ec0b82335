import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { DeliveryView, RefusalView } from "#app/domain/delivery-views.ts";
import { dayOf, formatDate } from "#app/i18n/format.ts";
import { deliveryWords, kindWords } from "#app/i18n/messages.ts";

const FAILED = ["refused", "dead"];

/** Neither sent nor waiting, and it would be sent: refused, given up, or void for what has passed. */
export const canGoAgain = ({ state, void_because }: Pick<DeliveryView, "state" | "void_because">) =>
  void_because === null && (FAILED.includes(state) || state === "void");

/** Sends one again; `back` is where its answer leads. */
export function SendAgain({ action, name, back }: { action: string; name: string; back?: string }) {
  return (
    <PostForm action={action}>
      {back && <input type="hidden" name="back" value={back} />}
      <button type="submit" className="btn slim">
        Send again<span className="hide">: {name}</span>
      </button>
    </PostForm>
  );
}

type ListProps = {
  messages: DeliveryView[];
  /** The dashboard of its provider. */
  base: string;
  zone: string;
  locale: string;
  writes: boolean;
};

/** What one booking's people were or will be told. */
export function BookingMessages({ messages, base, zone, locale, writes }: ListProps) {
  return (
    <section className="grid gap-3" aria-labelledby="messages">
      <h2 id="messages" className="text-xl">
        Messages
      </h2>
      {messages.length === 0 ? (
        <p className="text-soft">Nothing was sent, and nothing is planned.</p>
      ) : (
        <ul className="sheet messages">
          {messages.map((one) => (
            <li key={one.id} className={FAILED.includes(one.state) ? "failed" : undefined}>
              <p className="min-w-0">
                <strong className="font-semibold">{kindWords(one.kind)}</strong>
                <span className="text-soft"> to {one.to}</span>
                <span className="block text-sm">{deliveryWords(one, zone, locale)}</span>
                {FAILED.includes(one.state) && one.void_because && (
                  <span className="block text-sm text-soft">It cannot be sent again. {one.void_because}</span>
                )}
              </p>
              {writes && canGoAgain(one) && (
                <SendAgain
                  action={`${base}/messages/${one.id}/attempt`}
                  name={`${kindWords(one.kind)} to ${one.to}`}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type RefusedProps = { refusal: RefusalView; zone: string; locale: string; edit: string | null };

/** Beside an address to which a mail server has said no. */
export function RefusedAddress({ refusal, zone, locale, edit }: RefusedProps) {
  return (
    <span className="refusedaddress">
      Mail to this address was refused on {formatDate(dayOf(refusal.ended_at, zone), locale)}.{" "}
      {edit && <a href={edit}>Correct it</a>}
    </span>
  );
}

/** On Today: somebody was not told something. */
export function TroubledNotice({ count, href }: { count: number; href: string }) {
  if (count === 0) return null;
  return (
    <section className="alert ask mb-6" aria-label="Undelivered messages">
      <Icon name="notice" size={22} />
      <div>
        <p className="font-semibold">{troubledWords(count)}</p>
      </div>
      <a className="btn" href={href}>
        See which
      </a>
    </section>
  );
}

/** "2 messages could not be delivered" */
export const troubledWords = (count: number): string =>
  count === 1
    ? "1 message could not be delivered"
    : `${count >= 100 ? "100 or more" : count} messages could not be delivered`;
