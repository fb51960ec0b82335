/** What was sent and what was not, for who looks at it. Pure: `now` is an argument. */
import { type MessageKind, whyVoid } from "#app/domain/messages.ts";
import { localDate } from "#app/domain/zones.ts";
import type { LedgerRow, TroubledCursor } from "#db/delivery_lists.ts";

/** So long the dashboard and the operator see what could not be delivered (milliseconds). */
export const SHOWN_FOR = 60 * 86_400_000;

/** Due for so long and not sent is late (milliseconds): longer than a worker that works needs. */
export const LATE_AFTER = 10 * 60_000;

/** What decides, beside the message and its booking, whether it would be sent. */
export type SendingRules = {
  /** Kinds that the provider has switched off. */
  disabled: ReadonlySet<string>;
  /** "<customer's or account's id> <kind>": who does not want what. */
  optouts: ReadonlySet<string>;
  /** Accounts of those who run the practice. */
  told: ReadonlySet<string>;
  provider: { time_zone: string; deletes_at: number | null };
  now: number;
};

/** Why sending it (again) would send nothing, in a sentence, or null: it would be sent. */
export function whyNotAgain(row: LedgerRow, rules: SendingRules): string | null {
  const { kind, recipient, account_id } = row;
  if (kind === "invitation")
    return row.invited_email === null ? "The invitation was withdrawn or accepted." : null;
  if (kind === "provider_deletion")
    return rules.provider.deletes_at === row.details.deletes_at ? null : "The deletion was taken back.";
  if (recipient === "member" && !(account_id && rules.told.has(account_id)))
    return "They no longer run this practice.";
  const why = kind === "agenda" ? ofAgenda(row, rules) : ofBooking(row, rules.now);
  if (why) return why;
  if (rules.disabled.has(kind)) return "These messages are switched off.";
  const whose = account_id ?? row.customer_id;
  return rules.optouts.has(`${whose} ${kind}`) ? "They asked not to get these." : null;
}

const ofAgenda = ({ details }: LedgerRow, { provider, now }: SendingRules) =>
  String(details.date) < localDate(now, provider.time_zone) ? "That day is over." : null;

const ofBooking = (row: LedgerRow, now: number) => {
  const { version, status, starts_at, no_show_at, is_erased } = row;
  if (version === null || status === null || starts_at === null) return "The booking is gone.";
  return whyVoid({
    kind: row.kind as MessageKind,
    booking_version: row.booking_version ?? 0,
    booking: { version, status, starts_at, no_show_at },
    is_erased,
    now,
  });
};

/** A place in the list, as an address says it. */
export const cursorOf = ({ ended_at, id }: { ended_at: number | null; id: string }): string =>
  `${ended_at}.${id}`;

/** What an address says, or null for anything else: the list then begins with the latest. */
export const readTroubledCursor = (text: string | null): TroubledCursor | null => {
  const [, at, id] = /^(\d{1,13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text ?? "") ?? [];
  return at && id ? { ended_at: Number(at), id } : null;
};
