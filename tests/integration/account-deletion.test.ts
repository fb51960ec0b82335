/** The end of an account: asked for, undone, done; and the nightly sweep. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cookieOf,
  createPerson,
  linkIn,
  mailsTo,
  mailTo,
  PASSWORD,
  type Person,
} from "#tests/support/account-people.ts";
import { createProvider, insertRow, uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, outbox, post, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
let app: App;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const DAY = 86_400_000;
const get = (where: string, cookie = "") => ask(app, where, { headers: { Cookie: cookie } });
const leave = ({ cookie }: Person, current_password = PASSWORD) =>
  post(app, "/account/deletion", { current_password }, { Cookie: cookie });
const rows = async (text: string, values: unknown[] = []) => (await database.admin.query(text, values)).rows;
const rowOf = async ({ id }: Pick<Person, "id">) =>
  (await rows("select * from accounts where id = $1", [id]))[0];
const makeOver = ({ id }: Pick<Person, "id">) =>
  rows("update accounts set deletes_at = now() - interval '1 minute' where id = $1", [id]);
const purge = async ({ id }: Pick<Person, "id">) => {
  await rows("select graphile_worker.add_job('purge_account', json_build_object('account_id', $1::text))", [
    id,
  ]);
  await until(
    "the job is done",
    async () => (await rows("select from graphile_worker.jobs where run_at <= now()")).length === 0,
  );
};

describe("asking for it", () => {
  test("a password that is changed at that moment is no proof any more", async () => {
    const person = await createPerson(database.admin);
    const { id } = await createProvider(database.admin);
    await createMembership(database.admin, id, person.id, "owner");
    await createMembership(database.admin, id, (await createPerson(database.admin)).id, "owner");
    // Between the proof and the end: the first thing that is written is what the owned provider is asked in.
    await rows(`create function change_password() returns trigger language plpgsql security definer as $$
      begin
        new.password_hash := '$2b$04$' || repeat('b', 53);
        return new;
      end $$`);
    await rows(`create trigger change_password before update of deletes_at on accounts for each row
      when (old.deletes_at is null and new.deletes_at is not null) execute function change_password()`);
    try {
      expect((await leave(person)).status).toBe(422);
      expect((await rowOf(person)).deletes_at).toBeNull();
      expect((await get("/account", person.cookie)).status).toBe(200);
    } finally {
      await rows("drop function change_password cascade");
    }
  });

  test("ends every session, sets a job for the end, and mails a link that undoes it without a sign-in", async () => {
    const person = await createPerson(database.admin);
    const other = await signIn(database.admin, person.id);
    const before = Date.now();
    const asked = await leave(person);
    expect([asked.status, asked.headers.location]).toEqual([303, "/account/deletion/asked"]);
    expect(asked.headers["set-cookie"]?.[0]).toMatch(/Max-Age=0/);
    expect((await get("/account/deletion/asked")).status).toBe(200);
    for (const { cookie } of [person, other]) expect((await get("/account", cookie)).status).toBe(302);
    const { deletes_at } = await rowOf(person);
    expect(deletes_at.getTime()).toBeGreaterThanOrEqual(before + 14 * DAY);
    const jobs = await rows(
      "select run_at from graphile_worker.jobs where task_identifier = 'purge_account'",
    );
    expect(jobs.map(({ run_at }) => run_at.getTime())).toContain(deletes_at.getTime());

    const link = linkIn(await mailTo(app, person.email, /will be deleted/));
    const token = new URL(link, "http://x").searchParams.get("token")!;
    expect((await get(link)).status).toBe(200);
    expect((await get(link)).status).toBe(200);
    expect((await rowOf(person)).deletes_at).not.toBeNull();
    const kept = await post(app, link, { token });
    expect([kept.status, kept.text.includes("Your account is kept")]).toEqual([200, true]);
    expect((await rowOf(person)).deletes_at).toBeNull();
    await mailTo(app, person.email, /is kept/);
    expect((await get(link)).status).toBe(404);
    expect((await post(app, link, { token })).status).toBe(404);
  });

  test("needs the password; without one, the address typed", async () => {
    const person = await createPerson(database.admin);
    expect((await leave(person, "wrong wrong wrong")).status).toBe(422);
    expect((await rowOf(person)).deletes_at).toBeNull();
    const plain = await createPerson(database.admin, { password_hash: null });
    const type = (email: string) => post(app, "/account/deletion", { email }, { Cookie: plain.cookie });
    expect((await type("somebody@example.org")).status).toBe(422);
    expect((await leave(plain)).status).toBe(422);
    expect((await type(` ${plain.email.toUpperCase()}`)).status).toBe(303);
    expect((await rowOf(plain)).deletes_at).not.toBeNull();
  });

  test("is undone by who signs in meanwhile", async () => {
    const person = await createPerson(database.admin);
    await leave(person);
    const { cookie } = await signIn(database.admin, person.id);
    expect((await get("/account", cookie)).text).toContain("Keep my account");
    const kept = await post(app, "/account/deletion/undo", {}, { Cookie: cookie });
    expect(kept.headers.location).toBe("/account?done=kept");
    expect((await rowOf(person)).deletes_at).toBeNull();
    await makeOver(person);
    expect((await post(app, "/account/deletion/undo", {}, { Cookie: cookie })).status).toBe(303);
    expect((await rowOf(person)).deletes_at, "too late").not.toBeNull();
  });

  test("is refused to a sole owner, also when two owners go at once", async () => {
    const [one, two] = [await createPerson(database.admin), await createPerson(database.admin)];
    const { id, username } = await createProvider(database.admin, { name: "Two Owners" });
    await createMembership(database.admin, id, one.id, "owner");
    expect((await get("/account/deletion", one.cookie)).text).toContain(`/dashboard/${username}/members`);
    expect((await leave(one)).status).toBe(409);
    expect((await rowOf(one)).deletes_at).toBeNull();
    await createMembership(database.admin, id, two.id, "owner");
    const statuses = (await Promise.all([leave(one), leave(two)])).map(({ status }) => status).sort();
    expect(statuses).toEqual([303, 409]);
    const staying = (await rowOf(one)).deletes_at === null ? one : two;
    expect(cookieOf((await get("/account", staying.cookie)).headers)).toBe("");
    expect((await get("/account", staying.cookie)).status).toBe(200);
  });
});

/** Every table of ours whose rows mention a text, any case. */
const mentions = async (text: string) => {
  const tables = await rows("select tablename as name from pg_tables where schemaname = 'public'");
  const found: string[] = [];
  for (const { name } of tables) {
    const hits = await rows(`select from ${name} t where strpos(lower(t::text), lower($1)) > 0`, [text]);
    if (hits.length > 0) found.push(name);
  }
  return found.sort();
};

describe("the end of it", () => {
  test("nothing of the person is left in any table", async () => {
    const NAME = "Wilhelmina Featherstone";
    const person = await createPerson(database.admin, { name: NAME }, { address: "198.51.100.77" });
    const colleague = await createPerson(database.admin);
    const { id: provider_id } = await createProvider(database.admin);
    const { id: elsewhere } = await createProvider(database.admin);
    await createMembership(database.admin, provider_id, colleague.id, "owner");
    await createMembership(database.admin, provider_id, person.id, "owner");
    // Invited by somebody, here and there; acts of theirs; a former address; a sign-up and an identity.
    const email = person.email;
    for (const [tenant, written] of [
      [provider_id, email],
      [elsewhere, email.toUpperCase()],
    ] as const) {
      await insertRow(database.admin, "invitations", {
        provider_id: tenant,
        id: uuid(),
        email: written,
        role: "viewer",
        token_hash: Buffer.alloc(32, tenant),
        invited_by: person.id,
        created_at: new Date().toISOString(),
        expires_at: new Date(Date.now() + DAY).toISOString(),
      });
      await insertRow(database.admin, "audit_events", {
        provider_id: tenant,
        id: uuid(),
        action: "invitation.sent",
        actor: "provider",
        account_id: tenant === provider_id ? person.id : null,
        address: tenant === provider_id ? "198.51.100.77" : "192.0.2.1",
        details: JSON.stringify({ email: written, role: "viewer" }),
        at: new Date().toISOString(),
      });
    }
    await insertRow(database.admin, "account_events", {
      id: uuid(),
      account_id: colleague.id,
      actor_account_id: person.id,
      action: "account.suspended",
      details: "{}",
      address: "198.51.100.77",
      at: new Date().toISOString(),
    });
    await insertRow(database.admin, "account_events", {
      id: uuid(),
      actor_account_id: colleague.id,
      action: "account.invited",
      details: JSON.stringify({ email: email.toUpperCase() }),
      at: new Date().toISOString(),
    });
    await insertRow(database.admin, "identities", {
      id: uuid(),
      account_id: person.id,
      issuer: "https://issuer.example",
      subject: "wf",
      email,
    });
    await insertRow(database.admin, "verification_tokens", {
      id: uuid(),
      purpose: "sign_up",
      email,
      token_hash: Buffer.alloc(32, "sign-up"),
      expires_at: new Date(Date.now() + DAY).toISOString(),
      created_at: new Date().toISOString(),
    });
    const renamed = await post(
      app,
      "/account/email",
      { email: `late.${email}`, current_password: PASSWORD },
      { Cookie: person.cookie },
    );
    expect(renamed.status).toBe(303);
    const link = linkIn(await mailTo(app, `late.${email}`, /Confirm/));
    await post(app, link, { token: new URL(link, "http://x").searchParams.get("token")! });
    const again = { ...person, cookie: (await signIn(database.admin, person.id)).cookie };
    await post(app, "/account/profile", { name: `${NAME} II` }, { Cookie: again.cookie });
    expect((await leave(again)).status).toBe(303);
    await mailTo(app, `late.${email}`, /will be deleted/);
    expect(await mentions(email)).toEqual(
      expect.arrayContaining([
        "accounts",
        "audit_events",
        "identities",
        "invitations",
        "verification_tokens",
      ]),
    );

    await purge(person);
    expect(await rowOf(person), "before the grace period is over").toBeDefined();
    await makeOver(person);
    await purge(person);
    expect(await rowOf(person)).toBeUndefined();
    expect(await mentions(email)).toEqual([]);
    expect([...mailsTo(app, email), ...mailsTo(app, `late.${email}`)]).toEqual([]);
    expect(
      outbox(app).filter((file) => readFileSync(path.join(app.data_dir, "mail", file)).includes(email)),
    ).toEqual([]);
    expect(await mentions(NAME)).toEqual([]);
    expect(await mentions("198.51.100.77")).toEqual([]);
    expect(await mentions(person.id)).toEqual([]);
    // What others did, and what happened, is still there.
    expect(await rows("select details from audit_events where action = 'invitation.sent'")).toEqual(
      [1, 2].map(() => ({ details: { email: "deleted", role: "viewer" } })),
    );
    expect(await rows("select address from audit_events where address is not null")).toEqual([
      { address: "192.0.2.1" },
    ]);
    expect(await rows("select account_id from memberships where provider_id = $1", [provider_id])).toEqual([
      { account_id: colleague.id },
    ]);
  });

  test("does not come for an account that was kept", async () => {
    const person = await createPerson(database.admin);
    await purge(person);
    expect(await rowOf(person)).toBeDefined();
  });
});

describe("the nightly sweep", () => {
  const session = async (person: Person, values: Record<string, string>) =>
    (await signIn(database.admin, person.id, { values })).session_id;
  const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
  const token = async (values: Record<string, unknown>) => {
    const id = uuid();
    await insertRow(database.admin, "verification_tokens", {
      id,
      purpose: "password_reset",
      email: "anyone@example.org",
      token_hash: Buffer.from(id.replaceAll("-", "").repeat(2), "hex"),
      created_at: ago(9),
      expires_at: ago(-1),
      ...values,
    });
    return id;
  };

  test("forgets what is over, keeps what is not, and runs once for two processes", async () => {
    const person = await createPerson(database.admin);
    const old = [
      await session(person, { created_at: ago(91), last_seen_at: ago(2), expires_at: ago(1) }),
      await session(person, { created_at: ago(20), last_seen_at: ago(15) }),
      await token({ expires_at: ago(2) }),
      await token({ used_at: ago(2) }),
    ];
    const live = [
      person.session_id,
      await session(person, { created_at: ago(80), last_seen_at: ago(13) }),
      await token({}),
      await token({ used_at: ago(0.5) }),
    ];
    const astray = await createPerson(database.admin);
    await rows("update accounts set deletes_at = $2 where id = $1", [astray.id, ago(2)]);
    // It was due last night, when nothing ran: two processes start, and one of them makes up for it.
    await app.stop();
    await rows("create table sweeps (at timestamptz default now())");
    await rows(`create function note_sweep() returns trigger language plpgsql security definer as $$
      begin
        if (select identifier from graphile_worker._private_tasks where id = new.task_id) = 'sweep' then
          insert into public.sweeps default values;
        end if;
        return new;
      end $$`);
    await rows(
      "create trigger note after insert on graphile_worker._private_jobs for each row execute function note_sweep()",
    );
    const known = await rows(
      "update graphile_worker._private_known_crontabs set known_since = now() - interval '3 days', last_execution = null returning identifier",
    );
    expect(known).toEqual([{ identifier: "sweep" }]);
    const apps = await Promise.all([startApp(database), startApp(database)]);
    try {
      const left = async () =>
        (await rows("select id from sessions union all select id from verification_tokens")).map(
          ({ id }) => id,
        );
      await until("the sweep ran", async () => (await rowOf(astray)) === undefined);
      const ids = await left();
      expect(ids.filter((id) => old.includes(id))).toEqual([]);
      expect(ids).toEqual(expect.arrayContaining(live));
      expect(await rows("select count(*)::int as n from sweeps")).toEqual([{ n: 1 }]);
    } finally {
      await Promise.all(apps.map((one) => one.stop()));
    }
  });
});
