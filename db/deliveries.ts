import { z } from "zod";
import {
  type AccountTx,
  type AccountWriteTx,
  instant,
  sql,
  type TenantTx,
  type WriteTx,
} from "./transaction.ts";

export const DeliveryState = z.enum(["queued", "sending", "sent", "void", "refused", "dead"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

const Details = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

const common = {
  id: z.uuid(),
  kind: z.string(),
  once: z.string(),
  account_id: z.uuid().nullable(),
  details: Details,
  due_at: z.number(),
  state: DeliveryState,
  tries: z.number().int(),
  answer: z.string(),
  tried_at: z.number().nullable(),
  ended_at: z.number().nullable(),
};

export const DeliveryRow = z.object({
  ...common,
  booking_id: z.uuid().nullable(),
  booking_version: z.number().int().nullable(),
  recipient: z.enum(["customer", "member", "invited"]),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

export const AccountDeliveryRow = z.object(common);
export type AccountDeliveryRow = z.infer<typeof AccountDeliveryRow>;

const shared = sql.fragment`id, kind, once, account_id, details, due_at, state, tries, answer, tried_at, ended_at`;
const columns = sql.fragment`${shared}, booking_id, booking_version, recipient`;

export type NewDelivery = Pick<DeliveryRow, "id" | "kind" | "once" | "account_id" | "details" | "due_at"> &
  Pick<DeliveryRow, "booking_id" | "booking_version" | "recipient">;

/**
 * Writes down what is to be sent, `due_at` and `now` in epoch ms. What is written down already stays as it is.
 * @returns the ids of those that are new
 */
export async function insertDeliveries(
  tx: WriteTx,
  deliveries: readonly NewDelivery[],
  now: number,
): Promise<readonly string[]> {
  if (deliveries.length === 0) return [];
  const values = deliveries.map(
    (
      one,
    ) => sql.fragment`(${tx.provider_id}::uuid, ${one.id}::uuid, ${one.kind}, ${one.once}, ${one.booking_id}::uuid,
      ${one.booking_version}::int, ${one.recipient}, ${one.account_id}::uuid, ${sql.jsonb(one.details)},
      ${instant(one.due_at)}, ${instant(now)})`,
  );
  return tx.anyFirst(sql.type(z.object({ id: z.uuid() }))`
    /* insertDeliveries */
    insert into deliveries (provider_id, id, kind, once, booking_id, booking_version, recipient, account_id, details,
                            due_at, created_at)
    values ${sql.join(values, sql.fragment`, `)}
    on conflict on constraint deliveries_once do nothing
    returning id`);
}

export type NewAccountDelivery = Pick<
  AccountDeliveryRow,
  "id" | "kind" | "once" | "account_id" | "details" | "due_at"
>;

/** The same for one message about an account. @returns false when it is written down already */
export async function insertAccountDelivery(
  tx: AccountWriteTx,
  one: NewAccountDelivery,
  now: number,
): Promise<boolean> {
  const made = await tx.maybeOneFirst(sql.type(z.object({ id: z.uuid() }))`
    /* insertAccountDelivery */
    insert into account_deliveries (id, kind, once, account_id, details, due_at, created_at)
    values (${one.id}, ${one.kind}, ${one.once}, ${one.account_id}, ${sql.jsonb(one.details)}, ${instant(one.due_at)},
            ${instant(now)})
    on conflict on constraint account_deliveries_once do nothing
    returning id`);
  return made !== null;
}

/** Takes one in hand, to be tried now (epoch ms): null when it has ended, or is another's since after `lapsed_before`. */
export async function claimDelivery(
  tx: WriteTx,
  id: string,
  { now, lapsed_before }: { now: number; lapsed_before: number },
): Promise<DeliveryRow | null> {
  return tx.maybeOne(sql.type(DeliveryRow)`
    /* claimDelivery */
    update deliveries set state = 'sending', tries = tries + 1, tried_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}
      and (state = 'queued' or state = 'sending' and tried_at < ${instant(lapsed_before)})
    returning ${columns}`);
}

/** The same for one about an account. */
export async function claimAccountDelivery(
  tx: AccountWriteTx,
  id: string,
  { now, lapsed_before }: { now: number; lapsed_before: number },
): Promise<AccountDeliveryRow | null> {
  return tx.maybeOne(sql.type(AccountDeliveryRow)`
    /* claimAccountDelivery */
    update account_deliveries set state = 'sending', tries = tries + 1, tried_at = ${instant(now)}
    where id = ${id} and (state = 'queued' or state = 'sending' and tried_at < ${instant(lapsed_before)})
    returning ${shared}`);
}

export type Ended = { state: "sent" | "void" | "refused" | "dead"; answer: string };

/** What became of one; `now` in epoch ms. */
export async function endDelivery(tx: WriteTx, id: string, end: Ended, now: number): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* endDelivery */
    update deliveries set state = ${end.state}, answer = ${end.answer}, ended_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** The same for one about an account. */
export async function endAccountDelivery(
  tx: AccountWriteTx,
  id: string,
  end: Ended,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* endAccountDelivery */
    update account_deliveries set state = ${end.state}, answer = ${end.answer}, ended_at = ${instant(now)}
    where id = ${id}`);
}

/** It did not work and will be tried again at `due_at` (epoch ms). */
export async function postponeDelivery(
  tx: WriteTx,
  id: string,
  { answer, due_at }: { answer: string; due_at: number },
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* postponeDelivery */
    update deliveries set state = 'queued', answer = ${answer}, due_at = ${instant(due_at)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** The same for one about an account. */
export async function postponeAccountDelivery(
  tx: AccountWriteTx,
  id: string,
  { answer, due_at }: { answer: string; due_at: number },
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* postponeAccountDelivery */
    update account_deliveries set state = 'queued', answer = ${answer}, due_at = ${instant(due_at)}
    where id = ${id}`);
}

/** When one that somebody has in hand was last tried (epoch ms); null when nobody has it. */
export async function selectOptionalTriedAt(tx: TenantTx, id: string): Promise<number | null> {
  return tx.maybeOneFirst(sql.type(z.object({ tried_at: z.number() }))`
    /* selectOptionalTriedAt */
    select tried_at from deliveries
    where provider_id = ${tx.provider_id} and id = ${id} and state = 'sending'`) as Promise<number | null>;
}

/** The same for one about an account. */
export async function selectOptionalAccountTriedAt(tx: AccountTx, id: string): Promise<number | null> {
  return tx.maybeOneFirst(sql.type(z.object({ tried_at: z.number() }))`
    /* selectOptionalAccountTriedAt */
    select tried_at from account_deliveries where id = ${id} and state = 'sending'`) as Promise<
    number | null
  >;
}

/** What still lies ahead of an earlier version of a booking is void; `now` in epoch ms. */
export async function voidEarlierDeliveries(
  tx: WriteTx,
  booking: { id: string; version: number },
  kinds: readonly string[],
  { answer, now }: { answer: string; now: number },
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* voidEarlierDeliveries */
    update deliveries set state = 'void', answer = ${answer}, ended_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and booking_id = ${booking.id} and booking_version < ${booking.version}
      and state = 'queued' and kind = any(${sql.array([...kinds], "text")})`);
}

/** Removes what ended before (epoch ms): what was sent or void, and, later, what was never sent. @returns how many */
export async function deleteOldDeliveries(
  tx: WriteTx,
  { ended_before, failed_before }: { ended_before: number; failed_before: number },
): Promise<number> {
  const { rowCount } = await tx.query(sql.typeAlias("void")`
    /* deleteOldDeliveries */
    delete from deliveries
    where provider_id = ${tx.provider_id} and ended_at < ${instant(ended_before)}
      and (state in ('sent', 'void') or ended_at < ${instant(failed_before)})`);
  return rowCount;
}

/** The same for those about accounts. */
export async function deleteOldAccountDeliveries(
  tx: AccountWriteTx,
  { ended_before, failed_before }: { ended_before: number; failed_before: number },
): Promise<number> {
  const { rowCount } = await tx.query(sql.typeAlias("void")`
    /* deleteOldAccountDeliveries */
    delete from account_deliveries
    where ended_at < ${instant(ended_before)}
      and (state in ('sent', 'void') or ended_at < ${instant(failed_before)})`);
  return rowCount;
}

/** Whether the customer was sent an entry for their calendar, so that a cancellation has one to take out. */
export async function selectWasInvited(tx: TenantTx, booking_id: string): Promise<boolean> {
  return (await tx.oneFirst(sql.type(z.object({ was_invited: z.boolean() }))`
    /* selectWasInvited */
    select exists (
      select from deliveries
      where provider_id = ${tx.provider_id} and booking_id = ${booking_id} and kind in ('confirmed', 'moved')
        and state in ('sending', 'sent')
    ) as was_invited`)) as boolean;
}
