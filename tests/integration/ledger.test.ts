/** What was sent and what was not: seen at the desk, sent again once, dismissed, and by nobody of another provider. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sweepMessages } from "#app/domain/messages/agendas.server.ts";
import { kindWords } from "#app/i18n/messages.ts";
import * as make from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice, startAt } from "#tests/support/web-practice.ts";

const database = testDatabase();
let app: App;
let provider_id: string;
let owner: { id: string; Cookie: string };
let operator: { id: string; Cookie: string };
let n = 0;
const refused = new Set<string>();
const taken: string[] = [];

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo: ({ address }, _session, done) =>
    done(refused.has(address) ? Object.assign(new Error("no such user here"), { responseCode: 550 }) : null),
  onData: (stream, session, done) => {
    stream.resume();
    stream.on("end", () => {
      taken.push(session.envelope.rcptTo[0]?.address ?? "");
      done();
    });
  },
});

const person = async (values: Record<string, unknown>) => {
  const { id } = await createAccount(database.admin, values);
  return { id, Cookie: (await signIn(database.admin, id)).cookie };
};

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  ({ provider_id } = await createOpenPractice(database.admin, { username: "lena", name: "Lena" }));
  await createFullService(database.admin, provider_id, { title: "Lesson" });
  owner = await person({ name: "Olga", email: "olga@example.org" });
  await createMembership(database.admin, provider_id, owner.id);
  operator = await person({ name: "Radia", operator_since: "2026-01-01T00:00:00Z" });
  const { port } = smtp.server.address() as AddressInfo;
  const env = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "hello@example.org" };
  app = await startApp({ ...database, env });
});
afterAll(async () => {
  await app?.stop();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});
beforeEach(() => {
  taken.length = 0;
  refused.clear();
});

const LIST = "/dashboard/lena/messages";
const look = async (where: string, Cookie = owner.Cookie) => {
  const { status, text } = await ask(app, where, { headers: { Cookie } });
  return { status, text: text.replace(/<!-- -->/g, "") };
};
const act = (id: string, what: "attempt" | "dismissal", fields = {}, Cookie = owner.Cookie) =>
  post(app, `${LIST}/${id}/${what}`, fields, { Cookie });

type Row = { id: string; state: string; tries: number; answer: string };
const rowOf = async (booking_id: string, kind: string) =>
  (
    await database.admin.query<Row>(
      "select id, state, tries, answer from deliveries where booking_id = $1 and kind = $2",
      [booking_id, kind],
    )
  ).rows[0];
const ended = async (booking_id: string, kind: string) =>
  (await until(`${kind} has ended`, async () => {
    const row = await rowOf(booking_id, kind);
    return row && !["queued", "sending"].includes(row.state) ? row : null;
  }))!;
/** Somebody books whose address is refused; what is known of it then. */
const bookRefused = async (email: string) => {
  refused.add(email);
  const at = 2 * n++;
  const made = await post(app, "/book/lena/full/details", bookingForm(at, { email }));
  expect(made.status).toBe(303);
  const { rows } = await database.admin.query<{ id: string; customer_id: string }>(
    "select id, customer_id from bookings where lower(during) = $1",
    [startAt(at)],
  );
  const { id, customer_id } = rows[0]!;
  return {
    id,
    customer_id,
    link: made.headers.location!.replace(/\?.*/, ""),
    row: await ended(id, "confirmed"),
  };
};
const history = async (action: string) =>
  (
    await database.admin.query(
      "select account_id, booking_id, details from audit_events where provider_id = $1 and action = $2 order by id",
      [provider_id, action],
    )
  ).rows;

describe("a refused message", () => {
  test("is seen on its booking, its customer, the list and Today; sent again by many at once, it goes once", async () => {
    const { id, customer_id, row } = await bookRefused("gone@example.org");
    expect(row).toMatchObject({ state: "refused", tries: 1 });
    const desk = await look(`/dashboard/lena/bookings/${id}`);
    expect(desk.text).toMatch(/Refused on [^<]*no such user here/);
    expect(desk.text).toMatch(/Planned for /);
    expect(desk.text).toContain("Mail to this address was refused");
    expect((await look(`/dashboard/lena/customers/${customer_id}`)).text).toContain(
      "Mail to this address was refused",
    );
    expect((await look("/dashboard/lena")).text).toContain("1 message could not be delivered");
    expect((await look("/dashboard/lena/bookings")).text).toContain("Undelivered messages (1)");
    const list = await look(LIST);
    expect(list.text).toContain(`/dashboard/lena/bookings/${id}`);
    expect(list.text).toContain("gone@example.org");

    refused.clear();
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => act(row.id, "attempt")));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(303));
    expect(answers[0]!.headers.location).toBe(`/dashboard/lena/bookings/${id}?just=sent-again`);
    expect(await ended(id, "confirmed")).toMatchObject({ state: "sent", tries: 1 });
    await until("the queue has nothing due", async () => {
      const { rowCount } = await database.admin.query(
        "select from graphile_worker.jobs where run_at <= now()",
      );
      return rowCount === 0;
    });
    expect(taken.filter((to) => to === "gone@example.org")).toHaveLength(1);
    expect(await history("message.sent_again")).toEqual([
      { account_id: owner.id, booking_id: id, details: { kind: "confirmed", recipient: "customer" } },
    ]);
    expect((await look(`/dashboard/lena/bookings/${id}`)).text).not.toContain("was refused");
    expect((await look(LIST)).text).toContain("Every message has reached its mail server");
    expect((await look("/dashboard/lena/history")).text).toContain("Sent a message again (Confirmation");
    // What was sent is sent: once more changes nothing.
    expect((await act(row.id, "attempt")).status).toBe(303);
    expect(await rowOf(id, "confirmed")).toMatchObject({ state: "sent", tries: 1 });
  });

  test("is not sent again when it no longer holds, and the page says why", async () => {
    const { id, link, row } = await bookRefused("cancelled@example.org");
    expect((await post(app, `${link}/cancellation`, { version: "1" })).status).toBe(303);
    await ended(id, "cancelled");
    const page = await look(`/dashboard/lena/bookings/${id}`);
    expect(page.text).toContain("It cannot be sent again. The booking was changed again");
    const answer = await act(row.id, "attempt", { back: "list" });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain("The booking was changed again");
    expect(answer.text).toContain(`href="${LIST}"`);
    expect(await rowOf(id, "confirmed")).toMatchObject({ state: "refused" });
  });

  test("that was void may go when it holds again: reminders were off and are on", async () => {
    const { id } = await bookRefused("off@example.org");
    refused.clear();
    const { id: reminder } = (await rowOf(id, "reminder"))!;
    await database.admin.query(
      "update deliveries set state = 'void', answer = 'These messages are switched off.', ended_at = now() where id = $1",
      [reminder],
    );
    await make.insertRow(database.admin, "message_settings", {
      ...{ provider_id, kind: "reminder", disabled_at: new Date() },
    });
    expect((await act(reminder, "attempt")).text).toContain("These messages are switched off.");
    await database.admin.query("delete from message_settings");
    expect((await act(reminder, "attempt")).status).toBe(303);
    expect(await ended(id, "reminder")).toMatchObject({ state: "sent" });
  });

  test("leaves the list when it is dismissed, and stays on its booking", async () => {
    const { id, row } = await bookRefused("dismissed@example.org");
    expect((await look(LIST)).text).toContain("dismissed@example.org");
    for (let i = 0; i < 2; i++)
      expect((await act(row.id, "dismissal")).headers.location).toBe(`${LIST}?just=dismissed`);
    expect((await look(LIST)).text).not.toContain("dismissed@example.org");
    expect((await look(`/dashboard/lena/bookings/${id}`)).text).toContain("Refused on");
    expect(await history("message.dismissed")).toHaveLength(1);
  });

  test("is its provider's alone, and viewers only look", async () => {
    const { row } = await bookRefused("private@example.org");
    await createOpenPractice(database.admin, { username: "other", name: "Other" });
    const { rows } = await database.admin.query("select id from providers where username = 'other'");
    const stranger = await person({ name: "Stranger" });
    await createMembership(database.admin, rows[0].id, stranger.id);
    const viewer = await person({ name: "Viewer" });
    await createMembership(database.admin, provider_id, viewer.id, "viewer");
    for (const what of ["attempt", "dismissal"] as const) {
      const theirs = `/dashboard/other/messages/${row.id}/${what}`;
      expect((await post(app, theirs, {}, { Cookie: stranger.Cookie })).status).toBe(404);
      expect((await act(row.id, what, {}, stranger.Cookie)).status).toBe(404);
      expect((await act(row.id, what, {}, viewer.Cookie)).status).toBe(403);
      for (const id of [make.uuid(), "x", "%00"])
        expect((await act(id, what)).status, `${what} ${id}`).toBe(404);
    }
    const seen = await look(LIST, viewer.Cookie);
    expect(seen.text).toContain("private@example.org");
    expect(seen.text).not.toContain("/attempt");
    expect((await look("/dashboard/other/messages", stranger.Cookie)).text).not.toContain("private@");
    expect(await rowOf((await bookingOf(row.id))!, "confirmed")).toMatchObject({ state: "refused" });
  });

  test("is on one page of the list, however many there are", async () => {
    const { id } = await bookRefused("many@example.org");
    await database.admin.query(
      `insert into deliveries (provider_id, id, kind, once, booking_id, booking_version, recipient, due_at, state, answer,
                               ended_at, created_at)
       select $1, gen_random_uuid(), 'confirmed', 'many.' || i, $2, 1, 'customer', now(), 'dead', 'line ' || i || '.',
              date_trunc('second', now()) - (i / 3) * interval '1 hour', now()
       from generate_series(1, 60) i`,
      [provider_id, id],
    );
    await database.admin.query(
      `insert into deliveries (provider_id, id, kind, once, booking_id, booking_version, recipient, due_at, state, answer,
                               ended_at, created_at)
       values ($1, gen_random_uuid(), 'confirmed', 'old', $2, 1, 'customer', now(), 'dead', 'too old', now() - interval '61 days', now())`,
      [provider_id, id],
    );
    const seen: string[] = [];
    for (let where: string | null = LIST; where; ) {
      const { text } = await look(where);
      seen.push(...[...text.matchAll(/line (\d+)\./g)].map(([, line]) => line!));
      expect(text).not.toContain("too old");
      const more = /href="(\?after=[^"]+)" rel="next"/.exec(text)?.[1];
      where = more ? LIST + more : null;
    }
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
  });
});

const bookingOf = async (delivery_id: string) =>
  (await database.admin.query("select booking_id from deliveries where id = $1", [delivery_id])).rows[0]
    ?.booking_id as string | undefined;

describe("the operator", () => {
  const again = (id: string, Cookie = operator.Cookie) =>
    post(app, `/admin/messages/${id}/attempt`, {}, { Cookie });

  test("sees what about accounts was refused, without the address, and sends it again", async () => {
    refused.add("nowhere@example.org");
    await post(app, "/sign-up", { email: "nowhere@example.org" });
    const row = (await until("it was refused", async () => {
      const { rows } = await database.admin.query(
        "select id from account_deliveries where state = 'refused'",
      );
      return rows[0] as { id: string } | undefined;
    }))!;
    const { text } = await look("/admin/messages", operator.Cookie);
    expect(text).toContain(kindWords("sign_up"));
    expect(text).toContain("an address without an account");
    expect(text).toContain("no such user here");
    expect(text).not.toContain("nowhere@");
    expect((await look("/admin/messages")).status).toBe(404);
    expect((await again(row.id, owner.Cookie)).status).toBe(404);
    refused.clear();
    expect((await Promise.all([again(row.id), again(row.id)])).map(({ status }) => status)).toEqual([
      303, 303,
    ]);
    await until("it was taken", () => taken.includes("nowhere@example.org"));
    const { rows } = await database.admin.query(
      "select actor_account_id, account_id, details from account_events where action = 'message.sent_again'",
    );
    expect(rows).toEqual([{ actor_account_id: operator.id, account_id: null, details: { kind: "sign_up" } }]);
    expect((await look("/admin/history", operator.Cookie)).text).toContain(
      "Sent a message again to an address without an account: Link to sign up",
    );
    for (const id of [make.uuid(), "x"]) expect((await again(id)).status).toBe(404);
  });

  test("is not sent a link that was used", async () => {
    refused.add("used@example.org");
    await post(app, "/sign-up", { email: "used@example.org" });
    const row = (await until("it was refused", async () => {
      const { rows } = await database.admin.query(
        "select id from account_deliveries where state = 'refused'",
      );
      return rows[0] as { id: string } | undefined;
    }))!;
    await database.admin.query(
      "update verification_tokens set used_at = now() where email = 'used@example.org'",
    );
    const answer = await again(row.id);
    expect([answer.status, answer.text.includes("used, or has expired")]).toEqual([409, true]);
  });

  test("reads numbers over all providers, and nothing else", async () => {
    const { rows } = await database.admin.query(
      `select (select count(*)::int from (select state, ended_at from deliveries union all
                 select state, ended_at from account_deliveries) x
               where state = 'refused' and ended_at > now() - interval '60 days') as refused`,
    );
    const { text } = await look("/admin/messages", operator.Cookie);
    expect(/Refused<\/dt><dd><strong>(\d+)/.exec(text)?.[1]).toBe(String(rows[0].refused));
    expect(rows[0].refused).toBeGreaterThan(3);
    expect(text).not.toContain("private@example.org");
  });
});

test("what ended is swept: sent and void after 90 days, what failed after 180, what waits never", async () => {
  const { id } = await bookRefused("old@example.org");
  const insert = (state: string, days: number) =>
    database.admin.query(
      `insert into deliveries (provider_id, id, kind, once, booking_id, booking_version, recipient, due_at, state, ended_at, created_at)
       values ($1, gen_random_uuid(), 'reminder', $2, $3, 1, 'customer', now() - $4 * interval '1 day', $5,
               case when $5 = 'queued' then null else now() - $4 * interval '1 day' end, now())`,
      [provider_id, `swept ${state} ${days}`, id, days, state],
    );
  const account = (state: string, days: number) =>
    database.admin.query(
      `insert into account_deliveries (id, kind, once, due_at, state, ended_at, created_at)
       values (gen_random_uuid(), 'kept', $1, now(), $2, now() - $3 * interval '1 day', now())`,
      [`swept ${state} ${days}`, state, days],
    );
  for (const days of [89, 91, 179, 181]) {
    for (const state of ["sent", "void", "refused", "dead", "queued"]) await insert(state, days);
    for (const state of ["sent", "dead"]) await account(state, days);
  }
  await sweepMessages(Date.now());
  const left = async (table: string) =>
    (await database.admin.query(`select once from ${table} where once like 'swept %' order by once`)).rows
      .map(({ once }) => once.replace("swept ", ""))
      .sort();
  expect(await left("deliveries")).toEqual(
    [
      ...["sent 89", "void 89", "refused 89", "refused 91", "refused 179", "dead 89", "dead 91", "dead 179"],
      ...["queued 89", "queued 91", "queued 179", "queued 181"],
    ].sort(),
  );
  expect(await left("account_deliveries")).toEqual(["dead 179", "dead 89", "dead 91", "sent 89"]);
});
