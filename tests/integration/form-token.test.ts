/** Browsers that do not say where a form comes from: the form's token does. */
import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, encodeForm, SECRET, startApp } from "#tests/support/web.ts";
import {
  bookingForm,
  createFullService,
  createOpenPractice,
  hiddenFields,
  startAt,
} from "#tests/support/web-practice.ts";

const database = testDatabase();
const FORM = "/book/lena/full/details";
const URLENCODED = "application/x-www-form-urlencoded";
let app: App;
let desk_cookie: string;
let n = 0;
const count = async () => Number((await database.admin.query("select count(*) from bookings")).rows[0].count);

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, { username: "lena" });
  await createFullService(database.admin, provider_id);
  const { id } = await createAccount(database.admin);
  await createMembership(database.admin, provider_id, id);
  desk_cookie = (await signIn(database.admin, id)).cookie;
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

/** A form exactly with these headers. */
const send = (
  headers: Record<string, string>,
  where = FORM,
  fields: Record<string, unknown> = bookingForm(2 * n++),
) => {
  const body = encodeForm(fields as Record<string, string>);
  return ask(app, where, {
    method: "POST",
    body,
    headers: { "Content-Type": URLENCODED, "Content-Length": String(body.length), ...headers },
  });
};

describe("a browser that sends neither header", () => {
  type Visitor = { cookie: string; token: string; fields: Record<string, string> };
  const page = `${FORM}?start=${startAt(40)}&duration=30&tz=Europe/Berlin`;
  const old = { Accept: "text/html,application/xhtml+xml" };

  const visit = async (at: Pick<App, "port"> = app): Promise<Visitor> => {
    const answer = await ask(at, page, { headers: old });
    const set = answer.headers["set-cookie"]!.find((cookie) => cookie.startsWith("__Host-daybook-form="))!;
    expect(set).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
    const fields = hiddenFields(answer.text);
    return { cookie: set.split(";")[0]!, token: fields.form_token!, fields };
  };
  const typed = (extra: Record<string, string> = {}) => ({ ...bookingForm(2 * n++), ...extra });
  const sendAs = async (
    {
      cookie,
      form_token,
      where = FORM,
      at = app,
    }: { cookie?: string; form_token?: string; where?: string; at?: App },
    extra: Record<string, string> = {},
  ) => {
    const body = encodeForm({ ...(form_token === undefined ? {} : { form_token }), ...typed(extra) });
    const length = String(Buffer.byteLength(body));
    return ask(at, where, {
      method: "POST",
      body,
      headers: {
        ...old,
        "Content-Type": URLENCODED,
        "Content-Length": length,
        ...(cookie && { Cookie: cookie }),
      },
    });
  };

  test("is given a token, which its form brings back", async () => {
    const { cookie, token } = await visit();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect((await sendAs({ cookie, form_token: token })).status).toBe(303);
    expect((await sendAs({ cookie, form_token: token })).status).toBe(303);
    expect((await sendAs({ cookie, form_token: token, where: `${FORM}.data` })).text).toContain("/bookings/");
    const approval = "/dashboard/lena/bookings/019b0000-0000-7000-8000-000000000009/approval";
    expect(
      (await sendAs({ cookie: `${cookie}; ${desk_cookie}`, form_token: token, where: approval })).status,
    ).not.toBe(403);
  });

  test("and a refused form has it again, and is read whole", async () => {
    const { cookie, token } = await visit();
    const note = `begin ${"long ".repeat(15_000)}end`;
    const again = await sendAs({ cookie, form_token: token }, { note });
    expect(again.status).toBe(422);
    expect(hiddenFields(again.text).form_token).toBe(token);
    expect(again.text).toContain(note);
  });

  test("in a multipart form too, however slowly it comes", async () => {
    const { cookie, token } = await visit();
    const boundary = "----------------------------0123456789abcdef";
    const note = "n".repeat(40_000);
    const parts = Object.entries({ form_token: token, ...typed(), note }).map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const body = `${parts.join("")}--${boundary}--\r\n`;
    const head = [
      `POST ${FORM} HTTP/1.1`,
      "Host: book.example.org",
      `Cookie: ${cookie}`,
      `Content-Type: multipart/form-data; boundary=${boundary}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      "\r\n",
    ].join("\r\n");
    const pieces = [head, ...[...body.slice(0, 200)], ...(body.slice(200).match(/[\s\S]{1,5000}/g) ?? [])];
    const answer = await inPieces(app.port, pieces);
    expect(answer.slice(9, 12)).toBe("422");
    expect(answer).toContain(note);
  });

  test("without it, with another's, with one bit changed: refused", async () => {
    const [one, two] = [await visit(), await visit()];
    expect(one.token).not.toBe(two.token);
    const before = await count();
    const flipped = (one.token[0] === "A" ? "B" : "A") + one.token.slice(1);
    const tries: [string, { cookie?: string; form_token?: string }][] = [
      ["no token", { cookie: one.cookie }],
      ["no cookie", { form_token: one.token }],
      ["nothing", {}],
      ["another browser's token", { cookie: one.cookie, form_token: two.token }],
      ["a changed token", { cookie: one.cookie, form_token: flipped }],
      ["a token cut short", { cookie: one.cookie, form_token: one.token.slice(0, -1) }],
      ["an empty token", { cookie: one.cookie, form_token: "" }],
      ["the cookie's own value", { cookie: one.cookie, form_token: one.cookie.split("=")[1]! }],
      ["a cookie of one's own making", { cookie: "__Host-daybook-form=x", form_token: one.token }],
      [
        "the cookie under its plain name",
        { cookie: one.cookie.replace("__Host-", ""), form_token: one.token },
      ],
    ];
    for (const [what, how] of tries) expect([what, (await sendAs(how)).status]).toEqual([what, 403]);
    expect(await count()).toBe(before);
  });

  test("a token does not help what says to come from elsewhere", async () => {
    const { cookie, token } = await visit();
    const elsewhere: Record<string, string>[] = [
      { Origin: "null" },
      { Origin: "https://evil.example" },
      { "Sec-Fetch-Site": "same-site" },
    ];
    for (const said of elsewhere) {
      const answer = await send({ ...said, Cookie: cookie }, FORM, typed({ form_token: token }));
      expect(answer.status).toBe(403);
    }
  });

  test("the cookie stays the same; a changed secret is understood while the old one stands behind it", async () => {
    const { cookie, token } = await visit();
    const next = "another-secret-of-the-tests-that-is-long-enough";
    const [both, only] = await Promise.all([
      startApp({ ...database, env: { APP_SECRET: `${next},${SECRET}` } }),
      startApp({ ...database, env: { APP_SECRET: next } }),
    ]);
    try {
      expect((await sendAs({ cookie, form_token: token, at: both })).status).toBe(303);
      expect((await sendAs({ cookie, form_token: token, at: only })).status).toBe(403);
      const answer = await ask(both, page, { headers: { ...old, Cookie: cookie } });
      expect(answer.headers["set-cookie"]![0]).toContain(cookie);
      const fresh = hiddenFields(answer.text).form_token!;
      expect(fresh).not.toBe(token);
      expect((await sendAs({ cookie, form_token: fresh, at: only })).status).toBe(303);
    } finally {
      await Promise.all([both.stop(), only.stop()]);
    }
  });

  test("others get neither token nor cookie", async () => {
    for (const headers of [
      { ...old, "Sec-Fetch-Site": "none" },
      { ...old, "Sec-Fetch-Mode": "navigate" },
      {},
    ]) {
      const answer = await ask(app, page, { headers: headers as Record<string, string> });
      expect([answer.status, answer.headers["set-cookie"], answer.text.includes("form_token")]).toEqual([
        200,
        expect.not.arrayContaining([expect.stringContaining("daybook-form")]),
        false,
      ]);
    }
  });
});

/** Writes piece by piece, each after the one before has left, and gives back all that came. */
const inPieces = (port: number, pieces: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString("utf8")));
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
    socket.setTimeout(10_000, () => socket.destroy(new Error(`No answer; so far: ${text.slice(0, 200)}`)));
    const next = () => {
      const piece = pieces.shift();
      if (piece !== undefined) socket.write(piece, () => setImmediate(next));
    };
    next();
  });
