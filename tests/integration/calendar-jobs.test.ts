/** Calendars that keep a real process waiting, or would keep its parser busy for ever: nothing else waits for them. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sealAddress } from "#app/domain/secrets.server.ts";
import { calendarOf, eventOf, type Feed, serving, startFeed } from "#tests/support/calendar-feed.ts";
import { createCalendarSource, createPractice, uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type App, SECRET, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
let app: App;
let feed: Feed;

beforeAll(async () => {
  feed = await startFeed();
  app = await startApp({ ...database, env: { CALENDAR_ALLOW_PRIVATE: "1" } });
}, 120_000);
afterAll(async () => {
  await app?.stop();
  await feed?.stop();
});

const job = (name: string, payload: object) =>
  database.admin.query("select graphile_worker.add_job($1, $2::json)", [name, JSON.stringify(payload)]);

/** A calendar with its first job, as "Add calendar" makes them. */
async function added(provider_id: string, path: string) {
  const source_id = uuid();
  const sealed_address = sealAddress([SECRET], feed.url(path), { provider_id, source_id });
  await createCalendarSource(database.admin, provider_id, { id: source_id, sealed_address, name: path });
  await job("calendar_source", { provider_id, source_id, turn: 1 });
  return source_id;
}
const sourceOf = async (id: string) =>
  (await database.admin.query("select * from calendar_sources where id = $1", [id])).rows[0];
const isRead = (id: string) => until("it was read", async () => (await sourceOf(id)).fetched_at !== null);

test("a dozen calendars that never answer hold up no other job", async () => {
  const { provider_id } = await createPractice(database.admin);
  feed.answer(() => {});
  const slow = await Promise.all(Array.from({ length: 12 }, (_, n) => added(provider_id, `/slow-${n}`)));
  await until("some are asked for", () => feed.asked.length >= 2);
  const name = uuid().replaceAll("-", "");
  await job("photo_removal", { provider_id, name });
  await until(
    "another job is begun",
    async () =>
      (
        await database.admin.query(
          "select from graphile_worker._private_jobs where payload ->> 'name' = $1 and locked_at is null and attempts = 0",
          [name],
        )
      ).rowCount === 0,
    8_000,
  );
  // None of them had the ten seconds yet.
  expect((await Promise.all(slow.map(sourceOf))).filter(({ fetched_at }) => fetched_at !== null)).toEqual([]);
  // They would keep the queue busy for the next test.
  await database.admin.query("delete from calendar_sources where id = any($1)", [slow]);
  feed.answer((_request, response) => void response.writeHead(404).end());
  feed.drop();
});

test("the address is in no log and no job, whatever goes wrong with it", async () => {
  const { provider_id } = await createPractice(database.admin);
  feed.answer(serving(calendarOf(eventOf("a", Date.now() + 86_400_000, Date.now() + 90_000_000))));
  const good = await added(provider_id, "/top-secret-key/basic.ics");
  await isRead(good);
  expect(await sourceOf(good)).toMatchObject({ events: 1, failure: "" });
  feed.answer((_request, response) => void response.writeHead(500).end("top-secret-key"));
  const bad = await added(provider_id, "/top-secret-key/other.ics");
  await isRead(bad);
  const { rows } = await database.admin.query("select * from graphile_worker._private_jobs");
  expect(app.output() + JSON.stringify(rows)).not.toContain("top-secret-key");
});
