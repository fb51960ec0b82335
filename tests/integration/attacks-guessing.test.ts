/** What is tried against passwords and inboxes: guessing, locking others out, flooding. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieOf, doorOf, nextNumber, PASSWORD, REAL_CAPS, somewhere } from "#tests/support/door.ts";
import { readMails } from "#tests/support/mails.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createMembership, signIn } from "#tests/support/sign-in.ts";
import { type Answer, type App, ask, PUBLIC_URL, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
const SLOW = 120_000;
let app: App;
const { knock, guess, person, isIn } = doorOf(database, () => app);

beforeAll(async () => {
  app = await startApp({ ...database, env: REAL_CAPS });
});
afterAll(async () => {
  await app?.stop();
});

const expectTooMany = (answer: Answer) => {
  expect(answer.status).toBe(429);
  const wait = Number(answer.headers["retry-after"]);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(3600);
  expect(answer.headers["cache-control"]).toContain("no-store");
  expect(answer.text.replaceAll("<!-- -->", "")).toMatch(/Try again in about \d+ (second|minute)/);
  expect(cookieOf(answer, "session")).toBe("");
};

describe("guessing", () => {
  test("from many addresses at one account: the password form closes for unknown browsers", {
    timeout: SLOW,
  }, async () => {
    const { email } = await person();
    for (let i = 0; i < 10; i++) expect((await guess(email)).status).toBe(422);
    expectTooMany(await guess(email));
    // Not even with the right one: who guesses must not learn it so.
    expectTooMany(await knock(email.toUpperCase(), PASSWORD));
    // Somebody else is not concerned.
    expect((await knock((await person()).email, PASSWORD)).status).toBe(303);
  });

  test("an address that nobody has answers the same, word for word", { timeout: SLOW }, async () => {
    const answers = async (email: string) => {
      const texts: [number, string][] = [];
      for (let i = 0; i < 12; i++) {
        const { status, text } = await guess(email);
        texts.push([status, text.replaceAll(email, "…").replace(/about \d+ \w+/, "about …")]);
      }
      return texts;
    };
    expect(await answers("nobody@example.org")).toEqual(await answers((await person()).email));
  });

  test("many at once do not pass together", { timeout: SLOW }, async () => {
    const { email } = await person();
    const statuses = (await Promise.all(Array.from({ length: 30 }, () => guess(email)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });

  test("from one address at many accounts, whatever address is claimed to a server without TRUST_PROXY", {
    timeout: SLOW,
  }, async () => {
    const untrusting = await startApp({ ...database, env: { RATE_LIMIT_FACTOR: "1" } });
    try {
      const victim = await person();
      const statuses: number[] = [];
      // A few at a time: fifty passwords at once take longer than anyone waits.
      for (let i = 0; i < 55; i += 5) {
        const tries = [0, 1, 2, 3, 4].map((j) => guess(`victim-${i + j}@example.org`, { at: untrusting }));
        statuses.push(...(await Promise.all(tries)).map(({ status }) => status));
      }
      expect(statuses.filter((status) => status === 422)).toHaveLength(50);
      expect(statuses.filter((status) => status === 429)).toHaveLength(5);
      expectTooMany(await knock(victim.email, PASSWORD, { at: untrusting }));
      // From elsewhere, as a trusted proxy says, the same account opens.
      expect((await knock(victim.email, PASSWORD)).status).toBe(303);
    } finally {
      await untrusting.stop();
    }
  });
});

describe("the owner is not locked out", () => {
  test("on a browser that has been in before, even from an address that is refused", {
    timeout: SLOW,
  }, async () => {
    const { email } = await person();
    const first = await knock(email, PASSWORD);
    const device = cookieOf(first, "device");
    expect(device).not.toBe("");
    const address = somewhere();
    for (let i = 0; i < 10; i++) await guess(email, { address });
    expectTooMany(await knock(email, PASSWORD, { address }));
    const back = await knock(email, PASSWORD, { address, cookie: device });
    expect(back.status).toBe(303);
    expect(await isIn(cookieOf(back, "session"))).toBe(true);
  });

  test("that browser is one for this account only, cannot be made up, and guesses no more than others", {
    timeout: SLOW,
  }, async () => {
    const [one, two] = [await person(), await person()];
    const device = cookieOf(await knock(one.email, PASSWORD), "device");
    for (let i = 0; i < 10; i++) expect((await guess(two.email)).status).toBe(422);
    expectTooMany(await knock(two.email, PASSWORD, { cookie: device }));
    for (let i = 0; i < 10; i++) expect((await guess(one.email, { cookie: device })).status).toBe(422);
    expectTooMany(await knock(one.email, PASSWORD, { cookie: device }));
    // Changed, it is no known one: the count for unknown browsers is still free.
    const changed = device.replace(/\.[^.]+$/, (signature) => `${signature.slice(0, -4)}AAAA`);
    expect((await knock(one.email, PASSWORD, { cookie: changed })).status).toBe(303);
  });

  test("on a new browser by mail: links asked for by whoever work, and there is always one", {
    timeout: SLOW,
  }, async () => {
    const { email } = await person();
    for (let i = 0; i < 10; i++) await guess(email);
    expectTooMany(await knock(email, PASSWORD));
    const before = readMails(app).length;
    const answers = [];
    for (let i = 0; i < 6; i++)
      answers.push(await post(app, "/forgot-password", { email }, { "X-Forwarded-For": somewhere() }));
    // The fourth is answered like the first, and sends nothing.
    expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.location}`)).size).toBe(1);
    await until(
      "the queue is empty",
      async () =>
        !(
          await database.admin.query(
            "select from graphile_worker.jobs where run_at < now() + interval '10 s'",
          )
        ).rowCount,
    );
    const mails = readMails(app).filter(({ headers }) => headers.some((line) => line.includes(email)));
    expect([before, mails.length]).toEqual([before, 3]);
    const link = /https:\/\/\S+token=\S+/.exec(mails[0]!.text)![0];
    const token = new URL(link).searchParams.get("token")!;
    const set = await post(app, "/reset-password", { token, password: "another password, long enough" });
    expect(set.status).toBe(303);
    expect(await isIn(cookieOf(set, "session"))).toBe(true);
    const device = cookieOf(set, "device");
    expect((await knock(email, "another password, long enough", { cookie: device })).status).toBe(303);
  });
});

describe("mails of others", () => {
  test("an inbox gets three of a kind an hour, whether it has an account or not", {
    timeout: SLOW,
  }, async () => {
    const known = (await person()).email;
    const unknown = `flooded-${nextNumber()}@example.org`;
    for (const email of [known, unknown])
      for (let i = 0; i < 6; i++) {
        const spelled = i % 2 ? email : email.replace("@", `+${i}@`);
        const answer = await post(app, "/sign-up", { email: spelled }, { "X-Forwarded-For": somewhere() });
        expect([answer.status, answer.headers.location]).toEqual([303, "/sign-up/sent"]);
      }
    await until(
      "the queue is empty",
      async () =>
        !(
          await database.admin.query(
            "select from graphile_worker.jobs where run_at < now() + interval '10 s'",
          )
        ).rowCount,
    );
    for (const email of [known, unknown]) {
      const [local] = email.split("@");
      expect(
        readMails(app).filter(({ raw }) => new RegExp(`^To: .*${local}[+@]`, "m").test(raw)),
      ).toHaveLength(3);
    }
  });

  test("one address asks for twenty an hour", { timeout: SLOW }, async () => {
    const address = somewhere();
    const statuses = [];
    for (let i = 0; i < 21; i++)
      statuses.push(
        (
          await post(
            app,
            "/forgot-password",
            { email: `x${i}-${nextNumber()}@example.org` },
            { "X-Forwarded-For": address },
          )
        ).status,
      );
    expect(statuses).toEqual([...Array(20).fill(303), 429]);
  });

  test("their links lead to PUBLIC_URL, whatever the request says", async () => {
    const email = `poisoned-${nextNumber()}@example.org`;
    const poison = {
      Host: "evil.example",
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-For": somewhere(),
    };
    const { email: known } = await person();
    await post(app, "/sign-up", { email }, poison);
    await post(app, "/forgot-password", { email: known }, poison);
    const mine = () => readMails(app).filter(({ raw }) => raw.includes(email) || raw.includes(known));
    await until("both are there", () => mine().length === 2);
    for (const { raw, text } of mine()) {
      expect(raw + text).not.toContain("evil");
      expect(new Set(text.match(/\bhttps?:\/\/[^/\s]+/g))).toEqual(new Set([PUBLIC_URL]));
    }
  });
});

test("nobody counts: nobody signs in, everybody reads and books", { timeout: SLOW }, async () => {
  const { provider_id } = await createOpenPractice(database.admin, { username: "lena" });
  await createFullService(database.admin, provider_id);
  const { id, email } = await person();
  await createMembership(database.admin, provider_id, id);
  // Nobody listens on port 1.
  const lost = await startApp({ ...database, env: { ...REAL_CAPS, REDIS_URL: "redis://127.0.0.1:1" } });
  try {
    const refused = await knock(email, PASSWORD, { at: lost });
    expect([refused.status, Number(refused.headers["retry-after"]) > 0]).toEqual([503, true]);
    expect(cookieOf(refused, "session")).toBe("");
    expect((await post(lost, "/forgot-password", { email })).status).toBe(503);
    expect((await post(lost, "/sign-up", { email })).status).toBe(503);
    expect((await ask(lost, "/book/lena")).status).toBe(200);
    expect((await post(lost, "/book/lena/full/details", bookingForm(2))).status).toBe(303);
    const { cookie } = await signIn(database.admin, id);
    expect((await ask(lost, "/dashboard/lena", { headers: { Cookie: cookie } })).status).toBe(200);
  } finally {
    await lost.stop();
  }
});
