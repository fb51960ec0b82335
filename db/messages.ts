import { z } from "zod";
import { AgendaRow } from "./bookings.ts";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

export const MessageSettingRow = z.object({
  kind: z.string(),
  disabled_at: z.number().nullable(),
  subject: z.string(),
  opening: z.string(),
  version: z.number().int(),
});
export type MessageSettingRow = z.infer<typeof MessageSettingRow>;

/** What the provider has changed of their messages; a kind that is not here is as Daybook has it. */
export async function selectMessageSettings(tx: TenantTx): Promise<readonly MessageSettingRow[]> {
  return tx.any(sql.type(MessageSettingRow)`
    /* selectMessageSettings */
    select kind, disabled_at, subject, opening, version from message_settings
    where provider_id = ${tx.provider_id} order by kind`);
}

const OptOutRow = z.object({ recipient_id: z.uuid(), kind: z.string() });

/** What these people (customers, accounts) do not want to get. */
export async function selectOptOuts(
  tx: TenantTx,
  recipient_ids: readonly string[],
): Promise<readonly z.infer<typeof OptOutRow>[]> {
  return tx.any(sql.type(OptOutRow)`
    /* selectOptOuts */
    select recipient_id, kind from message_optouts
    where provider_id = ${tx.provider_id} and recipient_id = any(${sql.array([...recipient_ids], "uuid")})`);
}

const ToldMemberRow = z.object({ account_id: z.uuid(), name: z.string(), email: z.string() });
export type ToldMemberRow = z.infer<typeof ToldMemberRow>;

/** Who hears what customers do: owners and managers whose accounts are in use. */
export async function selectToldMembers(tx: TenantTx): Promise<readonly ToldMemberRow[]> {
  return tx.any(sql.type(ToldMemberRow)`
    /* selectToldMembers */
    select m.account_id, a.name, a.email
    from memberships m join accounts a on a.id = m.account_id
    where m.provider_id = ${tx.provider_id} and m.role in ('owner', 'manager') and a.suspended_at is null
    order by m.created_at, m.account_id`);
}

const BookingTellingRow = z.object({
  no_show_at: z.number().nullable(),
  is_erased: z.boolean(),
  reminder_min: z.array(z.number().int()),
  follow_up_min: z.number().int().nullable(),
});

/** What decides about a booking's messages beside the booking itself, or null when it is gone. */
export async function selectOptionalBookingTelling(
  tx: TenantTx,
  booking_id: string,
): Promise<z.infer<typeof BookingTellingRow> | null> {
  return tx.maybeOne(sql.type(BookingTellingRow)`
    /* selectOptionalBookingTelling */
    select b.no_show_at, c.erased_at is not null as is_erased, s.reminder_min, s.follow_up_min
    from bookings b
    join customers c on c.provider_id = b.provider_id and c.id = b.customer_id
    join services s on s.provider_id = b.provider_id and s.id = b.service_id
    where b.provider_id = ${tx.provider_id} and b.id = ${booking_id}`);
}

const ChangeRow = z.object({ account_id: z.uuid().nullable(), from: z.number().nullable() });

/** Who made a version of a booking (a member, or null), and for a move when it was before (epoch ms). */
export async function selectOptionalChange(
  tx: TenantTx,
  booking: { id: string; version: number },
  event: string,
): Promise<z.infer<typeof ChangeRow> | null> {
  return tx.maybeOne(sql.type(ChangeRow)`
    /* selectOptionalChange */
    select account_id, (details ->> 'from')::float8 as "from" from audit_events
    where provider_id = ${tx.provider_id} and booking_id = ${booking.id} and action = ${`booking.${event}`}
      and (details ->> 'version')::int = ${booking.version}
    order by at desc limit 1`);
}

const AgendaLineRow = AgendaRow.extend({
  customer_phone: z.string().nullable(),
  place: z.enum(["in_person", "phone", "video"]),
  place_detail: z.string(),
  note: z.string(),
});
export type AgendaLineRow = z.infer<typeof AgendaLineRow>;

/** The bookings that stand and begin within a window (epoch ms), in order, at most `count`: a day's agenda. */
export async function selectAgendaLines(
  tx: TenantTx,
  window: { from: number; to: number },
  count: number,
): Promise<readonly AgendaLineRow[]> {
  return tx.any(sql.type(AgendaLineRow)`
    /* selectAgendaLines */
    select b.id, b.status, b.starts_at, b.ends_at, b.service_title, b.customer_name, b.version, b.customer_phone,
           b.place, b.place_detail, b.note
    from bookings b
    where b.provider_id = ${tx.provider_id} and b.starts_at >= ${instant(window.from)}
      and b.starts_at < ${instant(window.to)} and b.status in ('pending', 'confirmed')
    order by b.starts_at, b.id limit ${count}`);
}

/** At which minute of the provider's day the agenda goes out (0 to 1439). */
export async function selectAgendaMinute(tx: TenantTx): Promise<number> {
  return (await tx.oneFirst(sql.type(z.object({ agenda_min: z.number().int() }))`
    /* selectAgendaMinute */
    select agenda_min from providers where id = ${tx.provider_id}`)) as number;
}

/** A kind that was never touched is at version 1; its first change makes 2. Epoch ms. */
export async function upsertMessageTexts(
  tx: WriteTx,
  kind: string,
  { subject, opening }: { subject: string; opening: string },
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* upsertMessageTexts */
    insert into message_settings (provider_id, kind, subject, opening, version, updated_at)
    values (${tx.provider_id}, ${kind}, ${subject}, ${opening}, 2, ${instant(now)})
    on conflict on constraint message_settings_pkey do update
    set subject = excluded.subject, opening = excluded.opening, version = message_settings.version + 1,
        updated_at = excluded.updated_at`);
}

/** Switches a kind off, or on again (null); epoch ms. The texts' version stays: a switch is no change of theirs. */
export async function upsertMessageDisabled(
  tx: WriteTx,
  kind: string,
  disabled_at: number | null,
  now: number,
): Promise<void> {
  const at = disabled_at === null ? null : instant(disabled_at);
  await tx.query(sql.typeAlias("void")`
    /* upsertMessageDisabled */
    insert into message_settings (provider_id, kind, disabled_at, updated_at)
    values (${tx.provider_id}, ${kind}, ${at}, ${instant(now)})
    on conflict on constraint message_settings_pkey do update
    set disabled_at = excluded.disabled_at, updated_at = excluded.updated_at`);
}

/** Notes that one person wants no more of a kind; `now` in epoch ms. @returns false when they had said so already */
export async function insertOptOut(
  tx: WriteTx,
  { recipient_id, kind }: { recipient_id: string; kind: string },
  now: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(sql.typeAlias("void")`
    /* insertOptOut */
    insert into message_optouts (provider_id, recipient_id, kind, created_at)
    values (${tx.provider_id}, ${recipient_id}, ${kind}, ${instant(now)})
    on conflict on constraint message_optouts_pkey do nothing`);
  return rowCount > 0;
}

/** Takes that back. @returns false when there was nothing to take back */
export async function deleteOptOut(
  tx: WriteTx,
  { recipient_id, kind }: { recipient_id: string; kind: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(sql.typeAlias("void")`
    /* deleteOptOut */
    delete from message_optouts
    where provider_id = ${tx.provider_id} and recipient_id = ${recipient_id} and kind = ${kind}`);
  return rowCount > 0;
}

/** What one customer did not want, the other does not want either: they are one person. */
export async function copyOptOuts(tx: WriteTx, from_id: string, to_id: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* copyOptOuts */
    insert into message_optouts (provider_id, recipient_id, kind, created_at)
    select provider_id, ${to_id}::uuid, kind, created_at from message_optouts
    where provider_id = ${tx.provider_id} and recipient_id = ${from_id}
    on conflict on constraint message_optouts_pkey do nothing`);
}

/** Sets when the agenda goes out: a minute of the provider's day. The provider's version goes up; `now` in epoch ms. */
export async function updateAgendaMinute(tx: WriteTx, agenda_min: number, now: number): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateAgendaMinute */
    update providers set agenda_min = ${agenda_min}, version = version + 1, updated_at = ${instant(now)}
    where id = ${tx.provider_id}`);
}

/** Takes back the agendas that are planned and were not tried yet. What is left of their jobs finds nothing to send. */
export async function deleteUntriedAgendas(tx: WriteTx): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteUntriedAgendas */
    delete from deliveries
    where provider_id = ${tx.provider_id} and kind = 'agenda' and state = 'queued' and tries = 0`);
}
