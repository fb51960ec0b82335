import { z } from "zod";
import type { ServiceRow } from "../services.ts";
import { instant, sql, type TenantTx, type WriteTx } from "../transaction.ts";

/** All of a service that its form sets. Minutes, smallest units of the currency, local dates. */
export type ServiceValues = Omit<ServiceRow, "id" | "version" | "hidden_at" | "archived_at">;

/** Adds a service at the end of the list, hidden. `now` in epoch ms. */
export async function insertDraftService(
  tx: WriteTx,
  id: string,
  service: ServiceValues,
  now: number,
): Promise<void> {
  const at = instant(now);
  await tx.query(sql.typeAlias("void")`
    /* insertDraftService */
    insert into services (provider_id, id, slug, title, currency, place, position, hidden_at, created_at, updated_at)
    select ${tx.provider_id}, ${id}, ${service.slug}, ${service.title}, ${service.currency}, ${service.place},
      coalesce(max(position), 0) + 1, ${at}, ${at}, ${at}
    from services where provider_id = ${tx.provider_id}`);
  await updateService(tx, id, service, now);
}

/** Sets everything that a service's form sets, its lengths too; the version goes up. `now` in epoch ms. */
export async function updateService(
  tx: WriteTx,
  id: string,
  service: ServiceValues,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateService */
    update services set
      schedule_id = ${service.schedule_id}, slug = ${service.slug}, title = ${service.title},
      description = ${service.description}, currency = ${service.currency},
      slot_interval_min = ${service.slot_interval_min}, buffer_before_min = ${service.buffer_before_min},
      buffer_after_min = ${service.buffer_after_min}, min_notice_min = ${service.min_notice_min},
      horizon_days = ${service.horizon_days}, bookable_from = ${service.bookable_from}::date,
      bookable_until = ${service.bookable_until}::date, limit_per_day = ${service.limit_per_day},
      limit_per_week = ${service.limit_per_week}, capacity = ${service.capacity}, place = ${service.place},
      place_address = ${service.place_address}, place_url = ${service.place_url},
      place_phone = ${service.place_phone}, phone_field = ${service.phone_field},
      requires_approval = ${service.requires_approval}, cancel_cutoff_min = ${service.cancel_cutoff_min},
      reschedule_cutoff_min = ${service.reschedule_cutoff_min},
      reminder_min = ${sql.array([...service.reminder_min], "int4")}, follow_up_min = ${service.follow_up_min},
      version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
  await replaceDurations(tx, id, service.durations);
}

async function replaceDurations(
  tx: WriteTx,
  id: string,
  durations: ServiceValues["durations"],
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteDurations */
    delete from service_durations where provider_id = ${tx.provider_id} and service_id = ${id}`);
  const rows = durations.map(({ duration_min, price_cents }) => [
    tx.provider_id,
    id,
    duration_min,
    price_cents,
  ]);
  await tx.query(sql.typeAlias("void")`
    /* insertDurations */
    insert into service_durations (provider_id, service_id, duration_min, price_cents)
    select * from ${sql.unnest(rows, ["uuid", "uuid", "int4", "int4"])}`);
}

/** Hides a service or shows it (null); epoch ms. */
export async function updateServiceHidden(
  tx: WriteTx,
  id: string,
  hidden_at: number | null,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateServiceHidden */
    update services set hidden_at = ${hidden_at === null ? null : instant(hidden_at)}, version = version + 1,
      updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** Archives a service or takes it back (null); epoch ms. */
export async function updateServiceArchived(
  tx: WriteTx,
  id: string,
  archived_at: number | null,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateServiceArchived */
    update services set archived_at = ${archived_at === null ? null : instant(archived_at)}, version = version + 1,
      updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
}

/** Puts the services in this order, the first at position 1. */
export async function updateServiceOrder(tx: WriteTx, ids: readonly string[]): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateServiceOrder */
    update services s set position = o.position
    from unnest(${sql.array([...ids], "uuid")}) with ordinality as o (id, position)
    where s.provider_id = ${tx.provider_id} and s.id = o.id and s.position <> o.position`);
}

/** How many people to come are booked on seats beyond `capacity`: what a lower number of seats does not take away. `now` in epoch ms. */
export async function countSeatsBeyond(
  tx: TenantTx,
  service_id: string,
  capacity: number,
  now: number,
): Promise<number> {
  return tx.oneFirst(sql.type(z.object({ count: z.number().int() }))`
    /* countSeatsBeyond */
    select count(*)::int as count from reservations
    where provider_id = ${tx.provider_id} and occupied_from > ${instant(now)} and service_id = ${service_id}
      and seat > ${capacity}`);
}
