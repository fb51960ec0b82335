/** Erased means erased: every table, the queue and the outbox are searched for what was known of the person. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cancelBooking } from "#app/domain/bookings.server.ts";
import type { Context } from "#app/domain/context.ts";
import { cancelComing, eraseCustomer } from "#app/domain/customers/erase.server.ts";
import { recoverManageToken } from "#app/domain/secrets.server.ts";
import { localDate } from "#app/domain/zones.ts";
import { selectOptionalBookingById } from "#db/bookings.ts";
import { reading, serializable, sql } from "#db/transaction.ts";
import { at, createWorld, mustBook, NOW } from "#tests/support/booking-world.ts";
import { textColumns } from "#tests/support/canaries.ts";
import { createCustomer, insertRow, uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership } from "#tests/support/sign-in.ts";
import { type App, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
let app: App;
let world: Awaited<ReturnType<typeof createWorld>>;
let member: Context;
beforeAll(async () => {
  app = await startApp(database);
  world = await createWorld(database);
  member = world.context({ actor: "provider", now: NOW });
});
afterAll(async () => {
  await app?.stop();
});

const PERSON = {
  name: "Wilhelmina Quetzal",
  email: "quetzal@canary.example",
  phone: "+49 30 77889911",
};
/** Everything that tells who it was, in the spellings in which columns keep it. */
const TRACES = [...["quetzal", "77889911", "11998877", "0 7788 99", "secretword"], ...["198.51.100.7"]];

/** Columns of all tables, jobs and mails in which something of the person stands. */
async function traces(): Promise<string[]> {
  const { admin } = database;
  const found: string[] = [];
  for (const { table, name } of await textColumns(admin)) {
    const { rows } = await admin.query(`select lower(${name}::text) as text from ${table}`);
    if (rows.some(({ text }) => TRACES.some((trace) => text?.includes(trace))))
      found.push(`${table}.${name}`);
  }
  const jobs = await admin.query("select lower(j::text) as text from graphile_worker._private_jobs j");
  if (jobs.rows.some(({ text }) => TRACES.some((trace) => text.includes(trace)))) found.push("jobs");
  return [...found, ...mails()];
}
const mails = () => {
  const folder = path.join(app.data_dir, "mail");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => {
    // Written aside and renamed: it may have another name by now.
    const text = name.endsWith(".part") ? "" : readFileSync(path.join(folder, name), "utf8").toLowerCase();
    return TRACES.some((trace) => text.includes(trace));
  });
};
const customerOf = async (booking_id: string): Promise<string> =>
  (await database.admin.query("select customer_id from bookings where id = $1", [booking_id])).rows[0]
    .customer_id;

describe("erasing", () => {
  test("nothing of the person is left anywhere; the bare bookings are", { timeout: 60_000 }, async () => {
    const { admin } = database;
    const customer = context({ actor: "customer", address: "198.51.100.7" });
    const said = {
      customer: PERSON,
      note: "secretword note",
      answers: [{ label: "Which?", value: "secretword answer" }],
      place: "phone" as const,
    };
    await admin.query(
      "update services set place = 'customer_choice', place_phone = '', place_address = 'X 1' where provider_id = $1",
      [world.id],
    );
    const kept = await mustBook(customer, "talk", at(60), said);
    const over = await mustBook(customer, "talk", at(120), said);
    const coming = await mustBook(customer, "talk", at(180), said);
    const id = await customerOf(kept.booking_id);
    await cancelBooking(customer, {
      booking_id: over.booking_id,
      version: 1,
      reason: "secretword: my wedding",
    });
    await admin.query(
      `update bookings set internal_note = 'secretword', place_detail = case when id = $2 then 'Call 030 / 7788 99 11 (secretword)' else place_detail end
       where customer_id = $1`,
      [id, kept.booking_id],
    );
    await admin.query("update customers set note = 'secretword', blocked_at = now() where id = $1", [id]);
    await insertRow(admin, "customer_tags", { provider_id: world.id, customer_id: id, tag: "secretword" });
    await until("the mails are there", () => mails().length >= 4);
    // A mail that nobody could send yet, in the queue.
    const late = (tx: Parameters<Parameters<typeof serializable>[1]>[0]) =>
      tx.query(
        sql.typeAlias(
          "void",
        )`select from enqueue_job('booking_mail', ${sql.json({ provider_id: world.id, booking_id: coming.booking_id, version: 1, event: "booked" })}, now() + interval '1 day')`,
      );
    await serializable(world.id, late);
    // What a server answered may name them; so does the agenda of their day.
    await admin.query(
      "update deliveries set answer = '250 delivered to quetzal' where booking_id = $1 and state = 'sent'",
      [kept.booking_id],
    );
    const boss = await createAccount(admin, {});
    await createMembership(admin, world.id, boss.id);
    const agenda = { id: uuid(), date: localDate(at(60), (await provider()).time_zone) };
    await insertRow(admin, "deliveries", {
      ...{ provider_id: world.id, id: agenda.id, kind: "agenda", once: `${agenda.id}.1.agenda` },
      ...{ recipient: "member", account_id: boss.id, details: { date: agenda.date } },
      ...{ due_at: new Date(), created_at: new Date() },
    });
    await admin.query(
      "select graphile_worker.add_job('delivery', json_build_object('provider_id', $1::uuid, 'delivery_id', $2::uuid))",
      [world.id, agenda.id],
    );
    await until("the agenda names them", () => mails().some((name) => name.startsWith(agenda.id)));
    const found = await traces();
    for (const column of [
      ...["customers.name", "customers.email", "customers.phone", "customers.phone_key", "customers.note"],
      ...["customer_tags.tag", "bookings.customer_name", "bookings.note", "bookings.answers"],
      ...[
        "bookings.internal_note",
        "bookings.end_reason",
        "bookings.place_detail",
        "bookings.customer_phone",
      ],
      ...["audit_events.details", "audit_events.address", "deliveries.answer"],
    ])
      expect(found, "the search would see it").toContain(column);

    expect(await eraseCustomer(member, { id })).toEqual({ ok: false, reason: "coming" });
    expect(await cancelComing(member, id)).toBe(2);
    await until("they were told", () =>
      readdirSync(path.join(app.data_dir, "mail")).some((name) =>
        name.startsWith(`${coming.booking_id}.2.cancelled`),
      ),
    );
    const before = await facts();
    expect(await eraseCustomer(member, { id })).toEqual({ ok: true });
    await until("the mails are gone", () => mails().length === 0);
    expect(await traces()).toEqual([]);
    expect(await facts()).toEqual(before);
    const { rows } = await admin.query(
      "select name, email::text, erased_at, version from customers where id = $1",
      [id],
    );
    expect(rows[0]).toMatchObject({
      ...{ name: "Erased customer", email: `erased-${id}@erased.invalid`, erased_at: new Date(NOW) },
    });
    // What was to be sent is void: without its job it would wait for ever.
    const open = await admin.query(
      "select d.kind from deliveries d join bookings b on b.id = d.booking_id where b.customer_id = $1 and d.state = 'queued'",
      [id],
    );
    expect(open.rows).toEqual([]);
    // The jobs about their bookings are gone, and one that comes too late says nothing.
    const jobs = await admin.query(
      "select from graphile_worker._private_jobs where payload ->> 'booking_id' = $1",
      [coming.booking_id],
    );
    expect(jobs.rowCount).toBe(0);
    const booking = (await reading(world.id, (tx) => selectOptionalBookingById(tx, kept.booking_id)))!;
    await admin.query(
      `select graphile_worker.add_job('booking_mail', json_build_object('provider_id', $1::text, 'booking_id', $2::text,
         'version', $3::int, 'event', 'cancelled'))`,
      [world.id, kept.booking_id, booking.version],
    );
    await until("it has run", async () => {
      const left = await admin.query(
        "select from graphile_worker._private_jobs where payload ->> 'booking_id' = $1",
        [kept.booking_id],
      );
      return left.rowCount === 0;
    });
    expect(readdirSync(path.join(app.data_dir, "mail"))).toEqual([]);
    // The link opens nothing.
    expect(recoverManageToken(member.secrets, world.id, booking)).toBeNull();
    await expect(eraseCustomer(member, { id })).rejects.toThrow("erased");
  });

  test("the same address again is somebody new, and others are untouched", async () => {
    const one = await mustBook(world.context(), "talk", at(300), { customer: PERSON });
    const other = await mustBook(world.context(), "talk", at(330), {
      customer: { email: "other@example.org", name: "Other" },
    });
    const id = await customerOf(one.booking_id);
    await cancelComing(member, id);
    const untouched = async () =>
      (
        await database.admin.query(
          "select b::text, c::text from bookings b join customers c on c.id = b.customer_id where b.id = $1",
          [other.booking_id],
        )
      ).rows;
    const before = await untouched();
    expect(await eraseCustomer(member, { id })).toEqual({ ok: true });
    expect(await untouched()).toEqual(before);
    const again = await mustBook(world.context(), "talk", at(360), { customer: PERSON });
    expect(await customerOf(again.booking_id)).not.toBe(id);
  });

  test("the function forgets nobody who is not erased, nor another's", async () => {
    const other = await createWorld(database);
    const theirs = await createCustomer(database.admin, other.id, { erased_at: "2030-01-01" });
    const living = await createCustomer(database.admin, world.id);
    for (const id of [theirs.id, living.id, uuid()])
      await expect(
        serializable(world.id, (tx) =>
          tx.query(sql.typeAlias("void")`select from forget_customer(${id}::uuid)`),
        ),
      ).rejects.toMatchObject({ code: "42501" });
  });
});

const provider = async () =>
  (await database.admin.query("select time_zone from providers where id = $1", [world.id])).rows[0];
const context = (values: Partial<Context>) => world.context({ now: NOW, ...values });
/** What a booking is about, whoever had it. */
const facts = async () =>
  (
    await database.admin.query(
      `select id, during::text, service_id, service_title, price_cents, currency, status, created_at, cancelled_by
       from bookings where provider_id = $1 order by id`,
      [world.id],
    )
  ).rows;
