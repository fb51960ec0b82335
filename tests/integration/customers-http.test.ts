/** Customers through HTTP: the forms with mistakes, two tabs, files, and that nothing typed is run anywhere. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createClient, createVisit } from "#tests/support/customers-practice.ts";
import { createPractice, uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";
import { hiddenFields } from "#tests/support/web-practice.ts";

const database = testDatabase();
const EVIL = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`;
let app: App;
let practice: Awaited<ReturnType<typeof createPractice>>;
let home: string;
let headers: Record<string, string>;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});
beforeEach(async () => {
  practice = await createPractice(database.admin);
  home = `/dashboard/${practice.provider.username}/customers`;
  const { id } = await createAccount(database.admin);
  await createMembership(database.admin, practice.provider_id, id, "owner");
  headers = { Cookie: (await signIn(database.admin, id)).cookie };
});

const open = (path = "") => ask(app, `${home}${path}`, { headers });
const send = (path: string, fields: Record<string, string>) => post(app, `${home}${path}`, fields, headers);
const row = async (id: string) =>
  (await database.admin.query("select * from customers where id = $1", [id])).rows[0];
const events = async () =>
  (
    await database.admin.query(
      "select action from audit_events where provider_id = $1 and action like 'customer.%' order by id",
      [practice.provider_id],
    )
  ).rows.map(({ action }) => action);
const add = (values: Parameters<typeof createClient>[2]) =>
  createClient(database.admin, practice.keys, values);

describe("list and pages", () => {
  test("search, filter and pages keep what was asked; nonsense is no error", async () => {
    for (let n = 10; n < 37; n++) await add({ name: `Person ${n}`, tags: ["t&t"] });
    const first = await open("?q=person&tag=t%26t");
    expect(first.text).toContain("Person 34");
    expect(first.text).not.toContain("Person 35");
    const next = /href="(\?[^"]*after=[^"]*)" rel="next"/.exec(first.text)![1]!.replaceAll("&amp;", "&");
    expect(next).toContain("q=person&tag=t%26t");
    const second = await open(next);
    expect(second.text).toContain("Person 36");
    expect(second.text).not.toContain("Person 34");
    for (const query of [
      "?after=x",
      "?after=W10",
      `?q=${"x".repeat(500)}`,
      "?q=%00",
      "?tag=%ff",
      "?q=%ED%A0%80&blocked=maybe",
    ])
      expect([query, (await open(query)).status]).toEqual([query, 200]);
    expect((await open("?q=nobody-at-all")).text).toContain("Nobody found");
  });

  test("one customer: their bookings lead on, an id of nobody's is 404, what was typed stays text", async () => {
    const customer = await add({ name: EVIL, note: EVIL, phone: '"><b>', tags: ["<b>t"], visits: [3] });
    await createVisit(database.admin, { ...practice.keys, customer_id: customer.id }, -3, {
      ...{ note: EVIL, service_title: EVIL, answers: [{ label: EVIL, value: EVIL }] },
    });
    const { text } = await open(`/${customer.id}`);
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain("<img src=x");
    expect(text).not.toContain("<b>");
    expect(text).toContain(`/bookings/new?customer=${customer.id}`);
    const { rows } = await database.admin.query("select id from bookings where customer_id = $1", [
      customer.id,
    ]);
    for (const { id } of rows) expect(text).toContain(`/bookings/${id}"`);
    for (const path of ["", "/edit", "/merge", "/erasure", `/merge?with=${customer.id}`]) {
      const page = await open(`/${customer.id}${path}`);
      expect([path, page.status, page.text.includes("<script>alert")]).toEqual([path, 200, false]);
    }
    expect((await open()).text).not.toContain("<script>alert");
    const other = await createPractice(database.admin);
    for (const id of [uuid(), "x", other.customer.id])
      for (const path of ["", "/edit", "/merge", "/erasure", "/export.json", "/bookings.csv"])
        expect([path, (await open(`/${id}${path}`)).status]).toEqual([path, 404]);
    for (const [path, fields] of [
      ["block", {}],
      ["unblock", {}],
      ["cancellations", {}],
      ["erasure", { name: "Grace Hopper" }],
    ] as const)
      expect((await send(`/${other.customer.id}/${path}`, fields)).status).toBe(404);
    expect((await open(`/${customer.id}?before=9999999999999.${uuid()}`)).status).toBe(200);
    expect((await open(`/${customer.id}?before=x.y`)).status).toBe(200);
    expect((await open(`/${customer.id}/merge?with=x`)).status).toBe(404);
  });
});

describe("forms", () => {
  test("new: mistakes beside their fields, then there; a taken address names who has it", async () => {
    const wrong = await send("/new", { name: "Ada", email: "ada", phone: "x", note: "kept <b>", tags: "a" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toMatch(/<input[^>]*id="email"[^>]*aria-invalid="true"/);
    expect(wrong.text).toContain("kept &lt;b&gt;");
    const made = await send("/new", { name: "Ada", email: "ada@example.org", tags: "b, a ,A" });
    expect([made.status, made.headers.location]).toEqual([303, expect.stringMatching(/just=added$/)]);
    const again = await send("/new", { name: "Ada", email: "ADA@example.org" });
    expect([again.status, again.text.includes("An address belongs to one")]).toEqual([422, true]);
    expect(await events()).toEqual(["customer.added"]);
  });

  test("two tabs: 409 with both values, then the choice", async () => {
    const { id } = await add({ name: "Ada", email: "ada@example.org", note: "first" });
    const fields = hiddenFields((await open(`/${id}/edit`)).text);
    const form = { ...fields, name: "Ada", email: "ada@example.org" };
    expect((await send(`/${id}/edit`, { ...form, note: "hers" })).status).toBe(303);
    const refused = await send(`/${id}/edit`, { ...form, note: "his" });
    expect(refused.status).toBe(409);
    for (const words of ["Somebody else saved this customer", "hers", "his"])
      expect(refused.text).toContain(words);
    expect((await row(id)).note).toBe("hers");
    const chosen = { ...form, ...hiddenFields(refused.text), note: "his", keep_note: "mine" };
    expect((await send(`/${id}/edit`, chosen)).status).toBe(303);
    expect((await row(id)).note).toBe("his");
    const merge = await send(`/${id}/edit`, { ...chosen, email: practice.customer.email });
    expect(merge.text).toContain(`/${id}/merge?with=${practice.customer.id}`);
  });

  test("block with undo; merge; erase by typing the name", async () => {
    const { id } = await add({ name: "Ada", email: "ada@example.org", visits: [-3] });
    const blocked = await send(`/${id}/block`, {});
    expect(blocked.headers.location).toBe(`${home}/${id}?just=blocked`);
    expect((await open(`/${id}?just=blocked`)).text).toContain(`action="${home}/${id}/unblock"`);
    expect((await send(`/${id}/unblock`, {})).status).toBe(303);
    expect((await open("?blocked=yes")).text).not.toContain("Ada<");

    expect((await open(`/${id}/merge?q=grace`)).text).toContain(`?with=${practice.customer.id}`);
    const both = hiddenFields((await open(`/${id}/merge?with=${practice.customer.id}`)).text);
    const choice = { name: "one", email: "other", phone: "one" };
    expect((await send(`/${id}/merge`, both)).status).toBe(422);
    const stale = await send(`/${id}/merge?with=${practice.customer.id}`, {
      ...both,
      ...choice,
      version: "1",
    });
    expect([stale.status, stale.text.includes("Nothing is merged yet")]).toEqual([409, true]);
    expect((await send(`/${id}/merge`, { ...both, ...choice })).status).toBe(303);
    expect(await row(practice.customer.id)).toBeUndefined();
    expect(await row(id)).toMatchObject({ name: "Ada", email: practice.customer.email });

    const wrong = await send(`/${id}/erasure`, { name: "Bob" });
    expect([wrong.status, wrong.text.includes("not this customer’s name")]).toEqual([422, true]);
    expect((await send(`/${id}/erasure`, { name: " ada " })).headers.location).toBe(`${home}?just=erased`);
    expect((await row(id)).name).toBe("Erased customer");
    expect((await open(`/${id}`)).text).toContain("have been erased");
    expect((await open(`/${id}/edit`)).status).toBe(404);
    expect(await events()).toEqual([
      ...["customer.blocked", "customer.unblocked", "customer.merged", "customer.erased"],
    ]);
  });

  test("what lies ahead is cancelled first", async () => {
    const { id } = await add({ name: "Ada", visits: [3, 4] });
    expect((await open(`/${id}/erasure`)).text).toContain("2 bookings lie ahead");
    expect((await send(`/${id}/erasure`, { name: "Ada" })).status).toBe(409);
    expect((await send(`/${id}/cancellations`, {})).status).toBe(303);
    expect((await send(`/${id}/erasure`, { name: "Ada" })).status).toBe(303);
  });

  test("retention: a look, a rule, a conflict", async () => {
    const { id } = await add({ name: "Long gone", created_at: "2001-01-01" });
    const look = await open("/retention?months=12");
    expect(look.text).toContain(`${home}/${id}"`);
    for (const months of ["0", "x", "999", "1e3"])
      expect((await open(`/retention?months=${months}`)).status).toBe(200);
    expect((await send("/retention", { state: "on", months: "0", was: "off" })).status).toBe(422);
    expect((await send("/retention", { state: "on", months: "12", was: "off" })).status).toBe(303);
    const stale = await send("/retention", { state: "on", months: "24", was: "off" });
    expect([stale.status, stale.text.includes("Somebody else changed this")]).toEqual([409, true]);
    expect((await send("/retention", { state: "off", was: "12" })).status).toBe(303);
  });
});

describe("files", () => {
  test("one customer as JSON and CSV, all as CSV: complete, and no formula is one", async () => {
    const { id } = await add({
      name: "=1+1",
      email: "ada@example.org",
      phone: "+49 30 1",
      note: "@note\nmore",
      tags: ["-t"],
      visits: [-3],
    });
    await database.admin.query(
      'update bookings set note = \'=HYPERLINK(1)\', answers = \'[{"label":"Q","value":"A"}]\' where customer_id = $1',
      [id],
    );
    const json = await open(`/${id}/export.json`);
    const all = JSON.parse(json.text);
    expect(json.headers["content-disposition"]).toMatch(/attachment; filename="customer-.*\.json"/);
    expect(all).toMatchObject({
      customer: [{ name: "=1+1", phone: "+49 30 1" }],
      tags: [{ tag: "-t" }],
      bookings: [{ note: "=HYPERLINK(1)", answers: [{ label: "Q", value: "A" }] }],
      history: [],
    });
    expect(json.text).not.toContain("manage_token");
    expect(json.text).not.toContain(practice.customer.id);
    const csv = await open(`/${id}/bookings.csv`);
    expect(csv.text.split("\r\n").length).toBe(3);
    expect(csv.text).toContain(",'=HYPERLINK(1),");
    const list = await open("/export.csv");
    expect(list.text.split("\r\n")[0]).toBe(
      "\uFEFFname,email,phone,note,tags,visits,last_visit,next_booking,blocked_at,created_at",
    );
    expect(list.text).toContain(`'=1+1,ada@example.org,'+49 30 1,"'@note\nmore",'-t,1,`);
    expect(await events()).toEqual(["customer.exported", "customer.exported", "customer.all_exported"]);
    const viewer = await createAccount(database.admin);
    await createMembership(database.admin, practice.provider_id, viewer.id, "viewer");
    const { cookie } = await signIn(database.admin, viewer.id);
    for (const path of [`/${id}/export.json`, `/${id}/bookings.csv`, "/export.csv"])
      expect((await ask(app, `${home}${path}`, { headers: { Cookie: cookie } })).status).toBe(403);
  });

  /** A form with a file, as a browser sends it. */
  const upload = (path: string, parts: { name: string; filename?: string; body: string | Buffer }[]) => {
    const boundary = "----of-the-test";
    const body = Buffer.concat([
      ...parts.flatMap(({ name, filename, body }) => [
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename ? `; filename="${filename}"\r\nContent-Type: text/csv` : ""}\r\n\r\n`,
        ),
        Buffer.from(body),
        Buffer.from("\r\n"),
      ]),
      Buffer.from(`--${boundary}--\r\n`),
    ]);
    return ask(app, `${home}${path}`, {
      method: "POST",
      body,
      headers: {
        ...headers,
        "Content-Type": `multipart/form-data; boundary=${boundary}`,
        "Content-Length": String(body.length),
        "Sec-Fetch-Site": "same-origin",
      },
    });
  };
  const count = async () =>
    Number(
      (
        await database.admin.query("select count(*) from customers where provider_id = $1", [
          practice.provider_id,
        ])
      ).rows[0].count,
    );

  test("import: looked at first, nothing trusted, what is good in one go", async () => {
    const { id } = await add({ name: "Ada", email: "ada@example.org", tags: ["a"] });
    const list = `Name;E-Mail;Tags\nAda L.;ADA@example.org;b\n${EVIL};evil@example.org;\nBad;nowhere;\n`;
    const looked = await upload("/import", [{ name: "file", filename: "list.csv", body: `\uFEFF${list}` }]);
    expect(looked.status).toBe(200);
    for (const words of [
      "Line 4",
      "does not look like an e-mail",
      "Name: Ada → Ada L.",
      "Import the good lines (2)",
    ])
      expect(looked.text.replaceAll("<!-- -->", "")).toContain(words);
    expect(looked.text).not.toContain("<script>alert");
    expect(await count()).toBe(2);
    const { seen } = hiddenFields(looked.text);
    // Another list than the one that was looked at is looked at first.
    const other = await upload("/import/run", [
      { name: "seen", body: seen! },
      { name: "text", body: "name,email\nX,x@example.org" },
    ]);
    expect([other.status, await count()]).toEqual([409, 2]);
    // A customer that somebody changed meanwhile as well.
    await database.admin.query("update customers set name = 'Ada K.', version = version + 1 where id = $1", [
      id,
    ]);
    const run = (hash: string) =>
      upload("/import/run", [
        { name: "seen", body: hash },
        { name: "text", body: list.replaceAll("\n", "\r\n") },
      ]);
    const stale = await run(seen!);
    expect([stale.status, stale.text.includes("Somebody changed a customer")]).toEqual([409, true]);
    const done = await run(hiddenFields(stale.text).seen!);
    expect(done.headers.location).toBe(`${home}?just=imported&added=1&updated=1`);
    expect(await row(id)).toMatchObject({ name: "Ada L.", email: "ada@example.org", version: 3 });
    const { rows } = await database.admin.query(
      "select tag from customer_tags where customer_id = $1 order by 1",
      [id],
    );
    expect(rows.map(({ tag }) => tag)).toEqual(["a", "b"]);
    expect(await count()).toBe(3);
    expect(await events()).toEqual(["customer.imported"]);
  });

  test("import: pasted, 5,000 lines, other encodings, and what is refused", { timeout: 60_000 }, async () => {
    const latin = Buffer.from("name,email\nZo\xeb,zoe@example.org\n", "latin1");
    expect((await upload("/import", [{ name: "file", filename: "l.csv", body: latin }])).text).toContain(
      "Zoë",
    );
    const many = `name,email,note\n${Array.from({ length: 5000 }, (_, n) => `P ${n},p${n}@example.org,${"n".repeat(200)}`).join("\n")}`;
    const looked = await upload("/import", [{ name: "text", body: many }]);
    const run = await upload("/import/run", [
      { name: "seen", body: hiddenFields(looked.text).seen! },
      { name: "text", body: many },
    ]);
    expect([run.status, await count()]).toEqual([303, 5001]);
    for (const [body, status, words] of [
      [`${many}\nOne,more@example.org`, 422, "more than 5,000 lines"],
      ["", 422, "Choose a file"],
      ["a,b\n1,2", 422, "must name the columns"],
      [`name,email\n${"x".repeat(2_500_000)}`, 413, "larger than 2 MB"],
    ] as const) {
      const answer = await upload("/import", [{ name: "file", filename: "x.csv", body }]);
      expect([answer.status, answer.text.includes(words)], words).toEqual([status, true]);
    }
    const cut = await ask(app, `${home}/import`, {
      method: "POST",
      body: "rubbish",
      headers: {
        ...headers,
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": "7",
        "Sec-Fetch-Site": "same-origin",
      },
    });
    expect(cut.status).toBe(400);
  });
});
