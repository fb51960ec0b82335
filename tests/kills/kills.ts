/**
 * People book while what serves them is killed, again and again; then everything is counted. Short in the suite
 * (tests/integration/kills.test.ts), long as `npm run kills` (docs/kills.md).
 */
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { type Ground, startGround } from "#tests/kills/ground.ts";
import { type Random, randomOf } from "#tests/kills/random.ts";
import * as make from "#tests/support/factories.ts";
import { createAccount } from "#tests/support/sign-in.ts";
import { post, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

export const BLOWS = ["one", "both", "postgres -9", "postgres immediate", "mail"] as const;
export type Blow = (typeof BLOWS)[number];

export type Plan = {
  bookings: number;
  /** What is struck, one a round; the bookings are shared among the rounds. */
  blows: readonly Blow[];
  /** The processes are killed so often again while the reminders go out. */
  blows_at_reminders: number;
  seed: number;
  /** true: PostgreSQL writes to the disk as in production. */
  fsync?: boolean;
  say?: (line: string) => void;
};

export type Report = {
  seed: number;
  bookings: number;
  mails: number;
  kills: Record<string, number>;
  /** People who had to send their form again, because no answer or a 503 came. */
  sent_again: number;
  /** Mails that came more than once, each time with a crash between. */
  doubles: { message_id: string; times: number }[];
};

/** Minutes before the start. */
const REMINDERS = [1440, 60];
const VISITORS = 8;
/** Milliseconds that anything may take on a machine which has much else to do. */
const PATIENCE = 90_000;

type Booked = { key: string; n: number };

/** @throws AssertionError when anything is not as promised */
export async function runKills(plan: Plan): Promise<Report> {
  const random = randomOf(plan.seed);
  const ground = await startGround({ fsync: plan.fsync ?? false });
  try {
    const members = await createPractice(ground);
    const booked: Booked[] = [];
    let sent_again = 0;
    for (const [round, blow] of plan.blows.entries()) {
      const from = Math.round((plan.bookings * round) / plan.blows.length);
      const to = Math.round((plan.bookings * (round + 1)) / plan.blows.length);
      sent_again += await playRound(ground, random, { blow, from, to, booked });
      plan.say?.(`${to} booked, ${ground.mail.taken.length} mails; struck: ${blow}`);
    }
    await settled(ground, "d.kind is distinct from 'reminder'");
    const ids = await assertAllIsThere(ground, booked, members);
    const atOnce = ids.flatMap((id) => [
      `${id}.1.confirmed`,
      ...members.map((member) => `${id}.1.new.${member}`),
    ]);
    assertMailed(ground, atOnce);
    plan.say?.(`every mail of ${ids.length} bookings is there; now their reminders`);

    await Promise.all([
      settled(ground, "true"),
      (async () => {
        for (let i = 0; i < plan.blows_at_reminders; i++) {
          // The next one comes, as long as some are left.
          if (ground.mail.taken.length < atOnce.length + ids.length) await ground.mail.next();
          await ground.killApps(i % 2 ? undefined : random.whole(2));
        }
      })(),
    ]);
    await settled(ground, "true");
    const reminders = ids.flatMap((id) => REMINDERS.map((minutes) => `${id}.1.reminder.${minutes}`));
    assertMailed(ground, [...atOnce, ...reminders]);
    return {
      seed: plan.seed,
      bookings: ids.length,
      mails: atOnce.length + reminders.length,
      kills: countBy(ground.crashes.map(({ what }) => what)),
      sent_again,
      doubles: doublesIn(ground),
    };
  } finally {
    await ground.stop();
  }
}

const countBy = (names: string[]) =>
  Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));

/** A practice that is always open, with two who run it and one who only looks. @returns who is told */
async function createPractice(ground: Ground): Promise<string[]> {
  const admin = ground.admin();
  const { provider_id } = await createOpenPractice(admin, { username: "lena", email: "lena@example.org" });
  await createFullService(admin, provider_id, { title: "Lesson", reminder_min: REMINDERS });
  const members: string[] = [];
  for (const role of ["owner", "manager", "viewer"]) {
    const account = await createAccount(admin, { name: role, email: `${role}@example.org` });
    await make.insertRow(admin, "memberships", { provider_id, account_id: account.id, role });
    if (role !== "viewer") members.push(account.id as string);
  }
  return members;
}

type Round = { blow: Blow; from: number; to: number; booked: Booked[] };

/** @returns how many had to send their form again */
async function playRound(ground: Ground, random: Random, { blow, from, to, booked }: Round): Promise<number> {
  let sent_again = 0;
  let next = from;
  const before = booked.length;
  const visitor = async () => {
    while (next < to) {
      const n = next++;
      const form = bookingForm(2 * n, { email: `guest-${n}@example.org` });
      for (let tries = 0; ; tries++) {
        if (await isBooked(ground, n + tries, form)) break;
        if (tries === 0) sent_again++;
        await pause(25);
      }
      booked.push({ key: form.idempotency_key, n });
    }
  };
  if (blow === "mail") await ground.mailIsAway();
  const wave = Promise.all(Array.from({ length: VISITORS }, visitor));
  const strike = async () => {
    if (blow === "mail") return;
    // At any moment of a booking, or of a mail's: when it is taken and the answer is on its way.
    const after = before + random.whole(to - from);
    const of_mail = random.whole(2) === 1;
    const moment = random.whole(30);
    const which = blow === "one" ? random.whole(2) : undefined;
    if (of_mail) await Promise.race([ground.mail.next(), wave]);
    else await until("so many are booked", () => booked.length > after, PATIENCE);
    if (!of_mail) await pause(moment);
    if (blow === "postgres -9") await ground.killPostgres("SIGKILL");
    else if (blow === "postgres immediate") await ground.killPostgres("SIGQUIT");
    else await ground.killApps(which);
  };
  await Promise.all([wave, strike()]);
  if (blow === "mail") {
    await until(
      "a mail is put off",
      async () => {
        const rows = await ground.rows("select from deliveries where state = 'queued' and tries > 0");
        return rows.length > 0;
      },
      PATIENCE,
    );
    await ground.mail.set("there");
  }
  return sent_again;
}

/** One form, sent as often as it takes: what a person does who gets no answer. */
async function isBooked(ground: Ground, n: number, form: ReturnType<typeof bookingForm>): Promise<boolean> {
  const app = ground.app(n);
  if (!app) return false;
  const answer = await post(app, "/book/lena/full/details", form).catch(() => null);
  assert.ok(
    answer === null || [303, 503].includes(answer.status),
    `A booking was answered ${answer?.status}: ${answer?.text.slice(0, 2_000)}`,
  );
  return answer?.status === 303;
}

/**
 * Waits until every delivery of these has ended and no job of theirs is left. What was put off for later is due now: time
 * passes here as fast as the queue gets on.
 */
async function settled(ground: Ground, which: string): Promise<void> {
  const left = async () => {
    await ground.rows(
      `select graphile_worker.reschedule_jobs(array(
         select j.id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         left join deliveries d on d.id::text = j.payload ->> 'delivery_id'
         where t.identifier in ('booking_mail', 'delivery') and j.locked_at is null and j.run_at > now() and ${which}), now())`,
    );
    // Also the job whose process died between writing down "sent" and saying that it is done.
    const [{ count } = { count: 1 }] = await ground.rows<{ count: number }>(
      `select (select count(*) from deliveries d where state in ('queued', 'sending') and ${which})::int
         + (select count(*) from graphile_worker._private_jobs j
            join graphile_worker._private_tasks t on t.id = j.task_id
            left join deliveries d on d.id::text = j.payload ->> 'delivery_id'
            where t.identifier in ('booking_mail', 'delivery') and ${which})::int as count`,
    );
    return count;
  };
  await until("all that is due is sent", async () => (await left().catch(() => 1)) === 0, 2 * PATIENCE);
}

/** What was acknowledged exists, and each booking has its messages in the ledger. @returns the bookings' ids */
async function assertAllIsThere(ground: Ground, booked: Booked[], members: string[]): Promise<string[]> {
  const bookings = await ground.rows<{ id: string; key: string; starts_at: Date }>(
    "select id, idempotency_key as key, lower(during) as starts_at from bookings",
  );
  assert.deepEqual(
    bookings.map(({ key }) => key).sort(),
    booked.map(({ key }) => key).sort(),
    "The bookings are not those that were acknowledged",
  );
  type Row = { booking_id: string; kind: string; state: string; due_at: Date; account_id: string | null };
  const rows = await ground.rows<Row & { run_at: Date | null; jobs: number }>(
    `select d.booking_id, d.kind, d.state, d.due_at, d.account_id, count(j.id)::int as jobs, min(j.run_at) as run_at
     from deliveries d left join graphile_worker._private_jobs j on j.payload ->> 'delivery_id' = d.id::text
     group by d.provider_id, d.id`,
  );
  for (const { id, starts_at } of bookings) {
    const own = rows.filter((row) => row.booking_id === id);
    const told = own.map(({ kind, state, account_id, due_at, jobs, run_at }) =>
      kind === "reminder"
        ? `reminder ${state} ${(starts_at.getTime() - due_at.getTime()) / 60_000} ${jobs} ${run_at?.getTime() === due_at.getTime()}`
        : `${kind} ${state} ${account_id} ${jobs}`,
    );
    assert.deepEqual(
      told.sort(),
      [
        "confirmed sent null 0",
        ...members.map((member) => `new sent ${member} 0`),
        ...REMINDERS.map((minutes) => `reminder queued ${minutes} 1 true`),
      ].sort(),
      `The messages of booking ${id}`,
    );
  }
  return bookings.map(({ id }) => id);
}

/** Each of these mails came, and no other; none twice without a crash between. */
function assertMailed({ mail, crashes }: Ground, names: string[]): void {
  const wanted = names.map((name) => `<${name}@book.example.org>`);
  const came = new Map<string, number[]>();
  for (const { message_id, at } of mail.taken) came.set(message_id, [...(came.get(message_id) ?? []), at]);
  assert.deepEqual([...came.keys()].sort(), wanted.sort(), "The mails are not those that were to be sent");
  for (const [message_id, times] of came)
    for (const [index, at] of times.slice(1).entries())
      assert.ok(
        crashes.some((crash) => crash.at > times[index]! - BEFORE && crash.at < at),
        `${message_id} was sent twice without a crash between`,
      );
}

/** Milliseconds: a kill is noted just before it strikes, and a mail when it has come whole. */
const BEFORE = 500;

const doublesIn = ({ mail }: Ground) =>
  Object.entries(countBy(mail.taken.map(({ message_id }) => message_id)))
    .filter(([, times]) => times > 1)
    .map(([message_id, times]) => ({ message_id, times }));
