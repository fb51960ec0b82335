/** "Why is this time missing?": each reason, with its particulars, from a real database. */
import { expect, test } from "vitest";
import { blockTime } from "#app/domain/blocked_times.server.ts";
import { switchOnHolidays } from "#app/domain/holidays.server.ts";
import { explainWhy } from "#app/domain/why.server.ts";
import { selectServiceById } from "#db/services.ts";
import { reading } from "#db/transaction.ts";
import { at, createWorld, MINUTE, mustBook, NOW } from "#tests/support/booking-world.ts";
import { createOverride } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const DAY = 86_400_000;
type World = Awaited<ReturnType<typeof createWorld>>;

const why = async (world: World, starts_at: number, duration_min = 30, now = NOW) => {
  const answer = await reading(world.id, async (tx) => {
    const service = await selectServiceById(tx, world.service.id as string);
    return explainWhy(tx, world.context({ actor: "provider", now }), { service, duration_min, starts_at });
  });
  return { ...answer, text: [answer.title, ...answer.sentences].join(" ") };
};
const linkTo = ({ links }: Awaited<ReturnType<typeof why>>) => links.map(({ href }) => href).join(" ");

test("offered, with the link that a customer would follow; the day's other times", async () => {
  const world = await createWorld(database);
  const answer = await why(world, at(60));
  expect([answer.reason, answer.starts.length]).toEqual(["offered", 16]);
  expect(linkTo(answer)).toContain("/talk/details?start=2030-01-07T09:00:00.000Z&duration=30");
  await database.admin.query("update services set hidden_at = now() where id = $1", [world.service.id]);
  expect((await why(world, at(60))).text).toContain("not on your public page");
});

test("over, too soon, too far, too early", async () => {
  const world = await createWorld(database, { min_notice_min: 120, horizon_days: 10 });
  expect((await why(world, at(0), 30, at(30))).text).toMatch(/That time is over.*09:30/);
  expect((await why(world, at(30))).text).toMatch(/2 hours of notice.*Monday 7 January, 07:30/);
  expect((await why(world, at(0) + 11 * DAY)).text).toMatch(
    /too far ahead.*Thursday 17 January 2030.*10 days ahead/,
  );
  const dated = await createWorld(database, { bookable_from: "2030-02-01", bookable_until: "2030-03-01" });
  expect((await why(dated, at(0))).text).toMatch(/too early.*Friday 1 February 2030/);
  expect((await why(dated, at(0) + 60 * DAY)).text).toMatch(/until Friday 1 March 2030 at present\./);
});

test("outside the hours, past their end, off the grid", async () => {
  const world = await createWorld(database);
  expect((await why(world, at(-60), 30, at(-120))).text).toMatch(/Outside.*Monday 7 January.*09:00 – 17:00/);
  expect((await why(world, at(450), 60)).text).toMatch(/begin within them, but 1 hour end at 17:30/);
  const off = await why(world, at(70));
  expect([off.reason, off.text]).toEqual(["off_grid", expect.stringMatching(/10:00 and 10:30/)]);
  await database.admin.query("delete from weekly_hours where provider_id = $1 and weekday = 1", [world.id]);
  expect((await why(world, at(60))).text).toMatch(/no working hours on Monday 7 January/);
});

test("an override with its note, a public holiday with its name", async () => {
  const world = await createWorld(database);
  await createOverride(database.admin, world.id, world.schedule.id, "2030-01-07", { note: "Moving house" });
  const closed = await why(world, at(60));
  expect([closed.reason, closed.text]).toEqual([
    "override",
    expect.stringMatching(/Moving house.*no working hours/),
  ]);
  const none = new Set<string>();
  const berlin = { country: "DE", region: "BE", day: none, closed: none, shown: "off" };
  await switchOnHolidays(world.context({ actor: "provider" }), berlin);
  const holiday = await why(world, Date.parse("2030-04-19T08:00:00Z"));
  expect(holiday.text).toMatch(/Closed: Good Friday.*public holiday/);
  expect(linkTo(holiday)).toMatch(/hours\/holidays$/);
});

test("booked, too close, blocked: which booking, which absence", async () => {
  const world = await createWorld(database, { buffer_before_min: 15 });
  const { booking_id } = await mustBook(world.context(), "talk", at(60));
  const booked = await why(world, at(60));
  expect([booked.reason, linkTo(booked)]).toEqual([
    "booked",
    expect.stringMatching(`bookings/${booking_id}$`),
  ]);
  expect(booked.links[0]!.label).toBe("Grace Hopper, Talk, 10:00 – 10:30");
  const close = await why(world, at(90));
  expect([close.reason, linkTo(close)]).toEqual(["buffer", expect.stringContaining(booking_id)]);
  expect(close.text).toContain("15 minutes before");
  const { blocked_time_id } = await blockTime(world.context({ actor: "provider" }), {
    starts_at: at(180),
    ends_at: at(240),
    schedule_id: null,
    reason: "Dentist",
  });
  const blocked = await why(world, at(210));
  expect([blocked.reason, linkTo(blocked)]).toEqual([
    "blocked",
    expect.stringMatching(`time-off/${blocked_time_id}$`),
  ]);
  expect(blocked.links[0]!.label).toBe("Time off: Monday 7 January, 12:00 to 13:00 (Dentist)");
  const near = await why(world, at(240));
  expect([near.reason, linkTo(near)]).toEqual(["buffer", expect.stringContaining(blocked_time_id)]);
});

test("a full session, a day's and a week's limit", async () => {
  const group = await createWorld(database, { capacity: 2 });
  for (const email of ["a@example.org", "b@example.org"])
    await mustBook(group.context(), "talk", at(60), { customer: { email } });
  const full = await why(group, at(60));
  expect([full.reason, full.text, full.links.length]).toEqual([
    "full",
    expect.stringMatching(/All 2 places/),
    2,
  ]);
  const daily = await createWorld(database, { limit_per_day: 1 });
  await mustBook(daily.context(), "talk", at(60));
  expect((await why(daily, at(180))).text).toMatch(/At most 1 of “Talk” are taken a day.*Monday 7 January/);
  const weekly = await createWorld(database, { limit_per_week: 1 });
  await mustBook(weekly.context(), "talk", at(60));
  const next = await why(weekly, at(180) + DAY);
  expect([next.reason, next.text]).toEqual(["weekly_limit", expect.stringMatching(/a week/)]);
});

test("no schedule at all, and one of another zone", async () => {
  const world = await createWorld(database);
  await database.admin.query("update schedules set time_zone = 'Europe/Lisbon' where provider_id = $1", [
    world.id,
  ]);
  expect((await why(world, at(60) + 60 * MINUTE)).text).toMatch(/Lisbon time; this page is on Berlin time/);
  await database.admin.query("update schedules set is_default = false where provider_id = $1", [world.id]);
  expect((await why(world, at(60))).reason).toBe("no_schedule");
});
