/** The calendar in its states: the demo's full weeks, an empty provider, clock changes, absurdly long names, blocked time. */
import { addDays, isoWeekday, localDayBounds } from "#app/domain/zones.ts";
import { createPractice, type PracticeValues } from "#tests/support/e2e-practice.ts";
import { type Tools, today } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import {
  createBlockedTime,
  createBooking,
  createCustomer,
  createOverride,
  createReservation,
  createSchedule,
  insertRow,
  rangeText,
  uuid,
} from "#tests/support/factories.ts";

const route = (name: string) => `routes/dashboard.$username.calendar.${name}`;
const INDEX = route("_index");
const calendar = (username: string, query = "") => `/dashboard/${username}/calendar${query}`;
/** A Tuesday to come. */
const tuesday = () => addDays(today(), (9 - isoWeekday(today())) % 7 || 7);

const LONG = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh".repeat(2).slice(0, 110);

/** Somebody of a new practice, who works every day of the week. */
async function openPractice(tools: Tools, values: PracticeValues = {}, role: "owner" | "viewer" = "owner") {
  const practice = await createPractice(tools.db, values);
  await signInAs(tools, practice, role);
  return practice;
}

type Practice = Awaited<ReturnType<typeof createPractice>>;

/** A booking of one hour with a quarter before and after it; `from` is an ISO instant. */
async function addBooking({ db }: Tools, practice: Practice, from: string, values = {}, taken = {}) {
  const { provider_id, service_id } = practice;
  const customer = await createCustomer(db, provider_id);
  const at = (minutes: number) => new Date(Date.parse(from) + minutes * 60_000).toISOString();
  const keys = { provider_id, service_id };
  const booking = await createBooking(
    db,
    { ...keys, customer_id: customer.id },
    { during: rangeText(at(0), at(60)), ...values },
  );
  const occupied = rangeText(at(-15), at(75));
  await createReservation(db, { ...keys, booking_id: booking.id }, occupied, taken);
  return booking;
}

/** Everything at once: bookings, a request, an hour of one schedule blocked, a whole day off, a holiday, a special day. */
async function openBusy(tools: Tools, title = "Consultation", name = "Grace Hopper") {
  const practice = await openPractice(tools, { service: { title } });
  const { db } = tools;
  const { provider_id } = practice;
  const monday = addDays(tuesday(), 6);
  const at = (day: number, hour: string) => `${addDays(monday, day)}T${hour}:00Z`;
  const evening = await createSchedule(db, provider_id, {
    name: title.length > 40 ? LONG.slice(0, 80) : "Evenings",
  });
  for (let weekday = 1; weekday <= 4; weekday++)
    await insertRow(db, "weekly_hours", {
      ...{ provider_id, schedule_id: evening.id, weekday },
      ...{ starts_min: 1080, ends_min: 1200 },
    });
  await addBooking(tools, practice, at(0, "09:00"), { customer_name: name, service_title: title });
  await addBooking(tools, practice, at(0, "11:00"), {
    ...{ customer_name: name, service_title: title, status: "pending", confirmed_at: null },
  });
  await addBooking(tools, practice, at(1, "10:00"), { customer_name: name, service_title: title });
  const block = (from: string, until: string, values = {}) =>
    createBlockedTime(db, provider_id, rangeText(from, until), values);
  await block(at(1, "10:00"), at(1, "12:00"), { reason: `Dentist ${title.length > 40 ? LONG : ""}` });
  await block(at(1, "10:30"), at(1, "13:00"), { schedule_id: evening.id });
  const off = localDayBounds(addDays(monday, 2), "Europe/Berlin");
  await block(new Date(off.start).toISOString(), new Date(off.end).toISOString(), { reason: "Training" });
  await insertRow(db, "holidays", { provider_id, date: addDays(monday, 3), name: "Founders’ Day" });
  const { rows } = await db.query("select id from schedules where provider_id = $1 and is_default", [
    provider_id,
  ]);
  await createOverride(db, provider_id, rows[0].id, addDays(monday, 4), {
    ...{ starts_min: 600, ends_min: 720, note: "Late start" },
  });
  await tools.page.goto(calendar(practice.username, `?view=week&date=${monday}`));
  return { practice, monday };
}

/** One blocked time, tomorrow week from ten to twelve, with a booking in it. */
async function openBlocked(tools: Tools, role: "owner" | "viewer" = "owner") {
  const practice = await openPractice(tools, {}, role);
  const start = practice.start(2, 5);
  await addBooking(tools, practice, start);
  const end = new Date(Date.parse(start) + 7_200_000).toISOString();
  const { id } = await createBlockedTime(tools.db, practice.provider_id, rangeText(start, end), {
    reason: "Dentist",
  });
  const path = calendar(practice.username, `/blocked/${id}`);
  await tools.page.goto(path);
  return { practice, id, path };
}

export const CALENDAR_STATES: State[] = [
  {
    name: "calendar-week",
    route: INDEX,
    as_demo: true,
    shot: true,
    open: ({ page }) => page.goto(calendar("lena-hartmann", `?view=week&date=${tuesday()}`)),
  },
  {
    name: "calendar-day",
    route: INDEX,
    as_demo: true,
    shot: true,
    open: ({ page }) => page.goto(calendar("harbour-yoga", `?view=day&date=${tuesday()}`)),
  },
  {
    name: "calendar-month",
    route: INDEX,
    as_demo: true,
    shot: true,
    open: ({ page }) => page.goto(calendar("lena-hartmann", "?view=month")),
  },
  {
    name: "calendar-today",
    route: INDEX,
    as_demo: true,
    open: ({ page }) => page.goto(calendar("riverside-physio")),
  },
  { name: "calendar-busy", route: INDEX, open: (tools) => openBusy(tools) },
  { name: "calendar-long-names", route: INDEX, open: (tools) => openBusy(tools, LONG, LONG) },
  {
    name: "calendar-long-day",
    route: INDEX,
    open: async (tools) => {
      const { practice, monday } = await openBusy(tools, LONG, LONG);
      await tools.page.goto(calendar(practice.username, `?view=day&date=${monday}`));
    },
  },
  {
    name: "calendar-long-month",
    route: INDEX,
    open: async (tools) => {
      const { practice, monday } = await openBusy(tools, LONG, LONG);
      await tools.page.goto(calendar(practice.username, `?view=month&date=${monday}`));
    },
  },
  {
    name: "calendar-empty",
    route: INDEX,
    open: async (tools) => {
      const { provider_id, username } = await openPractice(tools);
      await tools.db.query("delete from weekly_hours where provider_id = $1", [provider_id]);
      await tools.page.goto(calendar(username));
    },
  },
  {
    // 25 hours: what is on between two and three says which of the two it is.
    name: "calendar-clocks-back",
    route: INDEX,
    open: async (tools) => {
      const practice = await openPractice(tools, { hours: [0, 600] });
      await addBooking(tools, practice, "2030-10-27T01:00:00Z");
      await tools.page.goto(calendar(practice.username, "?view=day&date=2030-10-27&hours=all"));
    },
  },
  {
    name: "calendar-clocks-week",
    route: INDEX,
    open: async (tools) => {
      const values = { provider: { time_zone: "Australia/Lord_Howe" }, hours: [0, 720] as [number, number] };
      const { username } = await openPractice(tools, values);
      await tools.page.goto(calendar(username, "?view=week&date=2030-10-06"));
    },
  },
  {
    name: "calendar-viewer",
    route: INDEX,
    open: async (tools) => {
      const { username, day } = await openPractice(tools, {}, "viewer");
      await tools.page.goto(calendar(username, `?view=day&date=${day()}`));
    },
  },
  {
    name: "calendar-session",
    route: route("sessions.$id"),
    open: async (tools) => {
      const practice = await openPractice(tools, { service: { title: "Sunrise flow", capacity: 8 } });
      const session_id = uuid();
      for (const [index, customer_name] of ["Claire Fontaine", LONG, "Yusuf Demir"].entries())
        await addBooking(
          tools,
          practice,
          practice.start(0, 3),
          { customer_name, service_title: "Sunrise flow" },
          { session_id, seat: index + 1, capacity: 8 },
        );
      await tools.page.goto(calendar(practice.username, `/sessions/${session_id}`));
    },
  },
  {
    name: "calendar-block",
    route: route("block"),
    open: async (tools) => {
      const practice = await openPractice(tools);
      await addBooking(tools, practice, practice.start(2, 5));
      const [start, end] = [practice.start(1, 5), practice.start(5, 5)];
      await tools.page.goto(calendar(practice.username, `/block?start=${start}&end=${end}`));
    },
  },
  {
    name: "calendar-block-errors",
    route: route("block"),
    open: async (tools) => {
      const { username } = await openPractice(tools);
      const { page } = tools;
      // The clocks go back that night, and forward on the other.
      await page.goto(calendar(username, "/block?date=2030-10-27"));
      await page.getByLabel("From", { exact: false }).fill("02:30");
      await page.getByLabel("Last day").fill("2031-03-30");
      await page.getByLabel("Until", { exact: false }).fill("02:30");
      await page.getByRole("button", { name: "Block this time" }).click();
      await page.getByText("things need your attention").waitFor();
    },
  },
  {
    name: "calendar-blocked",
    route: route("blocked.$id._index"),
    shot: true,
    open: (tools) => openBlocked(tools),
  },
  {
    name: "calendar-blocked-viewer",
    route: route("blocked.$id._index"),
    open: (tools) => openBlocked(tools, "viewer"),
  },
  {
    name: "calendar-blocked-conflict",
    route: route("blocked.$id._index"),
    open: async (tools) => {
      const { id } = await openBlocked(tools);
      await tools.db.query(
        "update blocked_times set reason = 'Optician', version = version + 1 where id = $1",
        [id],
      );
      await tools.page.getByLabel("Reason", { exact: false }).fill("Dentist, with the children");
      await tools.page.getByRole("button", { name: "Save" }).click();
      await tools.page.getByText("Somebody else changed this").waitFor();
    },
  },
  // Both only take a form; who looks at them finds nothing.
  {
    name: "calendar-removal-not-found",
    route: route("blocked.$id.removal"),
    as_demo: true,
    open: ({ page }) => page.goto(calendar("lena-hartmann", `/blocked/${uuid()}/removal`)),
  },
  {
    name: "calendar-restoration-not-found",
    route: route("restoration"),
    as_demo: true,
    open: ({ page }) => page.goto(calendar("lena-hartmann", "/restoration")),
  },
];
