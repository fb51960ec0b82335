import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#tests/support/postgres.ts";
import { type App, ask, DEMO, outbox, PUBLIC_URL, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
const FORM = "/book/lena/full/details";
let app: App;
let demo: App;
let n = 0;
const count = async () => Number((await database.admin.query("select count(*) from bookings")).rows[0].count);
const localhost = (of: App) => ({ Host: `localhost:${of.port}` });

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, { username: "lena" });
  await createFullService(database.admin, provider_id);
  app = await startApp(database);
  // One outbox: either process may take the job of a mail.
  demo = await startApp({ ...database, env: { ...DEMO, DAYBOOK_DATA_DIR: app.data_dir } });
});
afterAll(async () => {
  await Promise.all([app?.stop(), demo?.stop()]);
});

describe("bodies", () => {
  const send = (headers: Record<string, string>, body: string | Buffer) =>
    ask(app, FORM, { method: "POST", body, headers: { "Sec-Fetch-Site": "same-origin", ...headers } });
  const form = "application/x-www-form-urlencoded";

  test("too large 413, of unknown length 411, no form 415, broken 400, all without a booking", async () => {
    const before = await count();
    const large = "a".repeat(100_001);
    expect((await send({ "Content-Type": form, "Content-Length": "100001" }, large)).status).toBe(413);
    expect((await send({ "Content-Type": form, "Transfer-Encoding": "chunked" }, "name=a")).status).toBe(411);
    for (const type of ["application/json", "text/plain", "image/png", ""])
      expect((await send({ "Content-Type": type, "Content-Length": "6" }, "name=a")).status).toBe(415);
    expect(
      (
        await send(
          {
            "Content-Type": "multipart/form-data; boundary=--------------------------0123456789abcdef",
            "Content-Length": "6",
          },
          "--y--z",
        )
      ).status,
    ).toBe(400);
    expect((await send({ "Content-Type": form, "Content-Length": "0" }, "")).status).toBe(400);
    expect(await count()).toBe(before);
  });

  test("a multipart form books like any other", async () => {
    const parts = Object.entries(bookingForm(2 * n++)).map(
      ([name, value]) =>
        `----------------------------0123456789abcdef\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const body = `${parts.join("")}----------------------------0123456789abcdef--\r\n`;
    expect(
      (
        await send(
          {
            "Content-Type": "multipart/form-data; boundary=--------------------------0123456789abcdef",
            "Content-Length": String(Buffer.byteLength(body)),
          },
          body,
        )
      ).status,
    ).toBe(303);
  });
});

describe("methods", () => {
  test.each(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])(
    "%s changes nothing: 405, and what may be asked",
    async (method) => {
      for (const where of ["/", FORM, "/nothing", "/enhance.js"]) {
        const { status, headers } = await ask(app, where, { method });
        expect([where, status, headers.allow]).toEqual([where, 405, "GET, HEAD, POST"]);
      }
    },
  );

  test("a page without a form refuses a POST", async () => {
    for (const where of ["/", "/book/lena", "/robots.txt", "/sitemap.xml"])
      expect([where, (await post(app, where, {})).status]).toEqual([where, 405]);
    expect((await post(app, "/nothing", {})).status).toBe(404);
  });
});

describe("the outbox", () => {
  const PATHS = ["/dev/mail", "/dev/mail/019b0000-0000-7000-8000-000000000009.1.booked"];

  test("does not exist outside of the demo", async () => {
    for (const where of PATHS)
      for (const path of [where, `${where}.data`])
        expect([path, (await ask(app, path, { headers: localhost(app) })).status]).toEqual([path, 404]);
  });

  test("does not exist where the installation has a public address, whatever its proxy says of Host", async () => {
    const proxied = await startApp({ ...database, env: { ...DEMO, PUBLIC_URL } });
    try {
      for (const path of PATHS) {
        const { status } = await ask(proxied, path, { headers: localhost(proxied) });
        expect([path, status]).toEqual([path, 404]);
      }
    } finally {
      await proxied.stop();
    }
  });

  test("exists in the demo for this machine", async () => {
    for (const host of [`localhost:${demo.port}`, `127.0.0.1:${demo.port}`])
      expect((await ask(demo, "/dev/mail", { headers: { Host: host } })).status).toBe(200);
  });

  test.each<[string, Record<string, string>]>([
    ["a foreign name (DNS rebinding)", { Host: "evil.example" }],
    ["a foreign name with our port", { Host: "evil.example:3000" }],
    ["a name that only begins like ours", { Host: "localhost.evil.example" }],
    ["a proxy's visitor", { "X-Forwarded-For": "203.0.113.7" }],
    ["a proxy's visitor who says to be local", { "X-Forwarded-For": "127.0.0.1" }],
    ["a proxy's visitor, standardised", { Forwarded: "for=203.0.113.7" }],
    ["a forwarded host", { Host: "evil.example", "X-Forwarded-Host": "localhost" }],
  ])("not for %s", async (_what, headers) => {
    const made = await post(demo, "/book/lena/full/details", bookingForm(2 * n++));
    expect(made.status).toBe(303);
    await until("its mail is there", () => outbox(app).length > 0);
    for (const where of PATHS)
      for (const path of [where, `${where}.data`]) {
        const answer = await ask(demo, path, { headers: { ...localhost(demo), ...headers } });
        expect([path, answer.status]).toEqual([path, 404]);
        expect(answer.text).not.toContain("Grace Hopper");
      }
  });
});
