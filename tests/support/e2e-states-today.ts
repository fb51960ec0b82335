/** The page of the day: full, empty, with names that are absurdly long. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { createPractice, type PracticeValues } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import {
  createBooking,
  createCustomer,
  createReservation,
  insertRow,
  uuid,
} from "#tests/support/factories.ts";

const ROUTE = "routes/dashboard.$username._index";
const HOUR = 3_600_000;

/** Half an hour, counted from the next full quarter of an hour. */
const slot = (n: number) => {
  const start = Math.ceil(Date.now() / 900_000) * 900_000 + n * (HOUR / 2);
  return { from: new Date(start).toISOString(), to: new Date(start + HOUR / 2).toISOString() };
};

type Line = { name: string; at: number; status?: "confirmed" | "pending" };

async function createDay(db: pg.Client, lines: Line[], values: PracticeValues = {}) {
  const practice = await createPractice(db, { hours: [0, 1440], ...values });
  const { provider_id, service_id } = practice;
  await db.query("update providers set setup_finished_at = now() where id = $1", [provider_id]);
  const bookings: string[] = [];
  for (const { name, at, status = "confirmed" } of lines) {
    const customer = await createCustomer(db, provider_id, { name, email: `${randomUUID()}@example.org` });
    const { from, to } = slot(at);
    const during = `[${from},${to})`;
    const keys = { provider_id, service_id, customer_id: customer.id };
    const booking = await createBooking(db, keys, {
      customer_name: name,
      during,
      service_title: String(values.service?.title ?? "Consultation"),
      place_detail: "Example Street 1, 10115 Berlin",
      status,
      confirmed_at: status === "confirmed" ? new Date().toISOString() : null,
    });
    const taken = { provider_id, service_id, booking_id: booking.id };
    await createReservation(db, taken, during);
    bookings.push(booking.id);
  }
  return { ...practice, bookings };
}

const openToday = async (tools: Tools, lines: Line[], values: PracticeValues = {}) => {
  const day = await createDay(tools.db, lines, values);
  // Ids are of now, so what is written last is the latest.
  for (const [n, booking_id] of [...day.bookings.entries()].reverse())
    await insertRow(tools.db, "audit_events", {
      provider_id: day.provider_id,
      id: uuid(),
      booking_id,
      action: ["booking.booked", "booking.moved"][n % 2],
      actor: "customer",
      details: {},
      at: new Date(Date.now() - n * HOUR).toISOString(),
    });
  await signInAs(tools, day);
  await tools.page.goto(`/dashboard/${day.username}`);
};

const LONG = "Wolfeschlegelsteinhausenbergerdorff".repeat(3);

export const TODAY_STATES: State[] = [
  {
    name: "today",
    route: ROUTE,
    shot: true,
    open: (tools) =>
      openToday(
        tools,
        [
          { name: "Grace Hopper", at: 1 },
          { name: "Mary Somerville", at: 3 },
          { name: "Sofia Kovalevskaya", at: 4 },
          { name: "Emmy Noether", at: 60, status: "pending" },
          { name: "Maryam Mirzakhani", at: 110, status: "pending" },
        ],
        { provider: { name: "Ada Lovelace" }, service: { title: "Mathematics lesson" } },
      ),
  },
  {
    name: "today-empty",
    route: ROUTE,
    shot: true,
    open: (tools) => openToday(tools, [], { provider: { name: "Ada Lovelace" } }),
  },
  {
    name: "today-long",
    route: ROUTE,
    open: (tools) =>
      openToday(
        tools,
        [0, 1, 2, 3, 4].map((n) => ({
          name: `${LONG} ${n}`,
          at: n * 2,
          status: n % 2 ? ("pending" as const) : ("confirmed" as const),
        })),
        { provider: { name: LONG }, service: { title: LONG.slice(0, 100) } },
      ),
  },
  {
    name: "today-new",
    route: ROUTE,
    open: async (tools) => {
      const practice = await createPractice(tools.db);
      await tools.db.query("update services set archived_at = now() where provider_id = $1", [
        practice.provider_id,
      ]);
      await signInAs(tools, practice);
      await tools.page.goto(`/dashboard/${practice.username}`);
    },
  },
];
