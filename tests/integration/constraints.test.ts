/** What the database refuses between rows and between columns, whatever the application does; each by its name. */
import { beforeAll, describe, expect, test } from "vitest";
import { constraintOf } from "#db/errors.ts";
import { COLUMN_RULES } from "#tests/support/column-rules.ts";
import * as make from "#tests/support/factories.ts";
import { peopleCases } from "#tests/support/people-cases.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
type Practice = Awaited<ReturnType<typeof make.createPractice>>;
let a: Practice;
let b: Practice;
const proven = new Set(COLUMN_RULES.map(({ constraint }) => constraint));

beforeAll(async () => {
  a = await make.createPractice(database.admin);
  b = await make.createPractice(database.admin);
});

/** Runs the acts in one transaction that is taken back: the name of the constraint that refused, null when none did. */
async function refusedBy(...acts: (() => Promise<unknown>)[]): Promise<string | null> {
  const { admin } = database;
  await admin.query("begin");
  try {
    for (const act of acts) await act();
    await admin.query("set constraints all immediate");
    return null;
  } catch (error) {
    const name = constraintOf(error);
    if (name === null) throw error;
    proven.add(name);
    return name;
  } finally {
    await admin.query("rollback");
  }
}

const day = (from: string, to: string) => make.rangeText(`2030-01-07T${from}Z`, `2030-01-07T${to}Z`);
const hours =
  (starts_min: number, ends_min: number, weekday = 6) =>
  () =>
    make.createHours(database.admin, a.provider_id, a.schedule.id, weekday, starts_min, ends_min);
const override = (date: string, starts_min: number | null, ends_min: number | null) => () =>
  make.createOverride(database.admin, a.provider_id, a.schedule.id, date, { starts_min, ends_min });
const booking =
  (values = {}, keys = a.keys) =>
  () =>
    make.createBooking(database.admin, keys, values);

/** A booking and what it takes, like the application's one statement. */
const taken =
  (occupied: string, values: Record<string, unknown> = {}, practice = a, service_id = practice.service.id) =>
  async () => {
    const { id } = await make.createBooking(database.admin, { ...practice.keys, service_id });
    const keys = { provider_id: practice.provider_id, booking_id: id, service_id };
    await make.createReservation(database.admin, keys, occupied, values);
  };

describe("hours", () => {
  test("weekly intervals do not overlap; touching, another day or another schedule is fine", async () => {
    expect(await refusedBy(hours(540, 720), hours(700, 800))).toBe("weekly_hours_no_overlap");
    expect(await refusedBy(hours(540, 720), hours(600, 660))).toBe("weekly_hours_no_overlap");
    expect(await refusedBy(hours(540, 720), hours(720, 1440), hours(540, 720, 7))).toBeNull();
    const other = await make.createSchedule(database.admin, a.provider_id);
    const inOther = () => make.createHours(database.admin, a.provider_id, other.id, 6, 540, 720);
    expect(await refusedBy(hours(540, 720), inOther)).toBeNull();
  });

  test("overrides of a date do not overlap, and a closed date has no other", async () => {
    const date = "2030-12-24";
    for (const [first, second] of [
      [override(date, null, null), override(date, null, null)],
      [override(date, null, null), override(date, 540, 600)],
      [override(date, 0, 1), override(date, null, null)],
      [override(date, 540, 720), override(date, 719, 800)],
    ] as const)
      expect(await refusedBy(first, second)).toBe("date_overrides_no_overlap");
    expect(await refusedBy(override(date, 0, 720), override(date, 720, 1440))).toBeNull();
    expect(await refusedBy(override(date, null, null), override("2030-12-25", 540, 600))).toBeNull();
  });

  test("one default schedule, and each name once", async () => {
    const schedule = (values: object) => () =>
      make.createSchedule(database.admin, a.provider_id, { ...values });
    expect(await refusedBy(schedule({ is_default: true }))).toBe("schedules_one_default");
    expect(await refusedBy(schedule({ name: "Gym" }), schedule({ name: "Gym" }))).toBe("schedules_name_once");
    expect(await refusedBy(schedule({}), schedule({}))).toBeNull();
  });
});

describe("what is taken", () => {
  test("no two reservations overlap, of whatever service; touching is allowed", async () => {
    const other = await make.createService(database.admin, a.provider_id);
    const nine = taken(day("09:00", "10:00"));
    for (const range of [
      day("09:00", "10:00"),
      day("09:59", "10:30"),
      day("08:00", "09:00:00.001"),
      day("09:15", "09:20"),
    ]) {
      expect(await refusedBy(nine, taken(range))).toBe("reservations_no_overlap");
      expect(await refusedBy(nine, taken(range, {}, a, other.id))).toBe("reservations_no_overlap");
    }
    expect(await refusedBy(nine, taken(day("10:00", "11:00")), taken(day("08:00", "09:00")))).toBeNull();
    expect(await refusedBy(nine, taken(day("09:00", "10:00"), {}, b))).toBeNull();
  });

  test("a booking's own buffers count: 09:00–09:30 with 15 after excludes 09:40, not 09:45", async () => {
    const withBuffer = taken(day("09:00", "09:45"));
    expect(await refusedBy(withBuffer, taken(day("09:40", "10:10")))).toBe("reservations_no_overlap");
    expect(await refusedBy(withBuffer, taken(day("09:45", "10:15")))).toBeNull();
  });

  test("one session may hold many bookings, each seat once, none above the capacity", async () => {
    const session_id = make.uuid();
    const seat = (seat: number, capacity = 3) => taken(day("09:00", "10:00"), { session_id, seat, capacity });
    expect(await refusedBy(seat(1), seat(2), seat(3))).toBeNull();
    expect(await refusedBy(seat(1), seat(2), seat(2))).toBe("reservations_seat_once");
    expect(await refusedBy(seat(1), seat(2), seat(3), seat(4))).toBe("reservations_seat_within_capacity");
    expect(await refusedBy(seat(1), taken(day("09:30", "10:30")))).toBe("reservations_no_overlap");
  });

  test("a booking takes one time, and nothing is taken for no booking", async () => {
    const { id } = await booking()();
    const keys = { provider_id: a.provider_id, service_id: a.service.id, booking_id: id };
    const take =
      (range: string, booking_id = id) =>
      () =>
        make.createReservation(database.admin, { ...keys, booking_id }, range);
    expect(await refusedBy(take(day("09:00", "10:00")), take(day("11:00", "12:00")))).toBe(
      "reservations_booking_once",
    );
    expect(await refusedBy(take(day("09:00", "10:00"), make.uuid()))).toBe("reservations_booking_fkey");
  });
});

describe("a booking", () => {
  test("has the times that its status says, and no others", async () => {
    const at = "2030-01-02T00:00:00Z";
    const cancelled = { status: "cancelled", cancelled_at: at, cancelled_by: "customer" };
    const cases: [Record<string, unknown>, string | null][] = [
      [{ status: "held", held_until: null }, "bookings_held_has_end"],
      [{ status: "held", held_until: at }, null],
      [{ status: "pending", confirmed_at: null }, null],
      [{ status: "confirmed", confirmed_at: null }, "bookings_confirmed_has_time"],
      [cancelled, null],
      [{ ...cancelled, cancelled_at: null }, "bookings_cancelled_has_time"],
      [{ ...cancelled, cancelled_by: null }, "bookings_cancelled_has_time"],
      [{ ...cancelled, status: "confirmed" }, "bookings_cancelled_has_time"],
      [{ status: "confirmed", cancelled_by: "customer" }, "bookings_cancelled_has_time"],
      [{ status: "declined" }, "bookings_declined_has_time"],
      [{ status: "pending", declined_at: at }, "bookings_declined_has_time"],
      [{ status: "declined", declined_at: at }, null],
      [{ status: "expired" }, "bookings_expired_has_time"],
      [{ status: "confirmed", expired_at: at }, "bookings_expired_has_time"],
      [{ status: "expired", expired_at: at }, null],
    ];
    const outcomes: typeof cases = [];
    for (const [values] of cases) outcomes.push([values, await refusedBy(booking(values))]);
    expect(outcomes).toEqual(cases);
  });

  test("is made once by one form, at one provider", async () => {
    const idempotency_key = "one-form-one-booking";
    const once = booking({ idempotency_key });
    expect(await refusedBy(once, once)).toBe("bookings_idempotency_once");
    expect(await refusedBy(once, booking({ idempotency_key }, b.keys))).toBeNull();
  });

  test("has a link of its own", async () => {
    const manage_token_hash = Buffer.alloc(32, 1);
    const linked = booking({ manage_token_hash });
    expect(await refusedBy(linked, linked)).toBe("bookings_manage_token_once");
  });
});

describe("names and keys within a provider", () => {
  test("the same e-mail address is one customer, in any case of letters; at two providers two", async () => {
    const customer =
      (email: string, provider_id = a.provider_id) =>
      () =>
        make.createCustomer(database.admin, provider_id, { email });
    expect(await refusedBy(customer("grace@example.org"), customer("Grace@Example.org"))).toBe(
      "customers_email_once",
    );
    expect(
      await refusedBy(customer("grace@example.org"), customer("grace@example.org", b.provider_id)),
    ).toBeNull();
  });

  test("a service's address and a username are given once", async () => {
    const service = (provider_id: string) => () =>
      make.createService(database.admin, provider_id, { slug: "yoga" });
    expect(await refusedBy(service(a.provider_id), service(a.provider_id))).toBe("services_slug_once");
    expect(await refusedBy(service(a.provider_id), service(b.provider_id))).toBeNull();
    const lena = () => make.createProvider(database.admin, { username: "lena" });
    expect(await refusedBy(lena, lena)).toBe("usernames_pkey");
  });
});

describe("messages", () => {
  const message =
    (values: Record<string, unknown> = {}) =>
    async () => {
      const { id: booking_id } = await booking()();
      await make.insertRow(database.admin, "deliveries", {
        ...{
          provider_id: a.provider_id,
          id: make.uuid(),
          kind: "confirmed",
          recipient: "customer",
          once: "one",
        },
        ...{ booking_id, booking_version: 1, due_at: "2030-01-01", created_at: "2030-01-01" },
        ...values,
      });
    };

  test("the same message is written down once at one provider, of a booking and to an account that are there", async () => {
    expect(await refusedBy(message(), message())).toBe("deliveries_once");
    expect(await refusedBy(message(), message({ once: "two" }))).toBeNull();
    expect(await refusedBy(message({ booking_id: make.uuid() }))).toBe("deliveries_booking_fkey");
    expect(await refusedBy(message({ account_id: make.uuid() }))).toBe("deliveries_account_fkey");
    const nobody = { provider_id: make.uuid(), booking_id: null, booking_version: null };
    expect(await refusedBy(message(nobody))).toBe("deliveries_provider_fkey");
  });

  test("the same message about an account too", async () => {
    const told =
      (values: Record<string, unknown> = {}) =>
      () =>
        make.insertRow(database.admin, "account_deliveries", {
          ...{ id: make.uuid(), kind: "kept", once: "one", due_at: "2030-01-01", created_at: "2030-01-01" },
          ...values,
        });
    expect(await refusedBy(told(), told())).toBe("account_deliveries_once");
    expect(await refusedBy(told({ account_id: make.uuid() }))).toBe("account_deliveries_account_fkey");
  });
});

describe("people", () => {
  test("addresses, sign-ins elsewhere, links, invitations; and nothing belongs to nobody", async () => {
    const cases = await peopleCases(database.admin, a.provider_id, b.provider_id);
    const outcomes: [string | null, string][] = [];
    for (const { what, acts } of cases) outcomes.push([await refusedBy(...acts), what]);
    expect(outcomes).toEqual(cases.map(({ name, what }) => [name, what]));
  });
});

describe("across providers", () => {
  const other = () => ({ service_id: b.service.id, customer_id: b.customer.id, schedule_id: b.schedule.id });
  const insert = (table: string, row: Record<string, unknown>) => () =>
    make.insertRow(database.admin, table, row);

  test("nothing of one provider can be attached to another's", async () => {
    const { provider_id } = a;
    const { service_id, customer_id, schedule_id } = other();
    const { id: booking_id } = await booking({}, b.keys)();
    const event = { provider_id, id: make.uuid(), action: "a.b", actor: "system", at: "2030-01-01" };
    const { admin } = database;
    const during = day("09:00", "10:00");
    const { id: calendar_id } = await make.createCalendarSource(admin, b.keys.provider_id);
    const cases: [string, () => Promise<unknown>][] = [
      ["bookings_service_fkey", booking({}, { ...a.keys, service_id })],
      ["bookings_customer_fkey", booking({}, { ...a.keys, customer_id })],
      [
        "reservations_booking_fkey",
        () => make.createReservation(admin, { provider_id, service_id, booking_id }, during),
      ],
      ["audit_events_booking_fkey", insert("audit_events", { ...event, booking_id })],
      ["services_schedule_fkey", () => make.createService(admin, provider_id, { schedule_id })],
      ["customer_tags_customer_fkey", insert("customer_tags", { provider_id, customer_id, tag: "regular" })],
      [
        "service_durations_service_fkey",
        insert("service_durations", { provider_id, service_id, duration_min: 5 }),
      ],
      ["service_questions_service_fkey", () => make.createQuestion(admin, provider_id, service_id)],
      ["weekly_hours_schedule_fkey", () => make.createHours(admin, provider_id, schedule_id, 1)],
      [
        "date_overrides_schedule_fkey",
        () => make.createOverride(admin, provider_id, schedule_id, "2030-01-01"),
      ],
      [
        "blocked_times_schedule_fkey",
        () => make.createBlockedTime(admin, provider_id, during, { schedule_id }),
      ],
      [
        "external_busy_times_source_fkey",
        insert("external_busy_times", { provider_id, source_id: calendar_id, during }),
      ],
      [
        "providers_username_fkey",
        () =>
          admin.query("update providers set username = $1 where id = $2", [b.provider.username, provider_id]),
      ],
    ];
    const outcomes: [string, string | null][] = [];
    for (const [name, act] of cases) outcomes.push([name, await refusedBy(act)]);
    expect(outcomes).toEqual(cases.map(([name]) => [name, name]));
  });

  test("nothing belongs to a provider who is not there", async () => {
    const { admin } = database;
    const nobody = make.uuid();
    const event = { provider_id: nobody, id: make.uuid(), action: "a.b", actor: "system", at: "2030-01-01" };
    const cases: [string, () => Promise<unknown>][] = [
      ["usernames_provider_fkey", insert("usernames", { provider_id: nobody, username: "nobody" })],
      ["schedules_provider_fkey", () => make.createSchedule(admin, nobody)],
      ["blocked_times_provider_fkey", () => make.createBlockedTime(admin, nobody, day("09:00", "10:00"))],
      ["calendar_sources_provider_fkey", () => make.createCalendarSource(admin, nobody)],
      ["services_provider_fkey", () => make.createService(admin, nobody)],
      ["customers_provider_fkey", () => make.createCustomer(admin, nobody)],
      ["bookings_provider_fkey", booking({}, { ...a.keys, provider_id: nobody })],
      ["audit_events_provider_fkey", insert("audit_events", event)],
      [
        "message_settings_provider_fkey",
        insert("message_settings", { provider_id: nobody, kind: "reminder" }),
      ],
      [
        "message_optouts_provider_fkey",
        insert("message_optouts", { provider_id: nobody, recipient_id: nobody, kind: "agenda" }),
      ],
      [
        "holidays_provider_fkey",
        insert("holidays", { provider_id: nobody, date: "2030-12-25", name: "Christmas" }),
      ],
    ];
    const outcomes: [string, string | null][] = [];
    for (const [name, act] of cases) outcomes.push([name, await refusedBy(act)]);
    expect(outcomes).toEqual(cases.map(([name]) => [name, name]));
  });
});

test("a region is one of a country", async () => {
  const region = (holiday_country: string | null) => () =>
    database.admin.query("update providers set holiday_country = $1, holiday_region = 'BY' where id = $2", [
      holiday_country,
      a.provider_id,
    ]);
  expect(await refusedBy(region(null))).toBe("providers_holiday_region_has_country");
  expect(await refusedBy(region("DE"))).toBeNull();
});

test("no constraint is without a case above (the last test: it needs the others)", async () => {
  const { rows } = await database.admin.query<{ name: string }>(`
    select conname as name from pg_constraint where connamespace = 'public'::regnamespace
    and contype in ('c', 'u', 'x', 'f') and conrelid <> 'schema_migrations'::regclass`);
  // Implied by a key beside it: (provider_id, username) can not be twice when username is once.
  const unreachable = ["usernames_once_per_provider"];
  const unproven = rows
    .map(({ name }) => name)
    .filter((name) => !proven.has(name) && !unreachable.includes(name));
  expect(unproven, "constraints that no test has seen refusing anything").toEqual([]);
});
