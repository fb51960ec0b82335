/** Booking through HTTP, beside the same statements sent straight from a driver with as many connections. */
import { randomBytes, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { busyWindow } from "#app/domain/availability.ts";
import { newId } from "#app/domain/ids.server.ts";
import { addDays, localDate } from "#app/domain/zones.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { insertBooking } from "#db/bookings.ts";
import { isRetryable } from "#db/errors.ts";
import { enqueueJob } from "#db/jobs.ts";
import { selectBlockedInRange, selectOptionalScheduleRules } from "#db/schedules.ts";
import { selectOptionalServiceBySlug } from "#db/services.ts";
import type { WriteTx } from "#db/transaction.ts";
import { filledId } from "#tests/support/fill.ts";
import { type PlannedQuery, statementOf } from "#tests/support/plans.ts";
import { type BenchDatabase, connect } from "./machine.ts";
import { inParallel, interleaved, type Row } from "./measure.ts";
import { CUSTOMER_ZONE, DURATION_MIN, freeTimes, SERVICE_SLUG, type Wanted } from "./slots.ts";

const CLIENTS = 32;
const PROVIDERS = 50;
const MINUTE = 60_000;

/** Bookings per second of both; each round books times that nobody has booked before. */
export async function bookingRows(
  database: BenchDatabase,
  port: number,
  { rounds, perRound }: { rounds: number; perRound: number },
): Promise<Row[]> {
  const providers = Math.min(PROVIDERS, database.providers);
  const times = freeTimes(1, providers, perRound * 2 * (rounds + 1));
  const take = () => times.splice(0, perRound);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, () =>
      connect(
        database.url,
        "daybook_app",
        "-c default_transaction_isolation=serializable -c enable_seqscan=off -c timezone=UTC",
      ),
    ),
  );
  const admin = await connect(database.url);
  try {
    const through = async () => {
      const ms = await inParallel(CLIENTS, take(), (time) => post(agent, port, time));
      await drained(admin);
      return (perRound / ms) * 1000;
    };
    const straight = async () => {
      const prepared = await Promise.all(take().map(statementsOf));
      const ms = await inParallel(CLIENTS, prepared, (statements, n) => book(clients[n]!, statements));
      await drained(admin);
      return (perRound / ms) * 1000;
    };
    const result = await interleaved(rounds, through, straight);
    return [
      {
        case: `booking through HTTP, ${CLIENTS} connections, ${providers} providers`,
        unit: "bookings/s",
        ...result,
        better: "higher",
        against: `the booking's own transaction (9 statements, SERIALIZABLE, same retries) from ${CLIENTS} bare pg clients`,
      },
    ];
  } finally {
    agent.destroy();
    await Promise.all([admin, ...clients].map((client) => client.end()));
  }
}

/** One form as a browser sends it. @throws when it is answered with anything but the way to the booking's page */
const post = (agent: Agent, port: number, { username, starts_at }: Wanted) => {
  const body = new URLSearchParams({
    start: new Date(starts_at).toISOString(),
    duration: String(DURATION_MIN),
    tz: CUSTOMER_ZONE,
    idempotency_key: randomUUID(),
    name: "Grace Hopper",
    email: `grace-${Math.floor(Math.random() * 1e6)}@example.org`,
    note: "",
  }).toString();
  return new Promise<void>((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: "127.0.0.1",
        method: "POST",
        path: `/book/${username}/${SERVICE_SLUG}/details`,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "Content-Length": Buffer.byteLength(body),
          "Sec-Fetch-Site": "same-origin",
        },
      },
      (response) => {
        response.resume();
        response.once("end", () =>
          response.statusCode === 303
            ? resolve()
            : reject(new Error(`A booking was answered with ${response.statusCode}`)),
        );
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
};

type Verb = (tx: WriteTx) => Promise<unknown>;

/** The statements of `bookSlot`'s transaction as db/ writes them, made before the clock runs. */
const statementsOf = async (time: Wanted): Promise<PlannedQuery[]> => {
  const { provider_id, service_id, starts_at } = time;
  const day = localDate(starts_at, CUSTOMER_ZONE);
  const spread = { duration_min: DURATION_MIN, buffer_before_min: 0, buffer_after_min: 15 };
  const busy = busyWindow(addDays(day, -1), addDays(day, 1), spread);
  const [id, now, ends_at] = [newId(), Date.now(), starts_at + DURATION_MIN * MINUTE];
  const booking = {
    id,
    service_id,
    new_customer_id: newId(),
    starts_at,
    ends_at,
    status: "confirmed" as const,
    now,
    idempotency_key: randomUUID(),
    request_hash: randomBytes(32),
    manage_token_hash: randomBytes(32),
    customer_name: "Grace Hopper",
    customer_email: `grace-${Math.floor(Math.random() * 1e6)}@example.org`,
    customer_phone: null,
    customer_time_zone: CUSTOMER_ZONE,
    customer_locale: "en",
    note: "",
    answers: [],
    service_title: "Service 1",
    price_cents: 5000,
    currency: "EUR",
    place: "in_person" as const,
    place_detail: "",
    booked_by: "customer" as const,
    internal_note: "",
  };
  const reservation = {
    id: newId(),
    booking_id: id,
    service_id,
    session_id: newId(),
    seat: 1,
    capacity: 1,
    occupied_from: starts_at,
    occupied_until: ends_at + 15 * MINUTE,
  };
  const schedule_id = filledId(`schedule ${time.n}`);
  const history = {
    id: newId(),
    booking_id: id,
    action: "booking.booked",
    actor: "customer" as const,
    details: { starts_at, status: "confirmed", version: 1 },
    at: now,
  };
  const verbs: Verb[] = [
    (tx) => selectOptionalServiceBySlug(tx, SERVICE_SLUG),
    (tx) => selectOptionalScheduleRules(tx, null, addDays(day, -9), addDays(day, 9)),
    (tx) => selectBlockedInRange(tx, schedule_id, busy.starts_at, busy.ends_at),
    (tx) => insertBooking(tx, booking, reservation),
    (tx) => insertAuditEvent(tx, history),
    (tx) => enqueueJob(tx, "booking_mail", { booking_id: id, version: 1, event: "booked" }),
  ];
  return Promise.all(verbs.map((verb) => statementOf(provider_id, verb)));
};

/** One transaction, again from its start after a collision, with the pauses of db/transaction.ts. */
const book = async (client: pg.Client, statements: PlannedQuery[]): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await client.query("start transaction");
      await client.query(`set local app.provider_id = '${statements[0]!.provider_id}'`);
      for (const { sql, values } of statements) {
        const { rowCount } = await client.query(sql, [...values]);
        if (sql.includes("/* insertBooking */") && rowCount !== 1) throw new Error("The time was taken.");
      }
      await client.query("commit");
      return;
    } catch (error) {
      await client.query("rollback");
      if (!isRetryable(error) || tries >= 12) throw error;
      await pause(Math.random() * Math.min(400, 8 * 2 ** tries));
    }
  }
};

/** The mails of a round are written before the next begins: both sides leave the same jobs behind. */
const drained = async (admin: pg.Client): Promise<void> => {
  for (const started = performance.now(); performance.now() - started < 30_000; await pause(50)) {
    const { rows } = await admin.query("select count(*)::int as jobs from graphile_worker.jobs");
    if (rows[0].jobs === 0) return;
  }
};
