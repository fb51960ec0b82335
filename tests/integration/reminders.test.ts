/**
 * When reminders go out, through the pages, the queue and a mail server. "24 hours before" is elapsed time: across a change
 * of the clocks it is another time of day (docs/messages.md).
 */
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, localDate, localMinutes, wallToInstant, zoneOffsets } from "#app/domain/zones.ts";
import { type MailServer, startMailServer } from "#tests/support/mail-server.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type App, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice } from "#tests/support/web-practice.ts";

const ZONE = "Europe/Berlin";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const database = testDatabase();
let mail: MailServer;
let app: App;
let n = 0;

const rows = async (query: string, values: unknown[] = []) =>
  (await database.admin.query(query, values)).rows;

beforeAll(async () => {
  mail = await startMailServer();
  const { provider_id } = await createOpenPractice(database.admin, { username: "lena", time_zone: ZONE });
  await createFullService(database.admin, provider_id, { title: "Lesson" });
  app = await startApp({ ...database, env: mail.env });
});
afterAll(async () => {
  await app?.stop();
  await mail?.close();
});

/** Minutes before the start, of the practice's only service. */
const remind = (...minutes: number[]) => rows("update services set reminder_min = $1", [minutes]);

/** The next changes of the clocks that a week of notice lies before. */
const periods = zoneOffsets(ZONE, Date.now() + 8 * DAY, Date.now() + 380 * DAY);
const changeTo = (hours: 1 | 2) =>
  periods.slice(1).find(({ offset }, index) => offset === hours * HOUR && periods[index]!.offset !== offset)!
    .from;

type Booked = { id: string; email: string; link: string };
const book = async (start: number): Promise<Booked> => {
  const email = `guest-${++n}@example.org`;
  const form = bookingForm(0, { start: new Date(start).toISOString(), tz: ZONE, email });
  const made = await post(app, "/book/lena/full/details", form);
  expect(made.status, made.text.slice(0, 2_000)).toBe(303);
  const [{ id }] = await rows("select id from bookings where idempotency_key = $1", [form.idempotency_key]);
  return { id, email, link: made.headers.location!.replace(/\?.*/, "") };
};
const move = async ({ link }: Booked, start: number, version: number) => {
  const form = { start: new Date(start).toISOString(), version: String(version) };
  expect((await post(app, `${link}/time`, form)).status).toBe(303);
};
/** Reminders once the event of this version has been told: its rows, and when the queue will run them. */
const reminders = async ({ id }: Booked, version: number) => {
  await until("the event is told", async () => {
    const told = await rows(
      "select from deliveries where booking_id = $1 and booking_version = $2 and kind in ('confirmed', 'moved') and state = 'sent'",
      [id, version],
    );
    return told.length === 1;
  });
  const found = await rows(
    `select d.booking_version as version, d.state, d.due_at, j.run_at
     from deliveries d left join graphile_worker._private_jobs j on j.payload ->> 'delivery_id' = d.id::text
     where d.booking_id = $1 and d.kind = 'reminder' order by d.booking_version, d.due_at`,
    [id],
  );
  return found.map(({ version, state, due_at, run_at }) => {
    expect(run_at).toEqual(due_at);
    return { version, state, due_at: due_at.getTime() as number };
  });
};
/** Its time has come. @returns the text that came */
const goesOut = async ({ id, email }: Booked) => {
  const before = mail.taken.length;
  await rows(
    `select graphile_worker.reschedule_jobs(array_agg(j.id), now())
     from graphile_worker._private_jobs j join deliveries d on d.id::text = j.payload ->> 'delivery_id'
     where d.booking_id = $1 and d.kind = 'reminder' and d.state = 'queued'`,
    [id],
  );
  const raw = await until("it came", () => mail.taken.slice(before).find(({ to }) => to === email)?.raw);
  const { subject, text } = await PostalMime.parse(raw!);
  expect(subject).toMatch(/^Reminder: Lesson/);
  return text;
};
const clock = (instant: number) => [localDate(instant, ZONE), localMinutes(instant, ZONE)];
const TEN = 600;

describe.each([
  { season: "spring", summer: 2 as const, zone_name: "UTC+2", the_day_before: 9 * 60 },
  { season: "autumn", summer: 1 as const, zone_name: "UTC+1", the_day_before: 11 * 60 },
])("the clocks change in $season", ({ summer, zone_name, the_day_before }) => {
  const change = changeTo(summer);
  const sunday = localDate(change, ZONE);
  const saturday = addDays(sunday, -1);
  const on = (date: string, minute = TEN) => wallToInstant(ZONE, date, minute);

  test("a day before ten o'clock is 24 hours before, at another time of day; the mail says the time on that day", async () => {
    await remind(1440, 60);
    const booked = await book(on(sunday));
    const [day, hour] = await reminders(booked, 1);
    expect(on(sunday) - day!.due_at).toBe(DAY);
    expect(clock(day!.due_at)).toEqual([saturday, the_day_before]);
    expect(clock(hour!.due_at)).toEqual([sunday, TEN - 60]);
    expect(await goesOut(booked)).toMatch(
      new RegExp(`10:00.*Berlin time \\(${zone_name.replace("+", "\\+")}\\)`, "s"),
    );
  });

  test("moved across the change and back: each time the reminder goes with it", async () => {
    await remind(1440);
    const booked = await book(on(saturday, TEN + 60));
    await reminders(booked, 1);
    await move(booked, on(sunday, TEN + 60), 1);
    await reminders(booked, 2);
    await move(booked, on(saturday, TEN + 120), 2);
    const all = await reminders(booked, 3).then((some) =>
      some.map(({ version, state, due_at }) => [version, state, ...clock(due_at)]),
    );
    expect(all).toEqual([
      [1, "void", addDays(saturday, -1), TEN + 60],
      [2, "void", saturday, the_day_before + 60],
      [3, "queued", addDays(saturday, -1), TEN + 120],
    ]);
  });
});

test("the hour that comes twice: two bookings at the same time of day, reminded an hour apart", async () => {
  await remind(1440);
  const change = changeTo(1);
  const first = await book(change - 30 * MINUTE);
  const second = await book(change + 30 * MINUTE);
  const [one] = await reminders(first, 1);
  const [two] = await reminders(second, 1);
  expect(localMinutes(change - 30 * MINUTE, ZONE)).toBe(localMinutes(change + 30 * MINUTE, ZONE));
  expect(two!.due_at - one!.due_at).toBe(HOUR);
  expect(await goesOut(first)).toContain("Berlin time (UTC+2)");
  expect(await goesOut(second)).toContain("Berlin time (UTC+1)");
});

describe("a reminder whose time is over", () => {
  const nextHour = (hours: number) => Math.ceil(Date.now() / HOUR) * HOUR + hours * HOUR;

  test("when the booking is made is not made up for; a later one comes", async () => {
    await remind(7 * 1440, 1440);
    const start = nextHour(3 * 24);
    const booked = await book(start);
    expect(await reminders(booked, 1)).toEqual([{ version: 1, state: "queued", due_at: start - DAY }]);
    await goesOut(booked);
    expect(mail.taken.filter(({ to }) => to === booked.email)).toHaveLength(2);
  });

  test("because the notice was shorter: the confirmation is all there is", async () => {
    await remind(1440);
    const booked = await book(nextHour(2));
    expect(await reminders(booked, 1)).toEqual([]);
    expect(mail.taken.filter(({ to }) => to === booked.email)).toHaveLength(1);
  });

  test("because the booking was moved nearer: the old one is void and none is made up for; moved away, it has one again", async () => {
    await remind(1440);
    const far = nextHour(5 * 24);
    const booked = await book(far);
    await reminders(booked, 1);
    await move(booked, nextHour(4), 1);
    expect(await reminders(booked, 2)).toEqual([{ version: 1, state: "void", due_at: far - DAY }]);
    await move(booked, far + HOUR, 2);
    expect(await reminders(booked, 3)).toEqual([
      { version: 1, state: "void", due_at: far - DAY },
      { version: 3, state: "queued", due_at: far + HOUR - DAY },
    ]);
  });
});
