import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { replanAgenda } from "#app/domain/messages/agendas.server.ts";
import type { MemberKind, UnsubscribableKind } from "#app/domain/messages.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { selectOptionalRole } from "#db/memberships.ts";
import { deleteOptOut, insertOptOut } from "#db/messages.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

/** Ends or begins mails of one kind to the member who acts; the same again changes nothing. */
export async function switchOwnMails(context: Context, kind: MemberKind, to: "on" | "off"): Promise<void> {
  const event_id = newId();
  const { account_id } = context;
  if (!account_id) throw new TypeError("Somebody must be signed in.");
  await serializable(context.provider.id, async (tx) => {
    if (!(await write(tx, { recipient_id: account_id, kind }, to, context.now))) return;
    await insertAuditEvent(tx, {
      ...{ id: event_id, booking_id: null, action: `message.own_${to}`, actor: context.actor },
      ...{ account_id, address: context.address, details: { kind }, at: context.now },
    });
  });
}

/**
 * Ends mails of one kind to whom a link in one of them names, or takes that back. Who holds the link is not signed in, so the
 * history names a member by their place in the mail's address, and a customer not at all.
 */
export async function switchMailsOf(
  context: Context,
  { kind, recipient_id }: { kind: UnsubscribableKind; recipient_id: string },
  to: "on" | "off",
): Promise<void> {
  const event_id = newId();
  await serializable(context.provider.id, async (tx) => {
    if (!(await write(tx, { recipient_id, kind }, to, context.now))) return;
    const is_member = kind === "agenda" && (await selectOptionalRole(tx, recipient_id)) !== null;
    await insertAuditEvent(tx, {
      ...{ id: event_id, booking_id: null, action: to === "off" ? "message.ended" : "message.wanted_again" },
      ...{ actor: is_member ? ("provider" as const) : ("customer" as const), details: { kind } },
      ...{ account_id: is_member ? recipient_id : null, address: null, at: context.now },
    });
  });
}

/** @returns whether that changed anything */
const write = async (
  tx: WriteTx,
  about: { recipient_id: string; kind: string },
  to: "on" | "off",
  now: number,
): Promise<boolean> => {
  const is_changed = to === "off" ? await insertOptOut(tx, about, now) : await deleteOptOut(tx, about);
  if (is_changed && about.kind === "agenda") await replanAgenda(tx, now);
  return is_changed;
};
