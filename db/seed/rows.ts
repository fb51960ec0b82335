import { createHash, randomBytes } from "node:crypto";
import { v5, v7 } from "uuid";
import { DAY, dateOf, minutesOf } from "./calendar.ts";
import { absences, overrideDates, type PlannedBooking, planBookings } from "./plan.ts";
import type { DemoProvider, DemoService } from "./types.ts";

type Row = Record<string, unknown>;
/** Table by table in the order of their keys; all rows of a table have the same columns. */
export type Rows = [table: string, rows: Row[]][];

// Ids out of names, so that the same demo has the same ids; the namespace is Daybook's own.
export const NAMESPACE = "6c5d1f6e-3c0a-5f0e-9d4b-0d0b00c0ffee";
const id = (...names: (string | number)[]): string => v5(names.join("/"), NAMESPACE);

// History is read in the order of its ids, as the application makes them: they begin with the time.
const eventId = (booking_id: string, what: string, at: number): string =>
  v7({ msecs: Math.floor(at), random: createHash("sha256").update(`${booking_id}/${what}`).digest() });

export const providerId = ({ username }: DemoProvider): string => id(username);

const iso = (instant: number): string => new Date(instant).toISOString();
const range = (from: number, until: number): string => `[${iso(from)},${iso(until)})`;
const hash = (bytes: Buffer): string => `\\x${bytes.toString("hex")}`;

const serviceId = (provider: DemoProvider, { slug }: DemoService) => id(provider.username, "service", slug);
const scheduleId = (provider: DemoProvider, name: string) => id(provider.username, "schedule", name);

const settings = (provider: DemoProvider, now: number, today: string): Rows => {
  const { username, name, headline, about, email, phone, time_zone, locale, currency, week_starts_on } =
    provider;
  const created_at = iso(now - 400 * DAY);
  const schedules = provider.schedules.map((schedule) => ({
    schedule,
    schedule_id: scheduleId(provider, schedule.name),
  }));
  const contact = { headline, about, email, phone, time_zone, locale, currency, week_starts_on };
  return [
    [
      "providers",
      [
        {
          ...{ id: providerId(provider), username, name, ...contact },
          ...{ setup_finished_at: created_at, created_at, updated_at: created_at },
        },
      ],
    ],
    ["usernames", [{ username, listed_at: created_at, created_at }]],
    [
      "schedules",
      schedules.map(({ schedule, schedule_id }, index) => ({
        id: schedule_id,
        name: schedule.name,
        time_zone,
        is_default: index === 0,
      })),
    ],
    [
      "weekly_hours",
      schedules.flatMap(({ schedule, schedule_id }) =>
        Object.entries(schedule.hours).flatMap(([weekday, intervals]) =>
          intervals.map(([from, to]) => ({
            schedule_id,
            weekday: Number(weekday),
            starts_min: minutesOf(from),
            ends_min: minutesOf(to),
          })),
        ),
      ),
    ],
    [
      "date_overrides",
      schedules.flatMap(({ schedule, schedule_id }) =>
        overrideDates(schedule, today).flatMap(({ date, intervals, note }) =>
          (intervals.length > 0 ? intervals : [null]).map((interval) => ({
            ...{ id: id(schedule_id, date, interval?.[0] ?? "closed"), schedule_id, date, note },
            ...{
              starts_min: interval && minutesOf(interval[0]),
              ends_min: interval && minutesOf(interval[1]),
            },
          })),
        ),
      ),
    ],
    [
      "blocked_times",
      absences(provider, today).map(({ starts_at, ends_at, reason }) => ({
        ...{ id: id(username, "away", reason), during: range(starts_at, ends_at), reason },
      })),
    ],
    ...services(provider, created_at),
  ];
};

const services = (provider: DemoProvider, created_at: string): Rows => [
  [
    "services",
    provider.services.map((service, position) => ({
      ...{
        id: serviceId(provider, service),
        slug: service.slug,
        title: service.title,
        description: service.description,
      },
      ...{ position, schedule_id: service.schedule ? scheduleId(provider, service.schedule) : null },
      ...{
        currency: provider.currency,
        slot_interval_min: service.slot_interval_min ?? null,
        horizon_days: 60,
      },
      ...{
        buffer_before_min: service.buffer_before_min ?? 0,
        buffer_after_min: service.buffer_after_min ?? 0,
      },
      ...{ min_notice_min: service.min_notice_min, capacity: service.capacity ?? 1 },
      ...{ limit_per_day: service.limit_per_day ?? null, limit_per_week: service.limit_per_week ?? null },
      ...{
        place: service.place,
        place_address: service.place_address ?? "",
        place_url: service.place_url ?? "",
      },
      ...{ place_phone: service.place_phone ?? "", phone_field: service.phone_field ?? "hidden" },
      ...{
        requires_approval: service.requires_approval ?? false,
        hidden_at: service.hidden ? created_at : null,
      },
      ...{
        cancel_cutoff_min: service.cancel_cutoff_min ?? 0,
        reschedule_cutoff_min: service.reschedule_cutoff_min ?? 0,
      },
      ...{ created_at, updated_at: created_at },
    })),
  ],
  [
    "service_durations",
    provider.services.flatMap((service) =>
      service.durations.map((duration) => ({ service_id: serviceId(provider, service), ...duration })),
    ),
  ],
  [
    "service_questions",
    provider.services.flatMap((service) =>
      (service.questions ?? []).map(
        ({ label, help = "", kind, options = [], is_required = false }, position) => ({
          ...{
            id: id(provider.username, service.slug, label),
            service_id: serviceId(provider, service),
            position,
          },
          ...{ label, help, kind, options, is_required },
        }),
      ),
    ),
  ],
];

const bookingRows = (provider: DemoProvider, planned: PlannedBooking, index: number) => {
  const { service, duration, starts_at, ends_at, status, created_at, decided_at } = planned;
  const customer = provider.customers[planned.customer]!;
  const pick = <T>(items: T[]): T => items[index % items.length]!;
  const customer_choice = index % 3 ? "in_person" : "video";
  const place = service.place === "customer_choice" ? customer_choice : service.place;
  const details = { in_person: service.place_address, video: service.place_url, phone: service.place_phone };
  const answers = (service.questions ?? []).map(({ label, answers }) => ({ label, value: pick(answers) }));
  const booking_id = id(
    provider.username,
    "booking",
    service.slug,
    starts_at,
    duration.duration_min,
    planned.seat,
  );
  const own = id(booking_id, "reservation");
  const decided =
    status === "cancelled" || status === "declined" || (service.requires_approval && status === "confirmed");
  const by_customer = index % 4 > 0;
  const booking = {
    ...{
      id: booking_id,
      service_id: serviceId(provider, service),
      customer_id: id(provider.username, customer.email),
    },
    ...{ during: range(starts_at, ends_at), status, version: decided ? 2 : 1 },
    confirmed_at:
      status === "confirmed"
        ? iso(decided ? decided_at : created_at)
        : status === "cancelled"
          ? iso(created_at)
          : null,
    cancelled_at: status === "cancelled" ? iso(decided_at) : null,
    cancelled_by: status === "cancelled" ? (by_customer ? "customer" : "provider") : null,
    declined_at: status === "declined" ? iso(decided_at) : null,
    end_reason: status === "cancelled" ? pick(provider.end_reasons) : "",
    idempotency_key: `demo-${booking_id}`,
    request_hash: hash(createHash("sha256").update(booking_id).digest()),
    // The hash of nothing that anybody knows: a demo booking has no link until somebody makes it one.
    manage_token_hash: hash(createHash("sha256").update(randomBytes(32)).digest()),
    ...{ customer_name: customer.name, customer_phone: service.phone_field ? customer.phone : null },
    ...{ customer_time_zone: customer.time_zone ?? provider.time_zone, note: pick(provider.notes) },
    answers: answers.filter(({ value }) => value !== ""),
    ...{ service_title: service.title, price_cents: duration.price_cents, currency: provider.currency },
    ...{ place, place_detail: details[place] ?? "" },
    ...{ created_at: iso(created_at), updated_at: iso(decided ? decided_at : created_at) },
  };
  const reservation = {
    ...{
      id: own,
      booking_id,
      service_id: booking.service_id,
      seat: planned.seat,
      capacity: service.capacity ?? 1,
    },
    // A group's session is named as app/domain/bookings names it, so that the next customer joins this one.
    session_id:
      (service.capacity ?? 1) > 1 ? v5(`${starts_at}/${ends_at}`, booking.service_id) : id(own, "session"),
    occupied: range(
      starts_at - (service.buffer_before_min ?? 0) * 60_000,
      ends_at + (service.buffer_after_min ?? 0) * 60_000,
    ),
  };
  const event = (what: string, actor: string, at: number, details: Row) => ({
    ...{
      id: eventId(booking_id, what, at),
      booking_id,
      action: `booking.${what}`,
      actor,
      details,
      at: iso(at),
    },
  });
  const first = service.requires_approval ? "pending" : "confirmed";
  const events = [event("booked", "customer", created_at, { starts_at, status: first, version: 1 })];
  const end = status === "confirmed" ? "approved" : status;
  const actor = status === "cancelled" && by_customer ? "customer" : "provider";
  if (decided) events.push(event(end, actor, decided_at, { version: 2 }));
  return {
    booking,
    reservation: status === "confirmed" || status === "pending" ? reservation : null,
    events,
  };
};

/** Everything of one demo provider, around `now` (epoch milliseconds). */
export function rowsOf(provider: DemoProvider, now: number): Rows {
  const all = planBookings(provider, now).map((planned, index) => bookingRows(provider, planned, index));
  const firstBookingOf = (customer_id: string): string =>
    all
      .filter(({ booking }) => booking.customer_id === customer_id)
      .map(({ booking }) => booking.created_at)
      .sort()[0] ?? iso(now);
  const customers = provider.customers.map(({ name, email, phone }) => {
    const customer_id = id(provider.username, email);
    return { id: customer_id, name, email, phone, created_at: firstBookingOf(customer_id) };
  });
  return [
    ...settings(provider, now, dateOf(now, provider.time_zone)),
    ["customers", customers],
    ["bookings", all.map(({ booking }) => booking)],
    ["reservations", all.flatMap(({ reservation }) => reservation ?? [])],
    ["audit_events", all.flatMap(({ events }) => events)],
  ];
}
