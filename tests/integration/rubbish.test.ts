/** Any path, query, body or cookie gives 2xx–4xx. DAYBOOK_LONG=1 asks twenty times as much. */
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "#tests/support/postgres.ts";
import { fillPath } from "#tests/support/routes.ts";
import {
  CONTENT_TYPES,
  cookie,
  encoded,
  METHODS,
  pairs,
  rawRequests,
  segment,
  value,
} from "#tests/support/rubbish.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type Answer, type App, ask, DEMO, encodeForm, post, rawAsk, startApp } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const LONG = process.env.DAYBOOK_LONG === "1";
const options = (runs: number) => ({
  numRuns: LONG ? runs * 20 : runs,
  seed: 20_261_122,
  endOnFailure: true,
});
const TIMEOUT = LONG ? 900_000 : 60_000;

const database = testDatabase();
let app: App;
let routes: string[];
let known: Record<string, string>;
let question_names: string[];
/** An owner who is the operator too: rubbish gets past every guard. */
let member_id: string;

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, { username: "lena" });
  const { fieldOf } = await createFullService(database.admin, provider_id, { requires_approval: true });
  question_names = Object.values(fieldOf);
  app = await startApp({ ...database, env: DEMO });
  const made = await post(app, "/book/lena/full/details", bookingForm(0));
  const token = /bookings\/([^?]+)/.exec(made.headers.location!)![1]!;
  const { rows } = await database.admin.query("select id from bookings");
  known = { username: "lena", service: "full", token, id: rows[0].id };
  member_id = (await createAccount(database.admin, { operator_since: "2026-01-01" })).id;
  await createMembership(database.admin, provider_id, member_id);
  const build = await import(fileURLToPath(new URL("../../build/server/index.js", import.meta.url)));
  routes = pathsOf(build.routes);
});
afterAll(async () => {
  await app?.stop();
});

type Routes = Record<string, { id: string; parentId?: string; path?: string; index?: boolean }>;

/** The path of every route in the build, so that a new route cannot be forgotten here. */
const pathsOf = (manifest: Routes): string[] => {
  const full = (id: string): string => {
    const { parentId, path = "" } = manifest[id]!;
    return `${parentId ? full(parentId) : ""}${path ? `/${path}` : ""}`;
  };
  return [...new Set(Object.keys(manifest).map((id) => full(id) || "/"))];
};

/** A path of a route: each parameter is a known one or rubbish; sometimes more behind it. */
const pathOf = (route: string, parts: string[], wrong: boolean[]) =>
  route
    .split("/")
    .map((part, index) => {
      const name = /^:(\w+)/.exec(part)?.[1] ?? (part === "*" ? "*" : null);
      if (name === null) return part;
      return wrong[index % wrong.length] || !known[name] ? parts[index % parts.length]! : known[name];
    })
    .join("/");

/** Node's own client refuses some characters before they are sent; those go in rawRequests. */
const sendable = (path: string) =>
  path
    .toWellFormed()
    .replace(/[^\x21-\x7e]/gu, (one) => encodeURIComponent(one))
    .slice(0, 12_000);

const expectGood = (answer: Answer, what: unknown) => {
  if (answer.status >= 200 && answer.status < 500) return;
  throw new Error(`${answer.status} for ${JSON.stringify(what).slice(0, 600)}\n${app.output().slice(-1500)}`);
};

const request = fc.record({
  route: fc.nat(),
  parts: fc.array(segment, { minLength: 1, maxLength: 3 }),
  wrong: fc.array(fc.boolean(), { minLength: 3, maxLength: 7 }),
  tail: fc.constantFrom("", "", "", "", ".data", "/", "//", "/..", "/x/y/z", "%00", "/%2e%2e/%2e%2e"),
  query: pairs(),
  wild: fc.boolean(),
  member: fc.boolean(),
  cookie: fc.option(cookie, { nil: undefined, freq: 2 }),
});

const whereOf = ({
  route,
  parts,
  wrong,
  tail,
  query,
  wild,
}: typeof request extends fc.Arbitrary<infer T> ? T : never) => {
  const search = encoded(query as [string, string][], wild);
  return sendable(
    `${pathOf(routes[route % routes.length]!, parts, wrong)}${tail}${search ? `?${search}` : ""}`,
  );
};

/** A session of its own for each request, because some forms end sessions. */
const signedIn = async (): Promise<string> =>
  (await signIn(database.admin, member_id, { https: false })).cookie;

test("every route is in the list", () => {
  expect(routes).toEqual(
    expect.arrayContaining([
      "/",
      "/*",
      "/book/:username/:service/details",
      "/book/:username/bookings/:token/time",
    ]),
  );
  expect(routes.length).toBeGreaterThanOrEqual(16);
});

test("addresses and cookies", { timeout: TIMEOUT }, async () => {
  await fc.assert(
    fc.asyncProperty(request, async (one) => {
      const where = whereOf(one);
      const cookies = [
        ...(one.cookie === undefined ? [] : [one.cookie]),
        ...(one.member ? [await signedIn()] : []),
      ];
      const headers: Record<string, string> = cookies.length === 0 ? {} : { Cookie: cookies.join("; ") };
      expectGood(await ask(app, where, { headers }), where);
    }),
    options(250),
  );
});

test("forms", { timeout: TIMEOUT }, async () => {
  const form = fc.record({
    request,
    fields: pairs(),
    base: fc.boolean(),
    questions: fc.array(fc.tuple(fc.nat(5), value), { maxLength: 3 }),
    wild: fc.boolean(),
  });
  let n = 0;
  await fc.assert(
    fc.asyncProperty(form, async ({ request, fields, base, questions, wild }) => {
      const list = [
        ...(base ? Object.entries(bookingForm((2 * ++n) % 400)).map(([name, text]) => [name, text]) : []),
        ...fields,
        ...questions.map(([index, text]) => [question_names[index]!, text]),
      ] as [string, string][];
      const where = whereOf({ ...request, wrong: request.wrong.map((one, index) => one && index === 3) });
      const body = encoded(list, wild);
      expectGood(
        await ask(app, where, {
          method: "POST",
          body,
          headers: {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": String(Buffer.byteLength(body)),
            // As from a page of ours: what another site sends ends in front of all routes.
            "Sec-Fetch-Site": "same-origin",
            ...(request.member && { Cookie: await signedIn() }),
          },
        }),
        [where, list],
      );
    }),
    options(200),
  );
});

test("every form that a member finds, with rubbish in its own fields", { timeout: TIMEOUT * 2 }, async () => {
  const { admin } = database;
  // On a provider of its own: some of these forms close it, rename it or leave it.
  const { provider_id } = await createOpenPractice(admin, { username: "forms" });
  const owner = await createAccount(admin, { operator_since: "2026-01-01" });
  await createMembership(admin, provider_id, owner.id);
  const cookie = async () => (await signIn(admin, owner.id, { https: false })).cookie;
  const params = { ...known, username: "forms", id: owner.id, provider: "google", kind: "reminder" };
  const found = new Map<string, [string, string][]>();
  for (const route of routes.filter((path) =>
    /^\/(dashboard|account|admin|welcome|sign|forgot|reset)/.test(path),
  )) {
    const page = await ask(app, fillPath(route, params), { headers: { Cookie: await cookie() } });
    for (const [, attributes, inside] of page.text.matchAll(
      /<form\b([^>]*method="post"[^>]*)>(.*?)<\/form>/gs,
    )) {
      const action = /action="([^"]*)"/.exec(attributes!)?.[1] ?? fillPath(route, params);
      const controls = [
        ...inside!.matchAll(/<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"([^>]*)/g),
      ];
      found.set(
        action,
        controls.map(([, name, rest]) => [name!, /value="([^"]*)"/.exec(rest!)?.[1] ?? ""]),
      );
    }
  }
  expect(found.size).toBeGreaterThan(12);
  const forms = [...found];
  const attempt = fc.record({
    form: fc.nat(),
    values: fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(attempt, async ({ form, values }) => {
      const [where, fields] = forms[form % forms.length]!;
      const list = fields.map(([name, text]): [string, string] => [name, text]);
      for (const [index, text] of values)
        if (list.length > 0) list[index % list.length]![1] = text.toWellFormed();
      expectGood(await post(app, where, list, { Cookie: await cookie() }), [where, list]);
    }),
    options(250),
  );
});

test("methods, content types and broken bodies", { timeout: TIMEOUT }, async () => {
  const multipart = (text: string) =>
    `----------------------------0123456789abcdef\r\nContent-Disposition: form-data; name="name"\r\n\r\n${text}\r\n----------------------------0123456789abcdef\r\n` +
    `Content-Disposition: form-data; name="email"; filename="a.png"\r\n\r\n${text}\r\n----------------------------0123456789abcdef--\r\n`;
  const kinds = fc.record({
    request,
    method: fc.constantFrom(...METHODS),
    type: fc.constantFrom(...CONTENT_TYPES),
    body: fc.oneof(
      value.map((text) => encodeForm({ name: text.toWellFormed() })),
      value.map(multipart),
      value.map((text) => multipart(text).slice(0, 40)),
      fc.constantFrom("{", "\u0000", "%", "=&=&", "a".repeat(99_000)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
    ),
  });
  await fc.assert(
    fc.asyncProperty(kinds, async ({ request, method, type, body }) => {
      const bytes = Buffer.from(body, "latin1");
      const headers = {
        "Content-Type": type,
        "Content-Length": String(bytes.length),
        "Sec-Fetch-Site": "same-origin",
        ...(request.member && { Cookie: await signedIn() }),
      };
      const where = whereOf(request);
      expectGood(await ask(app, where, { method, body: bytes, headers }), [method, where, type, body]);
    }),
    options(200),
  );
});

test("bytes that are not quite HTTP", { timeout: TIMEOUT }, async () => {
  for (const bytes of rawRequests(app.port)) {
    const text = await rawAsk(app, Buffer.from(bytes, "latin1"), 500);
    expect([bytes.slice(0, 90), text.slice(0, 12)]).toEqual([
      bytes.slice(0, 90),
      expect.stringMatching(/^(HTTP\/1\.1 [234]\d\d?)?$/),
    ]);
  }
});

test("a thousand fields too many cost nothing", async () => {
  const many = Array.from({ length: 20_000 }, () => ["q", "1"] as [string, string]);
  const began = performance.now();
  expect((await post(app, "/book/lena/full/details", many)).status).toBe(413);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test("after all this: no failure was logged, the process runs, and a booking can be made", async () => {
  const complaints = app
    .output()
    .split("\n")
    .filter((line) => /"level":(50|"error")|^\s+at /.test(line));
  expect(complaints).toEqual([]);
  expect(app.is_running()).toBe(true);
  expect((await post(app, "/book/lena/full/details", bookingForm(900))).status).toBe(303);
});
