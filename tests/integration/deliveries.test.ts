/** What follows a booking, over a real mail server that takes, refuses, stalls, drops and takes late. */
import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as make from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount } from "#tests/support/sign-in.ts";
import { type App, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice, startAt } from "#tests/support/web-practice.ts";

const database = testDatabase();
type Answer = "take" | "refuse" | "greylist" | "drop" | "late";
const answers = new Map<string, Answer>();
const taken: { to: string; mail: Email; raw: string }[] = [];
let app: App;
let provider_id: string;
let n = 0;

const toOf = (session: SMTPServerSession) => session.envelope.rcptTo[0]?.address ?? "";
const said = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo: ({ address }, _session, done) => {
    const answer = answers.get(address);
    if (answer === "refuse") return done(said(550, `<${address}>: no such user here`));
    if (answer === "greylist") {
      answers.delete(address);
      return done(said(451, `<${address}>: greylisted, come back later`));
    }
    done();
  },
  onData: (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", async () => {
      const to = toOf(session);
      const answer = answers.get(to);
      answers.delete(to);
      const raw = Buffer.concat(chunks).toString("utf8");
      if (answer === "drop") return closeAll();
      taken.push({ to, raw, mail: await PostalMime.parse(raw) });
      // Taken, and then the answer is lost: the sender cannot know.
      if (answer === "late") return closeAll();
      done();
    });
  },
});

const closeAll = () => {
  for (const connection of smtp.connections) connection.close();
};

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  ({ provider_id } = await createOpenPractice(database.admin, {
    username: "lena",
    name: "Lena",
    email: "lena@example.org",
  }));
  await createFullService(database.admin, provider_id, { title: "Lesson" });
  const account = await createAccount(database.admin, { name: "Owner", email: "owner@example.org" });
  await make.insertRow(database.admin, "memberships", { provider_id, account_id: account.id, role: "owner" });
  const { port } = smtp.server.address() as AddressInfo;
  app = await startApp({
    ...database,
    env: { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "hello@example.org" },
  });
});
afterAll(async () => {
  await app?.stop();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});
beforeEach(() => {
  taken.length = 0;
  answers.clear();
});

const book = async (email: string, values: Record<string, string> = {}) => {
  const at = 2 * n++;
  const made = await post(app, "/book/lena/full/details", bookingForm(at, { email, ...values }));
  expect(made.status).toBe(303);
  const { rows } = await database.admin.query<{ id: string }>(
    "select id from bookings where lower(during) = $1",
    [startAt(at)],
  );
  return { id: rows[0]!.id, at, link: made.headers.location!.replace(/\?.*/, "") };
};
type Row = {
  kind: string;
  state: string;
  tries: number;
  answer: string;
  due_at: Date;
  booking_version: number;
};
const rowsOf = async (booking_id: string) =>
  (
    await database.admin.query<Row>(
      "select kind, state, tries, answer, due_at, booking_version from deliveries where booking_id = $1 order by due_at, id",
      [booking_id],
    )
  ).rows;
const rowOf = async (booking_id: string, kind: string) =>
  (await rowsOf(booking_id)).find((row) => row.kind === kind);
const mailsTo = (to: string) => taken.filter((one) => one.to === to);
/** What is due later is due now. */
const hurry = (booking_id: string, kind: string) =>
  database.admin.query(
    `select graphile_worker.reschedule_jobs(array_agg(j.id), now())
     from graphile_worker._private_jobs j join deliveries d on d.id::text = j.payload ->> 'delivery_id'
     where d.booking_id = $1 and d.kind = $2`,
    [booking_id, kind],
  );
const ended = (booking_id: string, kind: string) =>
  until(`${kind} has ended`, async () => {
    const row = await rowOf(booking_id, kind);
    return row && !["queued", "sending"].includes(row.state) ? row : null;
  });

describe("a booking", () => {
  test("is told to the customer and to who runs the practice, in HTML and text, with an entry for the calendar", async () => {
    const { id, link } = await book("grace@example.org", {
      tz: "Pacific/Honolulu",
      note: "I bring <b>cake</b>",
    });
    const { mail, raw } = (await until("the customer's mail", () => mailsTo("grace@example.org")[0]))!;
    expect(mail.subject).toMatch(/^Booked: Lesson, /);
    expect(mail.text).toContain("Honolulu time (UTC−10)");
    expect(mail.text).toContain(link);
    expect(mail.html).toContain("Honolulu time (UTC−10)");
    expect(mail.html).toContain(link);
    expect(mail.replyTo?.[0]?.address).toBe("lena@example.org");
    expect(mail.messageId).toBe(`<${id}.1.confirmed@book.example.org>`);
    const types = [...raw.matchAll(/^Content-Type: ([a-z/]+)/gim)].map(([, type]) => type);
    expect(types).toEqual(
      expect.arrayContaining(["text/plain", "text/html", "text/calendar", "application/ics"]),
    );
    expect(raw).toMatch(/text\/calendar;[^\n]*method=REQUEST/i);

    const notice = (await until("the owner's mail", () => mailsTo("owner@example.org")[0]))!.mail;
    expect(notice.subject).toMatch(/^New booking: /);
    expect(notice.text).toContain("I bring <b>cake</b>");
    expect(notice.html).toContain("I bring &lt;b&gt;cake&lt;/b&gt;");
    expect(notice.html).not.toContain("<b>cake");
    expect(notice.replyTo?.[0]?.address).toBe("grace@example.org");
    expect(await ended(id, "confirmed")).toMatchObject({ state: "sent", tries: 1 });
    expect(await rowOf(id, "reminder")).toMatchObject({ state: "queued", tries: 0 });
  });

  test("that is moved voids its reminder and has another; one that is cancelled has none, and its entry goes", async () => {
    const { id, at, link } = await book("moved@example.org");
    await ended(id, "confirmed");
    expect((await post(app, `${link}/time`, { start: startAt(at + 1), version: "1" })).status).toBe(303);
    await ended(id, "moved");
    const reminders = (await rowsOf(id)).filter(({ kind }) => kind === "reminder");
    expect(reminders.map(({ booking_version, state }) => [booking_version, state]).sort()).toEqual([
      [1, "void"],
      [2, "queued"],
    ]);
    expect((await post(app, `${link}/cancellation`, { version: "2", reason: "Ill" })).status).toBe(303);
    await ended(id, "cancelled");
    const mails = await until("three mails", () => {
      const mails = mailsTo("moved@example.org");
      return mails.length === 3 ? mails : null;
    });
    expect(mails!.map(({ raw }) => /method=([A-Z]+)/.exec(raw)?.[1])).toEqual([
      "REQUEST",
      "REQUEST",
      "CANCEL",
    ]);
    expect(mails![1]!.mail.text).toContain("Before:");
    expect(mails![2]!.mail.text).toContain("Reason: Ill");
    // Whatever still lies in the queue finds nothing to say.
    await hurry(id, "reminder");
    await until("no reminder lies ahead", async () =>
      (await rowsOf(id)).every(({ kind, state }) => kind !== "reminder" || state === "void"),
    );
    expect(mailsTo("moved@example.org")).toHaveLength(3);
  });

  test("is reminded of when its time has come, once, however often the job runs", async () => {
    const { id } = await book("reminded@example.org");
    await ended(id, "confirmed");
    await hurry(id, "reminder");
    expect(await ended(id, "reminder")).toMatchObject({ state: "sent" });
    await database.admin.query(
      `select graphile_worker.add_job('delivery', json_build_object('provider_id', provider_id, 'delivery_id', id))
       from deliveries where booking_id = $1`,
      [id],
    );
    await until("the queue has nothing due", async () => {
      const { rowCount } = await database.admin.query(
        "select from graphile_worker.jobs where run_at <= now()",
      );
      return rowCount === 0;
    });
    const subjects = mailsTo("reminded@example.org").map(({ mail }) => mail.subject?.split(":")[0]);
    expect(subjects).toEqual(["Booked", "Reminder"]);
  });
});

describe("a mail server that", () => {
  test("knows no such recipient is believed: one try, the reason kept without the address", async () => {
    answers.set("nobody@example.org", "refuse");
    const { id } = await book("nobody@example.org");
    const row = await ended(id, "confirmed");
    expect(row).toMatchObject({ state: "refused", tries: 1 });
    expect(row!.answer).toContain("no such user here");
    expect(row!.answer).not.toContain("nobody@");
  });

  test("greylists is asked again later, by a job that is written with what it said", async () => {
    answers.set("grey@example.org", "greylist");
    const { id } = await book("grey@example.org");
    await until("it is put off", async () => (await rowOf(id, "confirmed"))?.answer.includes("greylisted"));
    const row = await rowOf(id, "confirmed");
    expect(row).toMatchObject({ state: "queued", tries: 1 });
    expect(row!.due_at.getTime()).toBeGreaterThan(Date.now() + 5_000);
    await hurry(id, "confirmed");
    expect(await ended(id, "confirmed")).toMatchObject({ state: "sent", tries: 2 });
    expect(mailsTo("grey@example.org")).toHaveLength(1);
  });

  test("drops the line in the middle gets it again", async () => {
    answers.set("dropped@example.org", "drop");
    const { id } = await book("dropped@example.org");
    await until("it is put off", async () => {
      const row = await rowOf(id, "confirmed");
      return row?.tries === 1 && row.state === "queued";
    });
    await hurry(id, "confirmed");
    expect(await ended(id, "confirmed")).toMatchObject({ state: "sent", tries: 2 });
    expect(mailsTo("dropped@example.org")).toHaveLength(1);
  });

  test("takes it and cannot say so gets it twice under one Message-ID, which a reader's program shows once", async () => {
    answers.set("late@example.org", "late");
    const { id } = await book("late@example.org");
    await until("it was taken", () => mailsTo("late@example.org").length === 1);
    await until("it is put off", async () => (await rowOf(id, "confirmed"))?.state === "queued");
    await hurry(id, "confirmed");
    await ended(id, "confirmed");
    const ids = mailsTo("late@example.org").map(({ mail }) => mail.messageId);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(new Set(ids.slice(0, 2)).size).toBe(1);
  });
});

test("who died with it in hand is waited for, then it is sent", async () => {
  const { id } = await book("orphan@example.org");
  await ended(id, "confirmed");
  taken.length = 0;
  const again = (state: string, ago: string) =>
    database.admin.query(
      `with put_back as (
         update deliveries set state = $2, ended_at = null, tried_at = now() - $3::interval
         where booking_id = $1 and kind = 'confirmed' returning provider_id, id)
       select graphile_worker.add_job('delivery', json_build_object('provider_id', provider_id, 'delivery_id', id))
       from put_back`,
      [id, state, ago],
    );
  await again("sending", "10 seconds");
  // Another one has it: a job for later, and no mail.
  await until("a job for later", async () => {
    const { rowCount } = await database.admin.query(
      "select from graphile_worker.jobs where task_identifier = 'delivery' and run_at between now() + interval '1 minute' and now() + interval '2 minutes'",
    );
    return rowCount === 1;
  });
  expect(mailsTo("orphan@example.org")).toEqual([]);
  await again("sending", "10 minutes");
  await until("it is sent", () => mailsTo("orphan@example.org").length === 1);
});
