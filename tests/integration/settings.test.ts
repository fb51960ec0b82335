/** The settings' verbs: who saves second chooses, nothing is overwritten unseen, and the old address leads on. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Context } from "#app/domain/context.ts";
import { readSettings, saveSettings } from "#app/domain/settings.server.ts";
import { type SettingsSection, type SettingsValues, wordsOf } from "#app/domain/settings.ts";
import { findFreeUsernames, renameProvider } from "#app/domain/usernames.server.ts";
import { MAX_USERNAMES } from "#app/domain/usernames.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";
import { createProvider, createSchedule } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount } from "#tests/support/sign-in.ts";

const database = testDatabase();
const NOW = Date.parse("2026-11-22T12:00:00Z");
let id: string;
let account_id: string;

beforeEach(async () => {
  const provider = await createProvider(database.admin, { headline: "First", about: "About" });
  id = provider.id;
  account_id = (await createAccount(database.admin)).id;
});

const context = async (): Promise<Context> => ({
  provider: await reading(id, selectProvider),
  actor: "provider",
  account_id,
  address: "192.0.2.7",
  now: NOW,
  secrets: [],
});

/** A form's page, opened now and sent later. */
const openForm = async (section: SettingsSection) => {
  const { version, settings } = await reading(id, async (tx) => {
    const provider = await selectProvider(tx);
    return { version: provider.version, settings: await readSettings(tx, provider) };
  });
  const shown = wordsOf(section, settings);
  return async (values: Partial<SettingsValues>, more: { theirs?: string[]; move_hours?: boolean } = {}) =>
    saveSettings(await context(), { section, version, shown, values, ...more });
};
const row = async () => (await database.admin.query("select * from providers where id = $1", [id])).rows[0];
const events = async (action: string) =>
  (
    await database.admin.query(
      "select details, actor, account_id, address from audit_events where provider_id = $1 and action = $2 order by at, id",
      [id, action],
    )
  ).rows;

describe("saving", () => {
  test("writes what changed, and the history names the fields, not the texts", async () => {
    const save = await openForm("profile");
    const links = [{ label: "Site", url: "https://example.org/" }];
    expect(await save({ headline: "Second", phone: "+49 30 1234567", links, listed: true })).toEqual({
      ok: true,
      changed: ["headline", "phone", "links", "listed"],
    });
    expect(await row()).toMatchObject({ headline: "Second", phone: "+49 30 1234567", links, version: 2 });
    const { rows } = await database.admin.query("select listed_at from usernames where provider_id = $1", [
      id,
    ]);
    expect(rows[0].listed_at).toEqual(new Date(NOW));
    expect(await events("settings.changed")).toEqual([
      {
        details: { fields: "headline,phone,links,listed", moved_schedules: 0 },
        actor: "provider",
        account_id,
        address: "192.0.2.7",
      },
    ]);
  });

  test("what is as before is no change", async () => {
    const save = await openForm("profile");
    expect(await save({ headline: "First" })).toEqual({ ok: true, changed: [] });
    expect([(await row()).version, (await events("settings.changed")).length]).toEqual([1, 0]);
  });

  test("taken from search engines again", async () => {
    await (await openForm("profile"))({ listed: true });
    await (await openForm("profile"))({ listed: false });
    const { rows } = await database.admin.query("select listed_at from usernames where provider_id = $1", [
      id,
    ]);
    expect(rows[0].listed_at).toBeNull();
  });
});

describe("two people at once", () => {
  test("the second sees both values and nothing is written; then their choice counts", async () => {
    const [one, other] = [await openForm("profile"), await openForm("profile")];
    await one({ headline: "Hers", about: "Her text" });
    const outcome = await other({ headline: "His", about: "About" });
    if (outcome.ok) throw new Error("overwritten");
    expect(outcome.conflicts).toEqual([
      { field: "headline", now: "Hers", yours: "His", touched: true },
      { field: "about", now: "Her text", yours: "About", touched: false },
    ]);
    expect(await row()).toMatchObject({ headline: "Hers", about: "Her text", version: 2 });
    const chosen = await saveSettings(await context(), {
      section: "profile",
      version: outcome.version,
      shown: outcome.shown,
      values: { headline: "His", about: "About" },
      theirs: ["about"],
    });
    expect(chosen).toEqual({ ok: true, changed: ["headline"] });
    expect(await row()).toMatchObject({ headline: "His", about: "Her text", version: 3 });
  });

  test("a third who saves while the second chooses is seen as well", async () => {
    const [one, other, third] = [
      await openForm("profile"),
      await openForm("profile"),
      await openForm("profile"),
    ];
    await one({ headline: "Hers" });
    const first = await other({ headline: "His" });
    if (first.ok) throw new Error("overwritten");
    expect((await third({ notice: "Theirs", headline: "Hers" })).ok).toBe(true);
    const again = await saveSettings(await context(), {
      section: "profile",
      version: first.version,
      shown: first.shown,
      values: { headline: "His", notice: "" },
    });
    expect(again).toMatchObject({ ok: false, conflicts: [{ field: "notice", now: "Theirs", yours: "" }] });
  });

  test("another page of the settings, or the same change, is no conflict", async () => {
    const [profile, other, times] = [
      await openForm("profile"),
      await openForm("profile"),
      await openForm("times"),
    ];
    expect((await times({ week_starts_on: 7 })).ok).toBe(true);
    expect((await profile({ headline: "Same" })).ok).toBe(true);
    expect(await other({ headline: "Same" })).toEqual({ ok: true, changed: [] });
    expect(await row()).toMatchObject({ headline: "Same", week_starts_on: 7 });
  });

  test("ten at the same moment: one wins, nine are asked", async () => {
    const forms = await Promise.all(Array.from({ length: 10 }, () => openForm("profile")));
    const outcomes = await Promise.all(forms.map((save, n) => save({ headline: `Number ${n}` })));
    expect(outcomes.filter(({ ok }) => ok).length).toBe(1);
    expect((await row()).version).toBe(2);
  });
});

describe("another zone", () => {
  const zones = async () =>
    (
      await database.admin.query(
        "select name, time_zone from schedules where provider_id = $1 order by name",
        [id],
      )
    ).rows;
  beforeEach(async () => {
    await createSchedule(database.admin, id, { name: "Home", time_zone: "Europe/Berlin", is_default: true });
    await createSchedule(database.admin, id, { name: "Tokyo days", time_zone: "Asia/Tokyo" });
  });

  test("moves the hours of the old zone when told so, and no others", async () => {
    await (await openForm("times"))({ time_zone: "Europe/Lisbon" }, { move_hours: true });
    expect(await zones()).toEqual([
      { name: "Home", time_zone: "Europe/Lisbon" },
      { name: "Tokyo days", time_zone: "Asia/Tokyo" },
    ]);
    expect((await events("settings.changed"))[0].details).toEqual({
      fields: "time_zone",
      moved_schedules: 1,
    });
  });

  test("leaves them where they are otherwise", async () => {
    await (await openForm("times"))({ time_zone: "Europe/Lisbon" });
    expect((await zones())[0]).toEqual({ name: "Home", time_zone: "Europe/Berlin" });
    expect((await row()).time_zone).toBe("Europe/Lisbon");
  });
});

describe("another address", () => {
  const rename = async (to: string, from?: string) =>
    renameProvider(await context(), { from: from ?? (await row()).username, to });
  const key = () => id.slice(-8);

  test("is theirs with all the old ones; the listing goes along", async () => {
    const { username } = await row();
    await (await openForm("profile"))({ listed: true });
    expect(await rename(`new-${key()}`)).toEqual({ ok: true, username: `new-${key()}` });
    const { rows } = await database.admin.query(
      "select username, listed_at is not null as listed from usernames where provider_id = $1 order by created_at, username",
      [id],
    );
    expect(rows).toContainEqual({ username, listed: false });
    expect(rows).toContainEqual({ username: `new-${key()}`, listed: true });
    expect((await events("provider.renamed"))[0].details).toEqual({ from: username, to: `new-${key()}` });
    // Back again: their own former name needs no new one.
    expect((await rename(username)).ok).toBe(true);
    expect((await row()).username).toBe(username);
  });

  test("somebody else's, also a former one, is refused", async () => {
    const other = await createProvider(database.admin, { username: `first-${key()}` });
    const mine = id;
    id = other.id;
    expect((await rename(`second-${key()}`)).ok).toBe(true);
    id = mine;
    const key_of_other = other.id.slice(-8);
    for (const taken of [other.username, `second-${key_of_other}`])
      expect(await rename(taken)).toEqual({ ok: false, reason: "taken" });
    expect(await findFreeUsernames(other.username, 1)).toEqual([`${other.username}-2`]);
  });

  test("when somebody else has changed it meanwhile", async () => {
    const { username } = await row();
    await rename(`third-${key()}`);
    expect(await rename(`fourth-${key()}`, username)).toEqual({ ok: false, reason: "changed_meanwhile" });
  });

  test("is not collected: ten in all", async () => {
    for (let n = 1; n < MAX_USERNAMES; n++) expect((await rename(`many-${n}-${key()}`)).ok).toBe(true);
    expect(await rename(`one-more-${key()}`)).toEqual({ ok: false, reason: "too_many" });
    expect((await rename(`many-1-${key()}`)).ok).toBe(true);
  });

  test("two who want the same name: one has it", async () => {
    const ids = [id, (await createProvider(database.admin)).id, (await createProvider(database.admin)).id];
    const contexts = [];
    for (const one of ids) {
      id = one;
      contexts.push(await context());
    }
    const to = `wanted-${ids[0]!.slice(-8)}`;
    const outcomes = await Promise.all(
      contexts.map((one) => renameProvider(one, { from: one.provider.username, to })),
    );
    expect(outcomes.filter(({ ok }) => ok).length).toBe(1);
    expect(outcomes.filter((one) => !one.ok && one.reason === "taken").length).toBe(2);
  });
});
