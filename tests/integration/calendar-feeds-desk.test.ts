/** Calendar feeds in the dashboard: who keeps which, new addresses, what the history says; and one booking's own file. */
import ICAL from "ical.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createFeedWorld, type FeedWorld, inDays, readFeed } from "#tests/support/feed-world.ts";
import { createFeedRow } from "#tests/support/feeds.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, PUBLIC_URL, post, startApp } from "#tests/support/web.ts";

const database = testDatabase();
let app: App;
let world: FeedWorld;
let home: string;
let n = 0;

type Person = { account_id: string; Cookie: string };
const people = {} as Record<"owner" | "manager" | "viewer", Person>;

beforeAll(async () => {
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});
beforeEach(async () => {
  world = await createFeedWorld(database.admin, `lena-${++n}`);
  home = `/dashboard/${world.username}/settings/feeds`;
  for (const role of ["owner", "manager", "viewer"] as const) {
    const { id } = await createAccount(database.admin);
    await createMembership(database.admin, world.provider_id, id, role);
    people[role] = { account_id: id, Cookie: (await signIn(database.admin, id)).cookie };
  }
});

const open = ({ Cookie }: Person, where = home) => ask(app, where, { headers: { Cookie } });
const send = ({ Cookie }: Person, fields: Record<string, string>, where = home) =>
  post(app, where, fields, { Cookie });
/** The addresses that a page shows, as paths. */
const addressesOf = (text: string) =>
  [...text.matchAll(/value="(https:[^"]*\.ics)"/g)].map(([, url]) => url!.replace(PUBLIC_URL, ""));
const rows = async () =>
  (
    await database.admin.query(
      "select id, scope, service_id, account_id, detail from calendar_feeds where provider_id = $1 order by scope, detail",
      [world.provider_id],
    )
  ).rows;
const history = async () =>
  (
    await database.admin.query(
      "select action, account_id, details from audit_events where provider_id = $1 order by id",
      [world.provider_id],
    )
  ).rows;

describe("an owner", () => {
  test("makes one of each kind, and each can be read at the address that the page shows", async () => {
    const booking = await world.book(inDays(2), { service_title: "Lesson" });
    for (const what of ["all", "mine", world.lesson.id])
      for (const detail of ["busy", "details"]) {
        const made = await send(people.owner, { what, detail });
        expect([made.status, made.headers.location]).toEqual([303, `${home}?just=made`]);
      }
    const { text, headers } = await open(people.owner, `${home}?just=made`);
    expect(headers["cache-control"]).toBe("no-store");
    expect(text).toContain("The feed is there.");
    const paths = addressesOf(text);
    expect(new Set(paths).size).toBe(6);
    expect(text).toContain(`href="${`${PUBLIC_URL}${paths[0]}`.replace("https:", "webcal:")}"`);
    for (const where of paths)
      expect((await readFeed(app, where)).events.map(({ uid }) => uid)).toEqual([`${booking.id}@daybook`]);
    expect(await rows()).toHaveLength(6);
  });

  test("a form sent twice makes one", async () => {
    const both = await Promise.all([1, 2].map(() => send(people.owner, { what: "all", detail: "busy" })));
    expect(both.map(({ headers }) => headers.location!.split("?")[1]).sort()).toEqual([
      "just=existed",
      "just=made",
    ]);
    expect(await rows()).toHaveLength(1);
    expect(await history()).toHaveLength(1);
  });

  test("a new address: the old one is dead at once, and what it shows is the same", async () => {
    await send(people.owner, { what: world.lesson.id, detail: "details" });
    const [before] = addressesOf((await open(people.owner)).text);
    const [row] = await rows();
    const renewed = await send(people.owner, {}, `${home}/${row.id}/renewal`);
    expect([renewed.status, renewed.headers.location]).toEqual([303, `${home}?just=renewed`]);
    const [after] = addressesOf((await open(people.owner)).text);
    expect(after).not.toBe(before);
    expect([(await ask(app, before!)).status, (await ask(app, after!)).status]).toEqual([404, 200]);
    const [now] = await rows();
    expect(now).toEqual({ ...row, id: now.id });
    // The old one's buttons, from a page that was open: there is nothing any more.
    expect((await send(people.owner, {}, `${home}/${row.id}/renewal`)).status).toBe(404);
    expect((await send(people.owner, {}, `${home}/${row.id}/removal`)).status).toBe(404);
    expect(await rows()).toEqual([now]);
  });

  test("removes one; the history says who did what, and never the address", async () => {
    await send(people.owner, { what: world.lesson.id, detail: "details" });
    const [path] = addressesOf((await open(people.owner)).text);
    const [row] = await rows();
    await send(people.owner, {}, `${home}/${row.id}/renewal`);
    const [again] = addressesOf((await open(people.owner)).text);
    const [now] = await rows();
    const removed = await send(people.owner, {}, `${home}/${now.id}/removal`);
    expect([removed.status, removed.headers.location]).toEqual([303, `${home}?just=removed`]);
    expect((await ask(app, again!)).status).toBe(404);
    const details = { scope: "service", detail: "details", title: "Lesson" };
    expect(await history()).toEqual(
      ["created", "renewed", "removed"].map((act) => ({
        action: `calendar_feed.${act}`,
        account_id: people.owner.account_id,
        details,
      })),
    );
    const { text } = await open(people.owner, `/dashboard/${world.username}/history`);
    expect(text).toContain("Gave a calendar feed a new address of “Lesson”, with details");
    for (const where of [path!, again!]) {
      const token = where.split("/").at(-1)!.slice(0, 32);
      expect(text + JSON.stringify(await history()) + app.output()).not.toContain(token);
    }
  });

  test.each([
    [{}, 422],
    [{ what: "all" }, 422],
    [{ what: "all", detail: "everything" }, 422],
    [{ what: "x", detail: "busy" }, 422],
    [{ what: "019b0000-0000-7000-8000-000000000001", detail: "busy" }, 404],
  ])("a form with %j: %i", async (fields, status) => {
    expect((await send(people.owner, fields as Record<string, string>)).status).toBe(status);
    expect(await rows()).toEqual([]);
  });

  test("of another provider there is nothing to choose, to renew or to remove", async () => {
    const other = await createFeedWorld(database.admin, `other-${n}`);
    const theirs = await createFeedRow(database.admin, other.provider_id);
    const made = await send(people.owner, { what: other.lesson.id, detail: "busy" });
    expect(made.status).toBe(404);
    for (const act of ["renewal", "removal"])
      expect((await send(people.owner, {}, `${home}/${theirs.id}/${act}`)).status).toBe(404);
    expect((await ask(app, `/feeds/${other.username}/${theirs.file}`)).status).toBe(200);
  });

  test("an address whose secret is gone works on, and is not shown", async () => {
    const { file } = await createFeedRow(
      database.admin,
      world.provider_id,
      {},
      "another-secret-of-earlier-days",
    );
    const { text } = await open(people.owner);
    expect(addressesOf(text)).toEqual([]);
    expect(text).toContain("can’t be shown again");
    expect((await ask(app, `/feeds/${world.username}/${file}`)).status).toBe(200);
  });

  test("what anybody wrote stands on the page as text", async () => {
    await database.admin.query("update services set title = '<script>x</script>\"&' where id = $1", [
      world.lesson.id,
    ]);
    await send(people.owner, { what: world.lesson.id, detail: "busy" });
    const { text } = await open(people.owner);
    expect(text).toContain("&lt;script&gt;x&lt;/script&gt;&quot;&amp;");
    expect(text).not.toContain("<script>x");
  });
});

describe("who keeps which", () => {
  test("a manager those of the provider; a viewer sees none of them and makes their own", async () => {
    await send(people.owner, { what: "all", detail: "details" });
    await send(people.owner, { what: "mine", detail: "details" });
    // Not the owner's own.
    expect(addressesOf((await open(people.manager)).text)).toHaveLength(1);
    const page = await open(people.viewer);
    expect(addressesOf(page.text)).toEqual([]);
    expect(page.text).not.toContain('value="all"');
    const made = await send(people.viewer, { what: "mine", detail: "details" });
    expect(made.status).toBe(303);
    const [own] = addressesOf((await open(people.viewer)).text);
    expect((await ask(app, own!)).status).toBe(200);
    expect((await send(people.viewer, {}, `${home}/${(await ownFeed("viewer")).id}/renewal`)).status).toBe(
      303,
    );
  });

  const ownFeed = async (role: "owner" | "viewer") =>
    (await rows()).find(({ account_id }) => account_id === people[role].account_id);

  test("what their pages do not offer is refused as well", async () => {
    for (const what of ["all", world.lesson.id])
      expect((await send(people.viewer, { what, detail: "busy" })).status).toBe(403);
    expect(await rows()).toEqual([]);
    await send(people.owner, { what: "all", detail: "busy" });
    await send(people.owner, { what: "mine", detail: "busy" });
    const before = await rows();
    const acts = (id: string, who: Person) =>
      Promise.all(
        ["renewal", "removal"].map(async (act) => (await send(who, {}, `${home}/${id}/${act}`)).status),
      );
    for (const { id } of before) expect(await acts(id, people.viewer)).toEqual([404, 404]);
    expect(await acts((await ownFeed("owner")).id, people.manager)).toEqual([404, 404]);
    expect(await rows()).toEqual(before);
    // A feed of one's own is for oneself, whatever the form says besides.
    await send(people.viewer, { what: "mine", detail: "busy", account_id: people.owner.account_id });
    expect((await ownFeed("viewer")).detail).toBe("busy");
  });

  test("removed through the members' page, a member's own feed is gone with them", async () => {
    await send(people.viewer, { what: "mine", detail: "details" });
    const [own] = addressesOf((await open(people.viewer)).text);
    const members = `/dashboard/${world.username}/members`;
    const left = await send(people.owner, {}, `${members}/${people.viewer.account_id}/removal`);
    expect(left.status).toBe(303);
    expect([(await ask(app, own!)).status, await rows()]).toEqual([404, []]);
  });
});

describe("one booking's file, for who gives it", () => {
  test("any member has it; the customer's file is the same entry", async () => {
    const booking = await world.book(inDays(2), {
      customer_name: "Grace Hopper",
      customer_phone: "+49 30 1",
    });
    const where = `/dashboard/${world.username}/bookings/${booking.id}`;
    expect((await open(people.viewer, where)).text).toContain(`href="${where}/calendar.ics"`);
    const { status, text, headers } = await open(people.viewer, `${where}/calendar.ics`);
    expect([status, headers["content-type"], headers["cache-control"]]).toEqual([
      200,
      "text/calendar; charset=utf-8",
      "no-store",
    ]);
    const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent")!);
    expect([event.uid, event.summary, event.description]).toEqual([
      `${booking.id}@daybook`,
      "Grace Hopper: Consultation",
      "Phone: +49 30 1",
    ]);
  });

  test("a cancelled one says so; another provider's is not there", async () => {
    const gone = await world.book(inDays(2), {
      ...{ status: "cancelled", cancelled_at: "2026-01-01", cancelled_by: "customer" },
    });
    const file = (id: string) => `/dashboard/${world.username}/bookings/${id}/calendar.ics`;
    expect((await open(people.owner, file(gone.id))).text).toContain("STATUS:CANCELLED");
    const other = await createFeedWorld(database.admin, `other-${n}`);
    const theirs = await other.book(inDays(2));
    for (const id of [theirs.id, "x", "019b0000-0000-7000-8000-000000000001"])
      expect((await open(people.owner, file(id))).status).toBe(404);
  });
});
