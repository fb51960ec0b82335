/** The three forms' verbs: one transaction each, and the page opens when there is something to book. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Context } from "#app/domain/context.ts";
import { checkUsername, createProvider, findFreeUsernames } from "#app/domain/setup/profile.server.ts";
import { FirstServiceInput, tradeValues } from "#app/domain/setup/service.ts";
import { readProgress, setFirstService, setWorkingHours } from "#app/domain/setup/steps.server.ts";
import { TRADES } from "#app/domain/setup/trades.ts";
import { RESERVED_USERNAMES } from "#app/domain/usernames.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";
import { createProvider as createOther, createService, insertRow } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount } from "#tests/support/sign-in.ts";

const database = testDatabase();
const now = Date.parse("2026-11-22T10:00:00Z");
const person = { email: "nora@example.org", accept_language: "en-US,en;q=0.9" };
const lesson = FirstServiceInput.parse(tradeValues(TRADES[0]!, "EUR"));
const MONDAY = [{ weekday: 1, starts_min: 540, ends_min: 1020 }];

let account_id: string;
beforeEach(async () => {
  account_id = (await createAccount(database.admin)).id;
});
const contextOf = (id: string) => ({
  account_id: id,
  session_id: null,
  address: "192.0.2.7",
  now,
  secrets: [],
});
let made = 0;
const newName = () => `nora-${++made}`;
const create = (username: string, id = account_id) =>
  createProvider(contextOf(id), { username, name: "Nora Lindqvist", time_zone: "America/Chicago" }, person);
const rowsOf = async (text: string, ...values: unknown[]) => (await database.admin.query(text, values)).rows;
const providerOf = async (username: string) =>
  (
    await rowsOf(
      "select p.* from providers p join usernames u on u.provider_id = p.id where u.username = $1",
      username,
    )
  )[0];
const deskOf = async (username: string): Promise<Context> => ({
  ...contextOf(account_id),
  provider: await reading((await providerOf(username)).id, selectProvider),
  actor: "provider",
});
const historyOf = async (username: string) =>
  (
    await rowsOf(
      "select action, account_id, address from audit_events where provider_id = $1 order by at, id",
      (
        await providerOf(username)
      ).id,
    )
  ).map((event) => [event.action, event.account_id === account_id, event.address]);

describe("who you are", () => {
  test("an account that ends soon makes none: nobody would own it then", async () => {
    const { id } = await createAccount(database.admin, { deletes_at: "2126-12-01T00:00:00Z" });
    const username = newName();
    expect(await create(username, id)).toEqual({ ok: false, reason: "account_ends" });
    expect(await providerOf(username)).toBeUndefined();
  });

  test("makes the provider, its owner and an empty schedule; the page is not open", async () => {
    const username = newName();
    expect(await create(username)).toEqual({ ok: true, username });
    const provider = await providerOf(username);
    expect(provider).toMatchObject({
      ...{ name: "Nora Lindqvist", time_zone: "America/Chicago", currency: "USD", week_starts_on: 7 },
      ...{ locale: "en-US", setup_finished_at: null, email: person.email, shows_contact: false },
    });
    expect(
      await rowsOf("select account_id, role from memberships where provider_id = $1", provider.id),
    ).toEqual([{ account_id, role: "owner" }]);
    expect(
      await rowsOf("select name, time_zone, is_default from schedules where provider_id = $1", provider.id),
    ).toEqual([{ name: "Working hours", time_zone: "America/Chicago", is_default: true }]);
    expect(await rowsOf("select listed_at from usernames where username = $1", username)).toEqual([
      { listed_at: null },
    ]);
    expect(await historyOf(username)).toEqual([["provider.created", true, "192.0.2.7"]]);
  });

  test("of two who want one name in the same instant one has it, and nothing is left of the other", async () => {
    for (let round = 0; round < 12; round++) {
      const username = newName();
      const other = (await createAccount(database.admin)).id;
      const before = (await rowsOf("select from providers")).length;
      const outcomes = await Promise.all([create(username), create(username, other)]);
      expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
      expect(outcomes).toContainEqual({ ok: false, reason: "taken" });
      expect((await rowsOf("select from providers")).length).toBe(before + 1);
      const owner = outcomes[0]!.ok ? account_id : other;
      expect(
        await rowsOf(
          "select account_id from memberships m join usernames using (provider_id) where username = $1",
          username,
        ),
      ).toEqual([{ account_id: owner }]);
    }
  });

  test("somebody's former name is taken for good", async () => {
    const { id } = await createOther(database.admin, { username: newName() });
    const former = newName();
    await insertRow(database.admin, "usernames", { username: former, provider_id: id });
    expect(await create(former)).toEqual({ ok: false, reason: "taken" });
    const check = await checkUsername(former.toUpperCase());
    expect(check).toMatchObject({ username: former, is_free: false });
    expect(check.alternatives).toHaveLength(3);
    for (const one of check.alternatives) expect((await checkUsername(one)).is_free).toBe(true);
  });

  test("a word of ours cannot be had, and is proposed to nobody", async () => {
    for (const word of RESERVED_USERNAMES) {
      const check = await checkUsername(word);
      expect([word, check.is_free]).toEqual([word, false]);
      expect(check.alternatives.length).toBeGreaterThan(0);
    }
    expect(await findFreeUsernames("Support", 1)).toEqual(["support-2"]);
  });

  test("one account founds twenty, not more", async () => {
    for (let count = 0; count < 20; count++) expect((await create(newName())).ok).toBe(true);
    expect(await create(newName())).toEqual({ ok: false, reason: "too_many" });
  });
});

describe("when you work, and your first service", () => {
  test.each<["hours" | "service", "hours" | "service"]>([
    ["hours", "service"],
    ["service", "hours"],
  ])("%s, then %s: the second opens the page", async (...order) => {
    const username = newName();
    await create(username);
    const desk = await deskOf(username);
    const send = { hours: () => setWorkingHours(desk, MONDAY), service: () => setFirstService(desk, lesson) };
    expect((await send[order[0]]())?.next).toBe(order[1]);
    expect((await providerOf(username)).setup_finished_at).toBeNull();
    expect((await send[order[1]]())?.next).toBe("live");
    expect((await providerOf(username)).setup_finished_at.getTime()).toBe(now);
    expect((await historyOf(username)).map(([action]) => action).sort()).toEqual([
      ...["provider.created", "provider.opened", "schedule.changed", "service.created"],
    ]);
  });

  test("sent again they change what is there", async () => {
    const username = newName();
    await create(username);
    const desk = await deskOf(username);
    await setWorkingHours(desk, MONDAY);
    await setWorkingHours(desk, [{ weekday: 7, starts_min: 0, ends_min: 1440 }]);
    await setFirstService(desk, lesson);
    await setFirstService(desk, { ...lesson, title: "Long lesson", duration_min: 90, price_cents: null });
    const { id } = await providerOf(username);
    expect(
      await rowsOf("select weekday, starts_min, ends_min from weekly_hours where provider_id = $1", id),
    ).toEqual([{ weekday: 7, starts_min: 0, ends_min: 1440 }]);
    expect(
      await rowsOf(
        `select slug, title, duration_min, price_cents from services s
         join service_durations d on d.provider_id = s.provider_id and d.service_id = s.id where s.provider_id = $1`,
        id,
      ),
    ).toEqual([{ slug: "lesson", title: "Long lesson", duration_min: 90, price_cents: null }]);
  });

  test("at the same moment twice, there is one service", async () => {
    const username = newName();
    await create(username);
    const desk = await deskOf(username);
    await Promise.all([
      setFirstService(desk, lesson),
      setFirstService(desk, { ...lesson, title: "Another" }),
    ]);
    expect(await rowsOf("select from services where provider_id = $1", desk.provider.id)).toHaveLength(1);
  });

  test("the link of a service that has ended leads to no other", async () => {
    const username = newName();
    await create(username);
    const desk = await deskOf(username);
    const archived_at = new Date(now).toISOString();
    await createService(database.admin, desk.provider.id, { slug: "lesson", archived_at });
    await setFirstService(desk, lesson);
    expect(
      await rowsOf(
        "select slug from services where provider_id = $1 and archived_at is null",
        desk.provider.id,
      ),
    ).toEqual([{ slug: "lesson-2" }]);
  });

  test("what has grown beyond the form is not touched by it", async () => {
    const username = newName();
    await create(username);
    const desk = await deskOf(username);
    await setFirstService(desk, lesson);
    await createService(database.admin, desk.provider.id, { slug: "second" });
    expect(await setFirstService(desk, { ...lesson, title: "Changed" })).toBeNull();
    expect(
      await rowsOf("select title from services where provider_id = $1 and slug = 'lesson'", desk.provider.id),
    ).toEqual([{ title: lesson.title }]);
    expect(await reading(desk.provider.id, readProgress)).toMatchObject({
      has_service: true,
      editable: null,
    });
  });
});
