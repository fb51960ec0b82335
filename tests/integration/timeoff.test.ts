/** Time off and public holidays against a real database: what they close, what they leave, what two people do at once. */
import { expect, test } from "vitest";
import { loadAvailability } from "#app/domain/availability.server.ts";
import { openSlots } from "#app/domain/availability.ts";
import { blockTime, changeTimeOff, removeTimeOff } from "#app/domain/blocked_times.server.ts";
import { bookSlot } from "#app/domain/bookings.server.ts";
import { readHolidays, switchOffHolidays, switchOnHolidays } from "#app/domain/holidays.server.ts";
import { fillHolidays } from "#app/domain/holidays-sweep.server.ts";
import { viewPublicAbsences } from "#app/domain/public-absences.server.ts";
import { addDays } from "#app/domain/zones.ts";
import { selectServiceById } from "#db/services.ts";
import { reading } from "#db/transaction.ts";
import { addService, at, createWorld, MINUTE, mustBook, NOW, request } from "#tests/support/booking-world.ts";
import { createOverride, createSchedule, uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
const DAY = 86_400_000;
/** The Tuesday after NOW's Monday, midnight in Berlin. */
const TUESDAY = Date.parse("2030-01-07T23:00:00Z");
type World = Awaited<ReturnType<typeof createWorld>>;

const away = (values: Partial<Parameters<typeof blockTime>[1]> = {}) => ({
  starts_at: TUESDAY,
  ends_at: TUESDAY + DAY,
  schedule_id: null,
  reason: "Dentist",
  public_text: "",
  ...values,
});
const staff = ({ context }: World, values = {}) => context({ actor: "provider", ...values });
const rows = async (text: string, values: unknown[]) => (await database.admin.query(text, values)).rows;
const actions = async (id: string) =>
  (
    await rows(
      "select action from audit_events where provider_id = $1 and booking_id is null order by at, id",
      [id],
    )
  ).map(({ action }) => action);

test("the same form twice blocks once; with other dates it is told so, and nothing changes", async () => {
  const world = await createWorld(database);
  await mustBook(world.context(), "talk", TUESDAY + 9 * 60 * MINUTE);
  const id = uuid();
  const [first, again] = await Promise.all([1, 2].map(() => blockTime(staff(world), away({ id }))));
  expect([first!.differs, again!.differs, first!.hit.length, again!.hit.length]).toEqual([
    false,
    false,
    1,
    1,
  ]);
  const other = await blockTime(staff(world), away({ id, ends_at: TUESDAY + 2 * DAY }));
  expect(other.differs).toBe(true);
  expect(
    await rows("select upper(during) as until from blocked_times where provider_id = $1", [world.id]),
  ).toEqual([{ until: new Date(TUESDAY + DAY) }]);
  expect(await actions(world.id)).toEqual(["blocked_time.added"]);
  await expect(blockTime(staff(world), away({ schedule_id: uuid() }))).rejects.toMatchObject({
    code: "not_found",
  });
});

test("an absence of one schedule hits and closes the services that go by it", async () => {
  const world = await createWorld(database);
  const evening = await createSchedule(database.admin, world.id, { name: "Evening" });
  await database.admin.query(
    "insert into weekly_hours (provider_id, schedule_id, weekday, starts_min, ends_min) values ($1, $2, 2, 1080, 1200)",
    [world.id, evening.id],
  );
  await addService(database, world.id, { slug: "late", schedule_id: evening.id });
  const [morning, late] = [TUESDAY + 9 * 60 * MINUTE, TUESDAY + 18 * 60 * MINUTE];
  const usual = await mustBook(world.context(), "talk", morning);
  const one = await mustBook(world.context(), "late", late);
  const ids = async (schedule_id: string) =>
    (await blockTime(staff(world), away({ schedule_id }))).hit.map(({ id }) => id);
  expect(await ids(evening.id)).toEqual([one.booking_id]);
  expect(await ids(world.schedule.id)).toEqual([usual.booking_id]);
  const after = await bookSlot(world.context(), "late", request(late + 60 * MINUTE));
  expect(after).toEqual({ ok: false, reason: "blocked" });
});

test("two people change one absence: the second is shown the first's; removing knows the version too", async () => {
  const world = await createWorld(database);
  const { blocked_time_id: id } = await blockTime(staff(world), away());
  const change = (values: Parameters<typeof away>[0], version = 1) =>
    changeTimeOff(staff(world), { ...away(values), public_text: "", id, version });
  const outcomes = await Promise.all([change({ reason: "Hers" }), change({ reason: "His" })]);
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
  const refused = outcomes.find(({ ok }) => !ok);
  expect(refused).toMatchObject({ current: { version: 2 } });
  expect(await removeTimeOff(staff(world), { id, version: 1 })).toEqual({ ok: false });
  expect(await removeTimeOff(staff(world), { id, version: 2 })).toMatchObject({ ok: true, removed: { id } });
  expect(await removeTimeOff(staff(world), { id, version: 2 })).toEqual({ ok: true, removed: null });
  expect(await actions(world.id)).toEqual([
    "blocked_time.added",
    "blocked_time.changed",
    "blocked_time.removed",
  ]);
  const [stored] = await rows(
    "select string_agg(details::text, '') as text from audit_events where provider_id = $1",
    [world.id],
  );
  expect(stored.text).not.toMatch(/Dentist|Hers|His/);
});

test("bookings made while the time is blocked are in the list or refused", async () => {
  for (let round = 0; round < 4; round++) {
    const world = await createWorld(database);
    const start = TUESDAY + 9 * 60 * MINUTE;
    const bookings = Array.from({ length: 6 }, (_, n) =>
      bookSlot(world.context(), "talk", request(start + n * 30 * MINUTE)),
    );
    // Some are done by now, some under way, some have not begun.
    await bookings[0];
    const [blocked, ...outcomes] = await Promise.all([blockTime(staff(world), away()), ...bookings]);
    expect(blocked.hit.length).toBe(outcomes.filter(({ ok }) => ok).length);
    expect(blocked.hit.length).toBeGreaterThan(0);
  }
});

test("the public text is said from 14 days before until the end, and the reason never", async () => {
  const world = await createWorld(database);
  const talk = { schedule_id: null };
  await blockTime(staff(world), away({ public_text: "Gone fishing", reason: "Surgery" }));
  await blockTime(staff(world), away({ reason: "Secret" }));
  const said = (now: number) =>
    reading(world.id, (tx) => viewPublicAbsences(tx, world.context({ now }), [talk]));
  const moments = [-14 * DAY - 1, -14 * DAY + 1, 0, DAY - 1, DAY];
  const counts = await Promise.all(moments.map(async (ms) => (await said(TUESDAY + ms)).length));
  expect(counts).toEqual([0, 1, 1, 1, 0]);
  const [shown] = await said(TUESDAY);
  expect(shown).toEqual({
    starts_at: TUESDAY,
    ends_at: TUESDAY + DAY,
    public_text: "Gone fishing",
    heading: "Away today",
  });
});

const NONE = new Set<string>();
const berlin = { country: "DE", region: "BE", day: NONE, closed: NONE, shown: "off" };

const startsOf = (world: World, from_date: string, to_date: string) =>
  reading(world.id, async (tx) => {
    const service = await selectServiceById(tx, world.service.id as string);
    const load = { service, duration_min: 30, window: { from_date, to_date }, with_occupied: true };
    const input = await loadAvailability(tx, world.context(), load);
    return input ? openSlots(input) : [];
  });

test("a holiday is the same as an override that closes its date, for the calendar and for booking", async () => {
  const [one, other] = [await createWorld(database), await createWorld(database)];
  await switchOnHolidays(staff(one), berlin);
  const { days } = await reading(one.id, (tx) => readHolidays(tx, one.context()));
  expect(days.length).toBeGreaterThan(15);
  for (const { date } of days) await createOverride(database.admin, other.id, other.schedule.id, date);
  for (const from of ["2030-01-07", "2030-03-01", "2030-04-15", "2030-12-20"])
    expect(await startsOf(one, from, addDays(from, 30))).toEqual(
      await startsOf(other, from, addDays(from, 30)),
    );
  const good_friday = Date.parse("2030-04-19T08:00:00Z");
  for (const world of [one, other])
    expect(await bookSlot(world.context(), "talk", request(good_friday))).toEqual({
      ok: false,
      reason: "override",
    });
  // A schedule's own hours on that date come first.
  const hours = { starts_min: 600, ends_min: 660 };
  await createOverride(database.admin, one.id, one.schedule.id, "2030-04-19", hours);
  expect(await startsOf(one, "2030-04-19", "2030-04-19")).toHaveLength(2);
});

test("unticked days stay open: when saved again, when switched off and on, when the list is filled", async () => {
  const world = await createWorld(database);
  const state = () => reading(world.id, (tx) => readHolidays(tx, world.context()));
  const kept = async () =>
    (await state()).days.filter((day) => day.kept_open_at !== null).map(({ date }) => date);
  const day = new Set(["2030-03-08", "2030-04-19"]);
  const form = { ...berlin, day, closed: new Set(["2030-04-19"]) };
  expect(await switchOnHolidays(staff(world), form)).toMatchObject({ ok: true });
  expect(await kept()).toEqual(["2030-03-08"]);
  expect(await startsOf(world, "2030-03-08", "2030-03-08")).not.toEqual([]);
  // The same form again: nothing to do, and no conflict with itself.
  expect(await switchOnHolidays(staff(world), form)).toMatchObject({ ok: true });
  // Somebody whose page is from before.
  expect(await switchOnHolidays(staff(world), { ...form, closed: day })).toMatchObject({ reason: "stale" });
  expect(await switchOffHolidays(staff(world))).toEqual({ country: "DE", region: "BE" });
  expect(await startsOf(world, "2030-04-19", "2030-04-19")).not.toEqual([]);
  expect(await switchOnHolidays(staff(world), { ...berlin, again: "yes" })).toMatchObject({ ok: true });
  expect([await kept(), (await state()).country]).toEqual([["2030-03-08"], "DE"]);
  await fillHolidays(NOW + 300 * DAY);
  expect(await kept()).toEqual(["2030-03-08"]);
  expect(await switchOnHolidays(staff(world), { ...berlin, country: "XX" })).toMatchObject({
    reason: "unknown_place",
  });
  expect(await switchOnHolidays(staff(world), { ...berlin, region: "ENG" })).toMatchObject({
    reason: "unknown_place",
  });
  expect(await actions(world.id)).toEqual([
    ...["holidays.switched_on", "holidays.switched_off", "holidays.switched_on", "holidays.filled"],
  ]);
});

test("another country takes the place of the first; what was kept open there is no conflict later", async () => {
  const world = await createWorld(database);
  const day = new Set(["2030-03-08"]);
  await switchOnHolidays(staff(world), { ...berlin, day });
  const { state } = await reading(world.id, (tx) => readHolidays(tx, world.context()));
  const england = { ...berlin, country: "GB", region: "ENG", shown: state };
  for (let times = 0; times < 2; times++)
    expect(await switchOnHolidays(staff(world), england)).toMatchObject({ ok: true });
  const dates = (await reading(world.id, (tx) => readHolidays(tx, world.context()))).days.map(
    ({ date }) => date,
  );
  expect(dates).not.toContain("2030-03-08");
  expect(dates).toContain("2030-05-06");
});

test("each night every provider's list is filled two years ahead, nobody else's, and once", async () => {
  const [one, other, without] = [
    await createWorld(database),
    await createWorld(database),
    await createWorld(database),
  ];
  await switchOnHolidays(staff(one), berlin);
  await switchOnHolidays(staff(other), { ...berlin, country: "GB", region: "ENG" });
  const later = NOW + 400 * DAY;
  const lastOf = async (id: string) =>
    (
      await rows("select max(date)::text as last, count(*)::int as n from holidays where provider_id = $1", [
        id,
      ])
    )[0];
  const before = [await lastOf(one.id), await lastOf(other.id)];
  await fillHolidays(later);
  const after = [await lastOf(one.id), await lastOf(other.id)];
  const horizon = new Date(later + 730 * DAY).toISOString().slice(0, 10);
  for (const [index, { last, n }] of after.entries()) {
    expect(n).toBeGreaterThan(before[index].n + 5);
    expect(last > addDays(horizon, -90) && last <= horizon).toBe(true);
  }
  expect(await lastOf(without.id)).toEqual({ last: null, n: 0 });
  const english =
    "select count(*)::int as n from holidays where provider_id = $1 and name = 'Summer bank holiday'";
  expect((await rows(english, [one.id]))[0].n).toBe(0);
  expect((await rows(english, [other.id]))[0].n).toBeGreaterThan(1);
  await fillHolidays(later);
  expect([await lastOf(one.id), await lastOf(other.id)]).toEqual(after);
  expect((await actions(one.id)).filter((action) => action === "holidays.filled")).toHaveLength(1);
});

test("bookings that stand on a holiday are counted before it closes, and stay", async () => {
  const world = await createWorld(database);
  const booking = await mustBook(world.context(), "talk", Date.parse("2030-03-08T09:00:00Z"));
  expect(await switchOnHolidays(staff(world), berlin)).toMatchObject({ ok: true, bookings: 1 });
  expect(await rows("select status from bookings where id = $1", [booking.booking_id])).toEqual([
    { status: "confirmed" },
  ]);
  expect(at(0)).toBeGreaterThan(NOW);
});
