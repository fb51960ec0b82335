/** What is tried with headers and fields: whose name stands in a link, what a name can begin, what a form may set. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createService } from "#tests/support/factories.ts";
import { readMails } from "#tests/support/mails.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, PUBLIC_URL, post, rawAsk, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const database = testDatabase();
const FORM = "/book/lena/full/details";
const MEMBERS = "/dashboard/lena/members";
let app: App;
let own: { provider_id: string; account_id: string; Cookie: string };
let _other: { provider_id: string; account_id: string };
let n = 0;

beforeAll(async () => {
  const { admin } = database;
  const person = async (username: string) => {
    const { provider_id } = await createOpenPractice(admin, { username });
    const { id } = await createAccount(admin, { name: `Owner of ${username}` });
    await createMembership(admin, provider_id, id);
    return { provider_id, account_id: id };
  };
  const mine = await person("lena");
  _other = await person("mallorca");
  await createFullService(admin, mine.provider_id);
  await createService(admin, mine.provider_id, { slug: "ask", requires_approval: true });
  own = { ...mine, Cookie: (await signIn(admin, mine.account_id)).cookie };
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const jobsAreDone = () =>
  until(
    "the queue is empty",
    async () =>
      !(await database.admin.query("select from graphile_worker.jobs where run_at < now() + interval '10 s'"))
        .rowCount,
  );

describe("host header poisoning", () => {
  const POISON = {
    Host: "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Port": "666",
    "X-Forwarded-Server": "evil.example",
    "X-Original-Host": "evil.example",
    "X-Original-URL": "/evil.example",
    "X-Host": "evil.example",
    Forwarded: "host=evil.example;proto=gopher",
    Referer: "https://evil.example/",
  };

  test("mailed links are PUBLIC_URL's, whatever the request says", async () => {
    const booked = await post(app, FORM, bookingForm(2 * n++), POISON);
    expect(booked.status).toBe(303);
    const invited = await post(
      app,
      `${MEMBERS}/invitations`,
      { email: "colleague@example.org", role: "viewer" },
      { ...POISON, Cookie: own.Cookie },
    );
    expect(invited.status).toBe(303);
    await jobsAreDone();
    const mails = readMails(app);
    // To the customer, to who is invited, and to the owner.
    expect(mails).toHaveLength(3);
    for (const { raw, text } of mails) {
      expect(raw + text).not.toMatch(/evil|gopher|:666/);
      const links = text.match(/\bhttps?:\/\/[^/\s]+/g) ?? [];
      expect(links.length).toBeGreaterThan(0);
      expect(new Set(links)).toEqual(new Set([PUBLIC_URL]));
    }
  });

  test("pages and redirects name no host that a request brought", async () => {
    const paths = [
      "/",
      "/book/lena",
      "/book/LENA",
      "/book/lena/full",
      MEMBERS,
      "/dashboard",
      "/sign-in",
      "/nothing",
    ];
    for (const where of [...paths, "/robots.txt", "/sitemap.xml"])
      for (const Cookie of ["", own.Cookie]) {
        const { headers, text } = await ask(app, where, { headers: { ...POISON, Cookie } });
        expect([where, text.includes("evil.example"), text.includes("gopher")]).toEqual([
          where,
          false,
          false,
        ]);
        expect([where, headers.location ?? "/"]).toEqual([where, expect.stringMatching(/^\/(?!\/)/)]);
      }
  });

  test("two Hosts, an absolute address, a Host that is none", async () => {
    const asked = (head: string) => rawAsk(app, `${head}\r\nConnection: close\r\n\r\n`, 3_000);
    for (const head of [
      "GET / HTTP/1.1\r\nHost: book.example.org\r\nHost: evil.example",
      "GET http://evil.example/book/lena HTTP/1.1\r\nHost: book.example.org",
      "GET / HTTP/1.1\r\nHost: evil.example/x",
      "GET / HTTP/1.1\r\nHost: book.example.org@evil.example",
    ]) {
      const answer = await asked(head);
      expect([head, answer.includes("200 OK") && answer.includes("evil.example")]).toEqual([head, false]);
    }
  });
});

describe("header injection", () => {
  const BREAKS = ["\r\n", "\n", "\r", "\u2028", "\u0085", "\0"];

  test("a name with a line break is refused, wherever a name is asked", async () => {
    for (const line_break of BREAKS) {
      const evil = `Eve${line_break}Bcc: victim@example.org`;
      expect((await post(app, FORM, bookingForm(2 * n++, { name: evil }))).status).toBe(422);
      expect(
        (await post(app, FORM, bookingForm(2 * n++, { email: `eve@example.org${line_break}x` }))).status,
      ).toBe(422);
      const invited = await post(
        app,
        `${MEMBERS}/invitations`,
        { email: `eve@example.org${line_break}Bcc: victim@example.org`, role: "viewer" },
        { Cookie: own.Cookie },
      );
      expect(invited.status).toBe(422);
      const renamed = await post(
        app,
        "/dashboard/lena/setup/profile",
        { name: evil, time_zone: "Europe/Berlin" },
        { Cookie: own.Cookie },
      );
      expect(renamed.status).toBe(422);
    }
  });

  test("names that mean something in a header stay names: one sender, one recipient, known headers", async () => {
    const before = new Set(readMails(app).map(({ name }) => name));
    const names = [
      'Eve" <eve@evil.example>, "Mallory',
      'Eve\\" <eve@evil.example>',
      "=?utf-8?Q?Eve=0D=0ABcc:_victim=40example.org?=",
      "Eve%0d%0aBcc: victim@example.org",
      "Eve, Bcc: victim@example.org;",
      `${"long ".repeat(30)}Bcc: victim@example.org`.slice(0, 120),
    ];
    for (const name of names) {
      const renamed = await post(
        app,
        "/dashboard/lena/setup/profile",
        { name: name.slice(0, 120), time_zone: "Europe/Berlin" },
        { Cookie: own.Cookie },
      );
      expect(renamed.status).toBe(303);
      expect((await post(app, FORM, bookingForm(2 * n++, { name, email: "only@example.org" }))).status).toBe(
        303,
      );
      await jobsAreDone();
    }
    // Of each booking one to the customer and one to the owner, whose answers go to the customer.
    const mails = readMails(app).filter(({ name }) => !before.has(name));
    expect(mails).toHaveLength(names.length * 2);
    for (const { headers } of mails) {
      const fields = headers.map((line) => line.split(":")[0]!.toLowerCase());
      expect(new Set(fields).size).toBe(fields.length);
      for (const field of fields)
        expect(field).toMatch(
          /^(from|to|reply-to|subject|message-id|date|mime-version|content-(type|transfer-encoding|disposition)|auto-submitted|x-[a-z-]+)$/,
        );
      const line = (wanted: string) =>
        headers.find((header) => header.toLowerCase().startsWith(`${wanted}:`)) ?? "";
      expect([line("to"), line("reply-to")].join()).toMatch(/only@example\.org/);
      expect(line("to").match(/[^\s<>,]+@[^\s<>,]+/g)).toHaveLength(1);
      // What stands within quotes or in an encoded word is a name: one address is left.
      const bare = line("from")
        .replace(/"(?:[^"\\]|\\.)*"/g, "")
        .replace(/=\?[^?]+\?[bq]\?[^?]*\?=/gi, "");
      expect(bare.match(/[^\s<>,]+@[^\s<>,]+/g)).toHaveLength(1);
      expect(bare).not.toContain("evil.example");
    }
  });

  test("an address with line breaks begins no header of an answer", async () => {
    const evil = "%0d%0aSet-Cookie:%20evil=1%0d%0a";
    const made = await post(app, FORM, bookingForm(2 * n++));
    const link = made.headers.location!.replace(/\?.*/, "");
    for (const where of [
      `/book/LENA${evil}`,
      `/book/LENA/full?tz=${evil}`,
      `/book/LENA/full?month=${evil}`,
      `/dashboard/LENA?date=${evil}`,
      `/sign-in?next=/${evil}`,
      `/dashboard${evil}`,
      `${link}${evil}`,
      `${link}/calendar.ics?${evil}`,
      `/photos/${evil}/x.webp`,
      `/theme/${evil}.css`,
    ])
      for (const Cookie of ["", own.Cookie]) {
        const { raw_headers, status } = await ask(app, where, { headers: { Cookie } });
        expect([where, status < 500]).toEqual([where, true]);
        const names = raw_headers.filter((_text, index) => index % 2 === 0).map((name) => name.toLowerCase());
        const cookies = raw_headers.filter(
          (_text, index) => raw_headers[index - 1]?.toLowerCase() === "set-cookie",
        );
        expect(cookies.filter((cookie) => cookie.includes("evil=1") && !cookie.startsWith("tz="))).toEqual(
          [],
        );
        expect(names).not.toContain("evil");
      }
  });
});
