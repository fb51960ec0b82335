import { config } from "#app/config.server.ts";
import {
  CUSTOMER_KINDS,
  type CustomerKind,
  type MemberKind,
  type MessageKind,
  whyVoid,
} from "#app/domain/messages.ts";
import { recoverManageToken } from "#app/domain/secrets.server.ts";
import type { Composed } from "#app/jobs/attempt.ts";
import { unsubscribeUrl } from "#app/jobs/unsubscribe-url.ts";
import { customerMail, memberMail } from "#app/mail/booking-mail.ts";
import { selectOptionalBookingById } from "#db/bookings.ts";
import { type DeliveryRow, selectWasInvited } from "#db/deliveries.ts";
import { selectMembers } from "#db/memberships.ts";
import {
  selectMessageSettings,
  selectOptionalBookingTelling,
  selectOptionalChange,
  selectOptOuts,
  selectToldMembers,
} from "#db/messages.ts";
import { selectProvider } from "#db/providers.ts";
import { selectServiceById } from "#db/services.ts";
import { reading, type TenantTx } from "#db/transaction.ts";

const isCustomerKind = (kind: string): kind is CustomerKind =>
  (CUSTOMER_KINDS as readonly string[]).includes(kind);

/** A message about a booking as it is now, or why it no longer holds. `now` in epoch ms. */
export async function composeBookingMessage(
  provider_id: string,
  row: DeliveryRow,
  now: number,
): Promise<Composed> {
  const facts = await reading(provider_id, (tx) => find(tx, row));
  if (!facts) return { void_because: "The booking is gone." };
  const { booking, provider, telling, disabled, optouts, service } = facts;
  const kind = row.kind as MessageKind;
  const why = whyVoid({
    kind,
    booking_version: row.booking_version ?? 0,
    booking: { ...booking, no_show_at: telling.no_show_at },
    is_erased: telling.is_erased,
    now,
  });
  if (why) return { void_because: why };
  if (disabled.has(kind)) return { void_because: "These messages are switched off." };
  if (optouts.has(kind)) return { void_because: "They asked not to get these." };
  if (provider.suspended_at !== null) return { void_because: "The provider is suspended." };
  const { public_url, secrets } = config();
  const from = Number(row.details.from) || null;
  if (isCustomerKind(kind)) {
    const token = recoverManageToken(secrets, provider_id, booking);
    const texts = facts.settings.find((one) => one.kind === kind) ?? { subject: "", opening: "" };
    return customerMail(kind, {
      booking,
      provider,
      texts,
      from,
      manage_url: token && `${public_url}/book/${provider.username}/bookings/${token}`,
      book_url: `${public_url}/book/${provider.username}/${service.slug}`,
      unsubscribe_url: unsubscribeUrl(provider, "follow_up", booking.customer_id),
      was_invited: facts.was_invited,
    });
  }
  if (!facts.member) return { void_because: "They no longer run this practice." };
  const desk = `${public_url}/dashboard/${provider.username}`;
  return memberMail(kind as Exclude<MemberKind, "agenda">, {
    booking,
    provider,
    member: facts.member,
    desk_url: `${desk}/bookings/${booking.id}`,
    settings_url: `${desk}/settings/messages`,
    from,
    by: facts.by,
  });
}

/** What an event is called in the history, for each notice that tells of it. */
const EVENT_OF: Partial<Record<MessageKind, string>> = {
  new: "booked",
  waiting: "booked",
  new_time: "moved",
  called_off: "cancelled",
};

const find = async (tx: TenantTx, row: DeliveryRow) => {
  const { booking_id, booking_version, account_id, kind } = row;
  const booking = booking_id && (await selectOptionalBookingById(tx, booking_id));
  const telling = booking && (await selectOptionalBookingTelling(tx, booking_id));
  if (!booking || !telling) return null;
  const settings = await selectMessageSettings(tx);
  const is_of_member = row.recipient === "member";
  const event = EVENT_OF[kind as MessageKind];
  const change =
    event === undefined
      ? null
      : await selectOptionalChange(tx, { id: booking.id, version: booking_version ?? 0 }, event);
  return {
    booking,
    telling,
    settings,
    provider: await selectProvider(tx),
    service: await selectServiceById(tx, booking.service_id),
    disabled: new Set(settings.filter((one) => one.disabled_at !== null).map((one) => one.kind)),
    optouts: new Set((await selectOptOuts(tx, [account_id ?? booking.customer_id])).map((one) => one.kind)),
    member: is_of_member
      ? (await selectToldMembers(tx)).find((one) => one.account_id === account_id)
      : undefined,
    by: change?.account_id ? await nameOf(tx, change.account_id) : null,
    was_invited: is_of_member ? false : await selectWasInvited(tx, booking.id),
  };
};

const nameOf = async (tx: TenantTx, account_id: string): Promise<string> =>
  (await selectMembers(tx)).find((one) => one.account_id === account_id)?.name ?? "A colleague";
