import { z } from "zod";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

const DurationRow = z.object({ duration_min: z.number().int(), price_cents: z.number().int().nullable() });

export const ServiceRow = z.object({
  id: z.uuid(),
  schedule_id: z.uuid().nullable(),
  slug: z.string(),
  /** Goes up with each change of the service or of its questions. */
  version: z.number().int(),
  title: z.string(),
  description: z.string(),
  currency: z.string(),
  slot_interval_min: z.number().int().nullable(),
  buffer_before_min: z.number().int(),
  buffer_after_min: z.number().int(),
  min_notice_min: z.number().int(),
  horizon_days: z.number().int().nullable(),
  bookable_from: z.string().nullable(),
  bookable_until: z.string().nullable(),
  limit_per_day: z.number().int().nullable(),
  limit_per_week: z.number().int().nullable(),
  capacity: z.number().int(),
  place: z.enum(["in_person", "phone", "video", "customer_choice"]),
  place_address: z.string(),
  place_url: z.string(),
  place_phone: z.string(),
  phone_field: z.enum(["hidden", "optional", "required"]),
  requires_approval: z.boolean(),
  cancel_cutoff_min: z.number().int(),
  reschedule_cutoff_min: z.number().int(),
  /** Minutes before the start, the longest first. */
  reminder_min: z.array(z.number().int()),
  /** Minutes after the end; null: none. */
  follow_up_min: z.number().int().nullable(),
  hidden_at: z.number().nullable(),
  archived_at: z.number().nullable(),
  durations: z.array(DurationRow),
});
export type ServiceRow = z.infer<typeof ServiceRow>;

const columns = sql.fragment`
  s.id, s.schedule_id, s.slug, s.version, s.title, s.description, s.currency, s.slot_interval_min, s.buffer_before_min,
  s.buffer_after_min, s.min_notice_min, s.horizon_days, s.bookable_from, s.bookable_until, s.limit_per_day,
  s.limit_per_week, s.capacity, s.place, s.place_address, s.place_url, s.place_phone, s.phone_field,
  s.requires_approval, s.cancel_cutoff_min, s.reschedule_cutoff_min, s.reminder_min, s.follow_up_min, s.hidden_at,
  s.archived_at,
  (select coalesce(json_agg(json_build_object('duration_min', d.duration_min, 'price_cents', d.price_cents)
                            order by d.duration_min), '[]')
   from service_durations d where d.provider_id = s.provider_id and d.service_id = s.id) as durations`;

/** A service by the name in its address, hidden and archived ones too (the caller decides), or null. */
export async function selectOptionalServiceBySlug(tx: TenantTx, slug: string): Promise<ServiceRow | null> {
  return tx.maybeOne(sql.type(ServiceRow)`
    /* selectOptionalServiceBySlug */
    select ${columns} from services s where s.provider_id = ${tx.provider_id} and s.slug = ${slug}`);
}

/** A service by id. Throws Slonik's NotFoundError when it is not this provider's. */
export async function selectServiceById(tx: TenantTx, id: string): Promise<ServiceRow> {
  return tx.one(sql.type(ServiceRow)`
    /* selectServiceById */
    select ${columns} from services s where s.provider_id = ${tx.provider_id} and s.id = ${id}`);
}

/** A service by id, or null when this provider has none such. */
export async function selectOptionalServiceById(tx: TenantTx, id: string): Promise<ServiceRow | null> {
  return tx.maybeOne(sql.type(ServiceRow)`
    /* selectOptionalServiceById */
    select ${columns} from services s where s.provider_id = ${tx.provider_id} and s.id = ${id}`);
}

/** What the public page lists: neither hidden nor archived, in the provider's order. */
export async function selectPublicServices(tx: TenantTx): Promise<readonly ServiceRow[]> {
  return tx.any(sql.type(ServiceRow)`
    /* selectPublicServices */
    select ${columns} from services s
    where s.provider_id = ${tx.provider_id} and s.hidden_at is null and s.archived_at is null
    order by s.position, s.id limit 200`);
}

export const QuestionRow = z.object({
  id: z.uuid(),
  label: z.string(),
  help: z.string(),
  kind: z.enum(["text", "long_text", "choice", "several", "checkbox", "number"]),
  options: z.array(z.string()),
  is_required: z.boolean(),
});
export type QuestionRow = z.infer<typeof QuestionRow>;

/** The questions of a service's form, in order. */
export async function selectQuestionsOfService(
  tx: TenantTx,
  service_id: string,
): Promise<readonly QuestionRow[]> {
  return tx.any(sql.type(QuestionRow)`
    /* selectQuestionsOfService */
    select id, label, help, kind, options, is_required from service_questions
    where provider_id = ${tx.provider_id} and service_id = ${service_id} order by position, id`);
}

/** All services but the archived ones, hidden ones too, in the provider's order, at most `count`. */
export async function selectOwnServices(tx: TenantTx, count: number): Promise<readonly ServiceRow[]> {
  return tx.any(sql.type(ServiceRow)`
    /* selectOwnServices */
    select ${columns} from services s where s.provider_id = ${tx.provider_id} and s.archived_at is null
    order by s.position, s.id limit ${count}`);
}

/** All services, archived ones last, in the provider's order, at most `count`. */
export async function selectAllServices(tx: TenantTx, count: number): Promise<readonly ServiceRow[]> {
  return tx.any(sql.type(ServiceRow)`
    /* selectAllServices */
    select ${columns} from services s where s.provider_id = ${tx.provider_id}
    order by (s.archived_at is not null), s.position, s.id limit ${count}`);
}

/** Which of these names of services are taken, by archived ones too: their links must not lead to something else. */
export async function selectTakenSlugs(tx: TenantTx, slugs: readonly string[]): Promise<readonly string[]> {
  return tx.anyFirst(sql.type(z.object({ slug: z.string() }))`
    /* selectTakenSlugs */
    select slug from services
    where provider_id = ${tx.provider_id} and slug = any(${sql.array([...slugs], "text")})`);
}

/** What the form of the first service asks. Minutes, whole cents; null: no price is shown. */
export type ServiceBasics = {
  title: string;
  description: string;
  duration_min: number;
  price_cents: number | null;
  currency: string;
  capacity: number;
  place: "in_person" | "phone" | "video";
  place_address: string;
  place_url: string;
  phone_field: "hidden" | "optional" | "required";
};

/** Adds a service with one length; the notice, the horizon and the step between starts are as given. `now` in epoch ms. */
export async function insertService(
  tx: WriteTx,
  service: ServiceBasics & {
    id: string;
    slug: string;
    slot_interval_min: number | null;
    min_notice_min: number;
    horizon_days: number;
    now: number;
  },
): Promise<void> {
  const at = instant(service.now);
  await tx.query(sql.typeAlias("void")`
    /* insertService */
    insert into services (provider_id, id, slug, title, description, currency, capacity, place, place_address, place_url,
      phone_field, slot_interval_min, min_notice_min, horizon_days, created_at, updated_at)
    values (${tx.provider_id}, ${service.id}, ${service.slug}, ${service.title}, ${service.description},
      ${service.currency}, ${service.capacity}, ${service.place}, ${service.place_address}, ${service.place_url},
      ${service.phone_field}, ${service.slot_interval_min}, ${service.min_notice_min}, ${service.horizon_days}, ${at}, ${at})`);
  await insertDuration(tx, service.id, service);
}

/** Changes a service that has one length; its name in the address stays. `now` in epoch ms. */
export async function updateServiceBasics(
  tx: WriteTx,
  id: string,
  service: ServiceBasics & { slot_interval_min: number | null },
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateServiceBasics */
    update services set title = ${service.title}, description = ${service.description}, currency = ${service.currency},
      capacity = ${service.capacity}, place = ${service.place}, place_address = ${service.place_address},
      place_url = ${service.place_url}, phone_field = ${service.phone_field},
      slot_interval_min = ${service.slot_interval_min}, version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${id}`);
  await deleteDurations(tx, id);
  await insertDuration(tx, id, service);
}

async function deleteDurations(tx: WriteTx, service_id: string): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteDurations */
    delete from service_durations where provider_id = ${tx.provider_id} and service_id = ${service_id}`);
}

async function insertDuration(
  tx: WriteTx,
  service_id: string,
  { duration_min, price_cents }: Pick<ServiceBasics, "duration_min" | "price_cents">,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertDuration */
    insert into service_durations (provider_id, service_id, duration_min, price_cents)
    values (${tx.provider_id}, ${service_id}, ${duration_min}, ${price_cents})`);
}

const ServiceNameRow = z.object({ id: z.uuid(), title: z.string(), slug: z.string() });
export type ServiceNameRow = z.infer<typeof ServiceNameRow>;

/** The names of all services, archived ones last, at most 500: what was booked once is still looked for. */
export async function selectServiceNames(tx: TenantTx): Promise<readonly ServiceNameRow[]> {
  return tx.any(sql.type(ServiceNameRow)`
    /* selectServiceNames */
    select s.id, s.title, s.slug from services s where s.provider_id = ${tx.provider_id}
    order by s.archived_at is not null, s.position, s.id limit 500`);
}
