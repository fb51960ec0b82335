import { z } from "zod";
import { manyLines, oneLine, PhoneInput } from "#app/domain/bookings.ts";
import { reach, reachWords, reminderRows, reminders, remindersOf } from "#app/domain/services/reminders.ts";
import { HttpsUrlInput, saving, ticked, unlessBlank } from "#app/domain/settings.ts";
import { centsOf, priceText, RESERVED_SLUGS } from "#app/domain/setup/service.ts";
import { span } from "#app/domain/span-input.ts";
import { spanText } from "#app/domain/spans.ts";
import { parseDate } from "#app/domain/zones.ts";
import type { ServiceRow } from "#db/services.ts";

/** What members may set about a service, pure: the form's schema, its values, and the service in words. */

/** How many lengths the form has room for. */
export const MAX_LENGTHS = 8;
export const lengthRows = Array.from({ length: MAX_LENGTHS }, (_, index) => index + 1);

/** Everything the form of a service sets; minutes, smallest units of the currency, local dates. */
export type ServiceSettings = Omit<ServiceRow, "id" | "version" | "hidden_at" | "archived_at">;

const YEAR = 525_600;

/** A whole number of min..max, null when left empty. */
const count = (min: number, max: number) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (!text?.trim()) return null;
      const value = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
      if (value >= min && value <= max) return value;
      context.addIssue({ code: "custom", message: `A whole number from ${min} to ${max}, or nothing.` });
      return z.NEVER;
    });

const day = z
  .string()
  .optional()
  .transform((text, context) => {
    if (!text?.trim()) return null;
    const date = parseDate(text.trim());
    if (date) return date;
    context.addIssue({ code: "custom", message: "Write the day as year-month-day, as in 2027-03-31." });
    return z.NEVER;
  });

/** The last part of a service's address, as somebody types it. */
export const SlugInput = z
  .string({ error: "Give it a name in the address." })
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .string()
      .regex(
        /^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/,
        "Use letters from a to z, digits and hyphens, as in “first-lesson”; at most 60, no hyphen at the ends.",
      )
      .refine((slug) => !RESERVED_SLUGS.includes(slug), "This name is kept for pages of Daybook’s own."),
  );

type LengthField = `${"length" | "price"}_${number}`;

const lengths = Object.fromEntries(
  lengthRows.flatMap((n) => [
    [`length_${n}`, span(1440, { blank: null, min: 1, range: "From 1 minute to 24 hours." })],
    [`price_${n}`, z.string().max(20, "Write the price as a number, as in 45 or 45.50.").optional()],
  ]),
) as Record<LengthField, z.ZodType<number | string | null | undefined>>;

const upToDay = (range: string) => span(1440, { blank: 0, range });
const upToYear = span(YEAR, { blank: 0, range: "At most 365 days." });

export const ServiceInput = z
  .object({
    ...saving,
    title: oneLine("The title", 120),
    description: manyLines("The description", 4000).optional().default(""),
    slug: SlugInput,
    currency: z
      .string({ error: "Choose a currency." })
      .refine((code) => Intl.supportedValuesOf("currency").includes(code), "Choose one from the list."),
    slot_interval_min: span(1440, { blank: null, min: 1, range: "From 1 minute to 24 hours, or nothing." }),
    buffer_before_min: upToDay("At most 24 hours."),
    buffer_after_min: upToDay("At most 24 hours."),
    min_notice_min: upToYear,
    horizon_days: count(0, 730),
    bookable_from: day,
    bookable_until: day,
    limit_per_day: count(1, 1000),
    limit_per_week: count(1, 1000),
    capacity: count(1, 1000).transform((seats) => seats ?? 1),
    place: z.enum(["in_person", "phone", "video", "customer_choice"], { error: "Say where it happens." }),
    place_address: manyLines("The address", 300).optional().default(""),
    place_url: unlessBlank(HttpsUrlInput),
    place_phone: unlessBlank(PhoneInput),
    phone_field: z.enum(["hidden", "optional", "required"], { error: "Choose one." }),
    requires_approval: ticked,
    cancel_cutoff_min: upToYear,
    reschedule_cutoff_min: upToYear,
    follow_up_min: reach,
    /** A schedule's id; "" for the default one. */
    schedule_id: z.union([z.uuid("Choose one from the list."), z.literal("")]).optional(),
  })
  .extend(lengths)
  .extend(reminders)
  .transform((sent, context) => {
    const { version, shown, schedule_id, place_address, ...rest } = sent;
    const problem = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    const durations = durationsOf(sent, sent.currency, problem);
    for (const [field, message] of Object.entries(misfits(rest))) problem(field, message);
    const settings: ServiceSettings = {
      ...Object.fromEntries(Object.entries(rest).filter(([name]) => !/^(length|price|reminder)_/.test(name))),
      schedule_id: schedule_id || null,
      place_address: place_address.replace(/\s*\n\s*/g, ", "),
      durations,
      reminder_min: remindersOf(reminderRows.map((n) => sent[`reminder_${n}`])),
    } as ServiceSettings;
    return { version, shown, settings };
  });

type Fitting = Pick<
  ServiceSettings,
  "bookable_from" | "bookable_until" | "place" | "place_phone" | "phone_field"
>;

/** What of some settings does not fit the others, by field. */
export function misfits(
  service: { [field in keyof Fitting]?: Fitting[field] | undefined },
): Record<string, string> {
  const { bookable_from, bookable_until, place, place_phone, phone_field } = service;
  return {
    ...(bookable_from &&
      bookable_until &&
      bookable_from > bookable_until && { bookable_until: "The last day is before the first." }),
    ...(place === "phone" &&
      !place_phone &&
      phone_field !== "required" && {
        place_phone: "Give the number to call, or make the customer’s phone number required below.",
      }),
  };
}

type Problem = (field: string, message: string) => void;

const durationsOf = (
  sent: Partial<Record<LengthField, unknown>>,
  currency: string,
  problem: Problem,
): ServiceRow["durations"] => {
  const seen = new Set<number>();
  const found = lengthRows.flatMap((n) => {
    const duration_min = sent[`length_${n}`] as number | null | undefined;
    const price = String(sent[`price_${n}`] ?? "").trim();
    const price_cents = price === "" ? null : centsOf(price, currency);
    if (price !== "" && price_cents === null)
      problem(`price_${n}`, "Write the price as a number, as in 45 or 45.50, in coins this currency has.");
    if (!duration_min) {
      if (price !== "" && duration_min === null)
        problem(`length_${n}`, "How long is it for this price? Or leave both empty.");
      return [];
    }
    if (seen.has(duration_min)) problem(`length_${n}`, "This length is there already.");
    seen.add(duration_min);
    return [{ duration_min, price_cents }];
  });
  if (found.length === 0) problem("length_1", "Say how long it takes.");
  return found.sort((one, other) => one.duration_min - other.duration_min);
};

const text = (value: number | string | null) => (value === null ? "" : String(value));

/** What the form starts with: what ServiceInput reads back as the same settings. */
export function serviceFormValues(service: ServiceSettings): Record<string, string | undefined> {
  return {
    title: service.title,
    description: service.description,
    slug: service.slug,
    currency: service.currency,
    slot_interval_min: service.slot_interval_min === null ? "" : spanText(service.slot_interval_min),
    buffer_before_min: spanText(service.buffer_before_min),
    buffer_after_min: spanText(service.buffer_after_min),
    min_notice_min: spanText(service.min_notice_min),
    horizon_days: text(service.horizon_days),
    bookable_from: text(service.bookable_from),
    bookable_until: text(service.bookable_until),
    limit_per_day: text(service.limit_per_day),
    limit_per_week: text(service.limit_per_week),
    capacity: String(service.capacity),
    place: service.place,
    place_address: service.place_address,
    place_url: service.place_url,
    place_phone: service.place_phone,
    phone_field: service.phone_field,
    requires_approval: service.requires_approval ? "yes" : undefined,
    cancel_cutoff_min: spanText(service.cancel_cutoff_min),
    reschedule_cutoff_min: spanText(service.reschedule_cutoff_min),
    follow_up_min: service.follow_up_min === null ? "" : spanText(service.follow_up_min),
    schedule_id: service.schedule_id ?? "",
    ...Object.fromEntries(
      service.reminder_min.map((minutes, index) => [`reminder_${index + 1}`, spanText(minutes)]),
    ),
    ...Object.fromEntries(
      service.durations.flatMap(({ duration_min, price_cents }, index) => [
        [`length_${index + 1}`, spanText(duration_min)],
        [`price_${index + 1}`, priceText(price_cents, service.currency)],
      ]),
    ),
  };
}

/** The settings with their names on the page, in its order; two people's changes are compared by these. */
export const SERVICE_LABELS = {
  title: "Title",
  description: "Description",
  slug: "Name in the address",
  durations: "Lengths and prices",
  currency: "Currency",
  place: "Place",
  place_address: "Address",
  place_url: "Video link",
  place_phone: "Your phone number",
  phone_field: "The customer’s phone number",
  schedule_id: "Working hours",
  slot_interval_min: "A start every",
  buffer_before_min: "Before each booking",
  buffer_after_min: "After each booking",
  min_notice_min: "At least this long before",
  horizon_days: "At most this many days ahead",
  bookable_from: "First day",
  bookable_until: "Last day",
  limit_per_day: "At most a day",
  limit_per_week: "At most a week",
  capacity: "People at one time",
  requires_approval: "Approval",
  cancel_cutoff_min: "Cancelling ends",
  reschedule_cutoff_min: "Moving ends",
  reminder_min: "Reminders",
  follow_up_min: "Follow-up",
} as const satisfies Partial<Record<keyof ServiceSettings, string>>;
export type ServiceField = keyof typeof SERVICE_LABELS;
export const SERVICE_FIELDS = Object.keys(SERVICE_LABELS) as ServiceField[];

export const PLACES = {
  in_person: "In person",
  video: "Video call",
  phone: "By phone",
  customer_choice: "The customer chooses",
} as const;
export const PHONE_FIELDS = {
  hidden: "Not asked",
  optional: "Asked, may be left empty",
  required: "Asked, and needed",
} as const;

/** A service's settings in words, field by field. `schedules` gives the names of their ids. */
export function wordsOfService(
  service: ServiceSettings,
  schedules: readonly { id: string; name: string }[],
): Record<ServiceField, string> {
  const values = serviceFormValues(service);
  const plain = Object.fromEntries(SERVICE_FIELDS.map((field) => [field, values[field] ?? ""]));
  return {
    ...(plain as Record<ServiceField, string>),
    place: PLACES[service.place],
    phone_field: PHONE_FIELDS[service.phone_field],
    ...reachWords(service),
    requires_approval: service.requires_approval ? "each booking waits for your yes" : "booked at once",
    schedule_id: schedules.find(({ id }) => id === service.schedule_id)?.name ?? "the default",
    durations: service.durations
      .map(
        ({ duration_min, price_cents }) =>
          `${spanText(duration_min)}: ${priceText(price_cents, service.currency) || "no price"}`,
      )
      .join("\n"),
  };
}
