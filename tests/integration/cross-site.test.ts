import { createServer, type Server } from "node:http";
import type net from "node:net";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refuseCrossSite } from "#app/http/cross-site.ts";
import { createService } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, encodeForm, PUBLIC_URL, post, SECRET, startApp } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

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
  await createService(database.admin, provider_id, { slug: "ask", requires_approval: true });
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

const FOREIGN: [string, (port: number) => Record<string, string>][] = [
  ["cross-site", () => ({ "Sec-Fetch-Site": "cross-site" })],
  ["of a sibling", () => ({ "Sec-Fetch-Site": "same-site" })],
  ["typed by nobody", () => ({ "Sec-Fetch-Site": "none" })],
  ["an empty word", () => ({ "Sec-Fetch-Site": "" })],
  ["two words", () => ({ "Sec-Fetch-Site": "same-origin, cross-site" })],
  ["cross-site with our own Origin", () => ({ "Sec-Fetch-Site": "cross-site", Origin: PUBLIC_URL })],
  ["a foreign Origin", () => ({ Origin: "https://evil.example" })],
  ["an opaque Origin", () => ({ Origin: "null" })],
  ["an Origin like ours", () => ({ Origin: `${PUBLIC_URL}.evil.example` })],
  ["our Origin on http", () => ({ Origin: PUBLIC_URL.replace("https", "http") })],
  [
    "our Origin on http, and asked by our name",
    () => ({ Origin: "http://book.example.org", Host: "book.example.org" }),
  ],
  [
    "a spoofed X-Forwarded-Host",
    () => ({ Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" }),
  ],
  [
    "a spoofed X-Forwarded-Host on http",
    () => ({ Origin: "http://10.0.0.9", "X-Forwarded-Host": "10.0.0.9", "X-Forwarded-Proto": "http" }),
  ],
  [
    "a spoofed Forwarded",
    () => ({ Origin: "https://evil.example", Forwarded: "host=evil.example;proto=https" }),
  ],
  [
    "a stranger's name that leads to us (DNS rebinding)",
    (port) => ({ Origin: `http://evil.example:${port}`, Host: `evil.example:${port}` }),
  ],
  ["https of the address in use", (port) => ({ Origin: `https://127.0.0.1:${port}` })],
  ["another port of this machine", () => ({ Origin: "http://127.0.0.1:9" })],
  ["neither header and no token", () => ({})],
  ["only a Referer of ours", () => ({ Referer: `${PUBLIC_URL}${FORM}` })],
];

describe("what another site sends is refused", () => {
  test.each(FOREIGN)("%s: documents, data requests, resource routes", async (_what, headers) => {
    expect((await post(app, "/book/lena/ask/details", bookingForm(2 * n++))).status).toBe(303);
    const asked = await database.admin.query("select id from bookings where status = 'pending' limit 1");
    const approval = `/dashboard/lena/bookings/${asked.rows[0].id}/approval`;
    const before = await count();
    const own = { ...headers(app.port), Cookie: desk_cookie };
    for (const where of [
      FORM,
      `${FORM}.data`,
      `${FORM}.data?_routes=routes%2Fbook.%24username`,
      "/",
      "/nothing",
    ]) {
      const answer = await send(own, where);
      expect([where, answer.status, answer.headers["content-type"]]).toEqual([
        where,
        403,
        "text/plain; charset=utf-8",
      ]);
      expect(answer.text).toContain("nothing was changed");
    }
    for (const where of [approval, `${approval}.data`])
      expect([where, (await send(own, where, { version: "1" })).status]).toEqual([where, 403]);
    expect(await count()).toBe(before);
    const { rows } = await database.admin.query("select status from bookings where id = $1", [
      asked.rows[0].id,
    ]);
    expect(rows[0].status).toBe("pending");
  });

  test("and it is the headers that made the difference", async () => {
    const { rows } = await database.admin.query("select id from bookings where status = 'pending' limit 1");
    const approval = `/dashboard/lena/bookings/${rows[0].id}/approval`;
    const own = { "Sec-Fetch-Site": "same-origin", Cookie: desk_cookie };
    expect((await send(own, approval, { version: "1" })).status).toBe(303);
  });

  test.each<[string, (port: number) => Record<string, string>]>([
    ["same-origin", () => ({ "Sec-Fetch-Site": "same-origin" })],
    [
      "our Origin, behind a proxy that asks by another name",
      () => ({ Origin: PUBLIC_URL, Host: "app.internal" }),
    ],
    [
      "same-origin from a page that hides its Origin",
      () => ({ "Sec-Fetch-Site": "same-origin", Origin: "null" }),
    ],
    ["same-origin with an odd Origin", () => ({ "Sec-Fetch-Site": "same-origin", Origin: "odd" })],
    ["the address in use", (port) => ({ Origin: `http://127.0.0.1:${port}` })],
    ["a name of the local network", () => ({ Origin: "http://nas:3000", Host: "nas:3000" })],
    ["another of them", () => ({ Origin: "http://daybook.local", Host: "daybook.local" })],
    ["its IPv6 address", () => ({ Origin: "http://[fd00::1]:3000", Host: "[fd00::1]:3000" })],
  ])("our own is taken: %s", async (_what, headers) => {
    expect((await send(headers(app.port))).status).toBe(303);
    expect((await send(headers(app.port), `${FORM}.data`)).text).toContain("/bookings/");
  });
});

describe("the check by itself, in front of anything", () => {
  let server: Server;
  let port: number;
  const reached: string[] = [];

  beforeAll(async () => {
    // The cookie's name is the environment's matter.
    Object.assign(process.env, { DATABASE_URL: database.ownerUrl, APP_SECRET: SECRET, PUBLIC_URL });
    const bare = express();
    bare.use(refuseCrossSite({ public_url: PUBLIC_URL, secrets: [SECRET] }));
    bare.use((request, response) => {
      reached.push(request.method);
      response.send("reached");
    });
    server = createServer(bare);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as net.AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each(["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "LOCK", "LINK"])("%s", async (method) => {
    const as = (headers: Record<string, string>) => ask({ port }, "/", { method, headers });
    for (const [what, headers] of FOREIGN)
      expect([what, (await as(headers(port))).status]).toEqual([what, 403]);
    expect(reached).not.toContain(method);
    expect((await as({ "Sec-Fetch-Site": "same-origin" })).text).toBe("reached");
    expect((await as({ Origin: PUBLIC_URL })).text).toBe("reached");
  });

  test.each(["GET", "HEAD", "OPTIONS"])("%s changes nothing and passes", async (method) => {
    expect((await ask({ port }, "/", { method, headers: { "Sec-Fetch-Site": "cross-site" } })).status).toBe(
      200,
    );
  });

  test("and in the whole, every method but those of pages and forms ends before it", async () => {
    for (const method of ["PUT", "PATCH", "DELETE"])
      for (const where of ["/", FORM, `${FORM}.data`])
        for (const site of ["cross-site", "same-origin"])
          expect((await ask(app, where, { method, headers: { "Sec-Fetch-Site": site } })).status).toBe(405);
  });
});

test("the pages with forms let browsers say where they come from (no-referrer would make Origin null)", async () => {
  const made = await post(app, FORM, bookingForm(2 * n++));
  const link = made.headers.location!.replace(/\?.*/, "");
  const start = new Date(Date.now() + 9 * 86_400_000).toISOString().replace(/T.*/, "T10:00:00Z");
  for (const where of [`${FORM}?start=${start}`, `${link}/time`, `${link}/cancellation`]) {
    const { headers, text } = await ask(app, where);
    expect([where, headers["referrer-policy"]]).toEqual([where, "strict-origin"]);
    expect(text).not.toMatch(/<meta[^>]*name="referrer"/);
  }
});
