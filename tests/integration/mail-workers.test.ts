/** Workers and a mail server that is slow: they share the mails, and nobody and nothing else waits for it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { planBookingMessages } from "#app/domain/messages/plan.server.ts";
import { startDatabaseProxy } from "#tests/support/database-proxy.ts";
import * as make from "#tests/support/factories.ts";
import { type MailServer, startMailServer } from "#tests/support/mail-server.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount } from "#tests/support/sign-in.ts";
import { type App, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";
import { startWorkerProcess, type WorkerProcess } from "#tests/support/worker.ts";

const database = testDatabase();
let mail: MailServer;
let provider_id: string;
let service_id: string;
const workers: WorkerProcess[] = [];

const rows = async (query: string, values: unknown[] = []) =>
  (await database.admin.query(query, values)).rows;
/** What was put off for later is due now. */
const hurry = () =>
  rows(`select graphile_worker.reschedule_jobs(array_agg(j.id), now())
        from graphile_worker._private_jobs j join deliveries d on d.id::text = j.payload ->> 'delivery_id'
        where d.kind <> 'reminder' and j.locked_at is null and j.run_at > now()`);
const open = async () => {
  const [{ count }] = await rows(
    "select count(*)::int as count from deliveries where state in ('queued', 'sending') and kind <> 'reminder'",
  );
  return count as number;
};
const drained = async () => {
  await hurry();
  return (await open()) === 0;
};
const messageIds = () => mail.taken.map(({ message_id }) => message_id);

beforeAll(async () => {
  mail = await startMailServer();
  ({ provider_id } = await createOpenPractice(database.admin, {
    username: "lena",
    email: "lena@example.org",
  }));
  const { service } = await createFullService(database.admin, provider_id);
  service_id = service.id;
  const account = await createAccount(database.admin, { name: "Owner", email: "owner@example.org" });
  await make.insertRow(database.admin, "memberships", { provider_id, account_id: account.id, role: "owner" });
});
beforeEach(() => {
  mail.taken.length = 0;
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop("SIGKILL")));
  await mail.set("there");
  await rows("delete from graphile_worker._private_jobs");
  await rows("delete from deliveries");
  await rows("delete from worker_heartbeats");
});
afterAll(() => mail?.close());

test.each([2, 4])(
  "%i workers share 200 mails, and none is sent twice",
  async (count) => {
    // Each signs with an address of its own.
    const senders = Array.from({ length: count }, (_, index) => `worker-${index}@example.org`);
    // It says nothing at first, so that every worker has its hands full before the first mail is taken.
    await mail.set("stalls");
    workers.push(
      ...(await Promise.all(
        senders.map((MAIL_FROM) => startWorkerProcess({ ...database, env: { ...mail.env, MAIL_FROM } })),
      )),
    );
    const { id: customer_id } = await make.createCustomer(database.admin, provider_id);
    const wanted: string[] = [];
    for (let i = 0; i < 100; i++) {
      const { id } = await make.createBooking(database.admin, { provider_id, service_id, customer_id });
      await planBookingMessages(provider_id, {
        booking_id: id,
        version: 1,
        event: "booked",
        now: Date.now(),
      });
      wanted.push(id);
    }
    await until("every worker is at it", async () => {
      const held = await rows(
        "select distinct locked_by from graphile_worker.jobs where locked_by is not null",
      );
      return held.length === count && mail.waiting() >= count;
    });
    await mail.set("there");
    // A connection that waited too long for a word is put off.
    await until("every mail has ended", drained, 60_000);

    const ids = messageIds();
    expect(new Set(ids).size).toBe(200);
    expect(ids).toHaveLength(200);
    expect([...new Set(ids.map((id) => id.slice(1, 37)))].sort()).toEqual([...wanted].sort());
    const shares = senders.map((sender) => mail.taken.filter(({ raw }) => raw.includes(sender)).length);
    expect(Math.min(...shares), `shares ${shares}`).toBeGreaterThan(0);
    expect(
      await rows("select distinct state, tries > 0 as tried from deliveries where kind <> 'reminder'"),
    ).toEqual([{ state: "sent", tried: true }]);
  },
  90_000,
);

describe("a mail server that stalls", () => {
  let app: App;
  let n = 0;
  /** One after the other. @returns how long all of it took, in ms */
  const book = async (times: number) => {
    const began = performance.now();
    for (let i = 0; i < times; i++) {
      const email = `guest-${n}@example.org`;
      const answer = await post(app, "/book/lena/full/details", bookingForm(2 * n++, { email }));
      expect(answer.status).toBe(303);
    }
    return performance.now() - began;
  };
  beforeAll(async () => {
    app = await startApp({ ...database, env: mail.env });
  });
  afterAll(() => app?.stop("SIGKILL"));

  test("keeps no booking, and no job but mails", async () => {
    await book(4);
    const normal_ms = await book(12);
    await until("these are sent", async () => (await open()) === 0 && mail.taken.length === 32, 60_000);

    await mail.set("stalls");
    const stalled_ms = await book(12);
    // Many more than there are places for mails.
    await until("mails wait for it", () => mail.waiting() > 0);
    await until("the others wait for those", async () => (await open()) === 24);
    const later_ms = await book(12);
    await rows(
      "select graphile_worker.add_job('photo_removal', json_build_object('provider_id', $1::text, 'name', $2::text))",
      [provider_id, "0".repeat(32)],
    );
    const asked = Date.now();
    await until("the other job is done", async () => {
      const left = await rows("select from graphile_worker.jobs where task_identifier = 'photo_removal'");
      return left.length === 0;
    });
    const other_ms = Date.now() - asked;
    await until("the messages of these are planned too", async () => (await open()) === 48);
    // All this time it took none, and kept all the places that mails have.
    expect(mail.taken).toHaveLength(32);
    expect(mail.waiting()).toBeGreaterThan(0);
    const [{ count }] = await rows(
      "select count(*)::int from graphile_worker.jobs where task_identifier = 'delivery' and locked_by is not null",
    );
    expect(count).toBe(2);

    expect(other_ms).toBeLessThan(1_000);
    const [{ slowest }] = await rows(
      `select max(extract(epoch from d.created_at - b.created_at))::float8 as slowest
       from deliveries d join bookings b on b.provider_id = d.provider_id and b.id = d.booking_id`,
    );
    expect(slowest).toBeLessThan(1);
    // As long as any two runs on a busy machine; one mail alone is waited for ten seconds.
    for (const ms of [stalled_ms, later_ms]) expect(ms).toBeLessThan(3 * normal_ms + 2_000);

    await mail.set("there");
    await until("every mail has ended", drained, 30_000);
    expect(new Set(messageIds()).size).toBe(80);
    expect(mail.taken).toHaveLength(80);
  }, 150_000);
});

test("what was sent while the database was away is written down when it is back, and not sent again", async () => {
  const proxy = await startDatabaseProxy(database.superuserUrl);
  try {
    await mail.set("mute");
    const worker = await startWorkerProcess({
      ownerUrl: proxy.url(database.ownerUrl),
      appUrl: proxy.url(database.appUrl),
      env: mail.env,
    });
    workers.push(worker);
    const { id: customer_id } = await make.createCustomer(database.admin, provider_id);
    const { id } = await make.createBooking(database.admin, { provider_id, service_id, customer_id });
    await planBookingMessages(provider_id, { booking_id: id, version: 1, event: "booked", now: Date.now() });
    await until("both mails are in its hands", () => mail.taken.length === 2);
    await proxy.set("refuse");
    await mail.set("there");
    await until("it cannot write", () => worker.output().includes("cannot be written down yet"));
    await proxy.set("pass");
    await until("all is written down", async () => {
      const ended = await rows(
        "select state, tries from deliveries where kind <> 'reminder' and state = 'sent'",
      );
      return ended.length === 2 && ended.every(({ tries }) => tries === 1);
    });
    // Whatever the queue gives out again finds that.
    await until("the queue is idle", async () => {
      const left = await rows("select from graphile_worker.jobs where run_at < now() + interval '10 s'");
      return left.length === 0;
    });
    expect(mail.taken).toHaveLength(2);
  } finally {
    await proxy.close();
  }
}, 60_000);
