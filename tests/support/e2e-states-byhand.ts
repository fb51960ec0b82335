/** Booking and moving by hand, in their states, each on a practice of its own. */
import { createPractice, type Practice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import {
  createBlockedTime,
  createBooking,
  createCustomer,
  createReservation,
  createService,
  rangeText,
} from "#tests/support/factories.ts";

const NEW = "routes/dashboard.$username.bookings.new";
const MOVE = "routes/dashboard.$username.bookings.$id.time";
const SERIES = "routes/dashboard.$username.bookings.series";

const LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft und so fort";
const HALF_HOUR = 1_800_000;

const LESSON = {
  title: "German lesson",
  place: "customer_choice",
  place_address: "Example Street 1, Berlin",
  place_url: "https://meet.example.org/lena",
  place_phone: "+49 30 1234567",
  durations: [
    { duration_min: 30, price_cents: 2500 },
    { duration_min: 60, price_cents: 4500 },
  ],
};
const QUESTIONS = [
  { label: "What would you like to work on?", kind: "choice", options: ["Speaking", "Grammar", "Exam"] },
];

/** A practice with a lesson and a course, some customers, and who runs it at the desk. */
async function openPractice(tools: Tools, service: Record<string, unknown> = {}, names: string[] = NAMES) {
  const practice = await createPractice(tools.db, {
    provider: { name: "Lena Hartmann" },
    service: { ...LESSON, ...service },
    questions: QUESTIONS,
  });
  const { provider_id } = practice;
  await createService(tools.db, provider_id, {
    ...{ title: "Pronunciation evening", capacity: 8, place_address: "Example Street 1", position: 1 },
    durations: [{ duration_min: 90, price_cents: 1500 }],
  });
  const customers = [];
  for (const [index, name] of names.entries())
    customers.push(
      await createCustomer(tools.db, provider_id, {
        ...{ name, email: `guest-${index}@example.org`, phone: `+49 30 555 01${index}0` },
        blocked_at: name.endsWith("Moretti") ? new Date() : null,
      }),
    );
  await signInAs(tools, practice);
  const bookings = `/dashboard/${practice.username}/bookings`;
  const { rows } = await tools.db.query("select slug from services where id = $1", [practice.service_id]);
  return { practice, customers, bookings, lesson: `service=${rows[0].slug}&duration=60` };
}
const NAMES = ["Priya Raman", "Priya Moretti", "Tomás Aguilar"];

/** A booking that stands, with its time taken. */
async function given(
  tools: Tools,
  { provider_id, service_id }: Practice,
  customer_id: string,
  start: string,
) {
  const keys = { provider_id, service_id, customer_id };
  const during = rangeText(start, new Date(Date.parse(start) + 2 * HALF_HOUR).toISOString());
  const values = { during, service_title: "German lesson", customer_name: "Priya Raman" };
  const booking = await createBooking(tools.db, keys, values);
  await createReservation(tools.db, { provider_id, service_id, booking_id: booking.id }, during);
  return booking;
}

async function openForm(tools: Tools, query = "", nth = 4) {
  const opened = await openPractice(tools);
  const { bookings, lesson, practice } = opened;
  await tools.page.goto(`${bookings}/new?${lesson}&start=${practice.start(nth)}${query}`);
  return opened;
}

const submit = ({ page }: Tools) => page.getByRole("button", { name: /^Book/ }).click();

export const BY_HAND_STATES: State[] = [
  {
    name: "new-booking",
    route: NEW,
    open: async (tools) => tools.page.goto(`${(await openPractice(tools)).bookings}/new`),
  },
  {
    name: "new-booking-nothing",
    route: NEW,
    open: async (tools) => {
      const { bookings, practice } = await openPractice(tools);
      await tools.db.query("update services set archived_at = now() where provider_id = $1", [
        practice.provider_id,
      ]);
      await tools.page.goto(`${bookings}/new`);
    },
  },
  {
    name: "new-booking-time",
    route: NEW,
    shot: true,
    open: async (tools) => {
      const { bookings, lesson, practice } = await openPractice(tools);
      await tools.page.goto(`${bookings}/new?${lesson}&date=${practice.day(1)}`);
    },
  },
  {
    name: "new-booking-gap",
    route: NEW,
    open: async (tools) => {
      const { bookings, lesson } = await openPractice(tools);
      await tools.page.goto(`${bookings}/new?${lesson}&date=2030-03-31&time=02:30`);
    },
  },
  { name: "new-booking-search", route: NEW, open: (tools) => openForm(tools, "&q=priya") },
  {
    name: "new-booking-form",
    route: NEW,
    open: async (tools) => {
      const { customers, bookings, lesson, practice } = await openPractice(tools);
      const where = `${bookings}/new?${lesson}&start=${practice.start(4)}&customer=`;
      await tools.page.goto(where + customers[0]!.id);
    },
  },
  {
    name: "new-booking-blocked-customer",
    route: NEW,
    open: async (tools) => {
      const { customers, bookings, lesson, practice } = await openPractice(tools);
      await tools.page.goto(
        `${bookings}/new?${lesson}&start=${practice.start(4)}&customer=${customers[1]!.id}`,
      );
    },
  },
  {
    name: "new-booking-errors",
    route: NEW,
    open: async (tools) => {
      await openForm(tools);
      await tools.page.getByRole("textbox", { name: "Name" }).fill("  ");
      await tools.page.getByLabel("E-mail").fill("priya@nowhere");
      await tools.page.getByLabel("By phone").check();
      await submit(tools);
      await tools.page.getByText("need your attention").waitFor();
    },
  },
  {
    name: "new-booking-warning",
    route: NEW,
    shot: true,
    open: async (tools) => {
      const { customers, bookings, lesson, practice } = await openPractice(tools, { min_notice_min: 20_000 });
      const during = rangeText(practice.start(4), practice.start(8));
      await createBlockedTime(tools.db, practice.provider_id, during);
      await tools.page.goto(
        `${bookings}/new?${lesson}&start=${practice.start(4)}&customer=${customers[0]!.id}`,
      );
    },
  },
  {
    name: "new-booking-taken",
    route: NEW,
    open: async (tools) => {
      const { practice, customers } = await openForm(tools);
      await tools.page.getByRole("textbox", { name: "Name" }).fill("Claire Fontaine");
      await tools.page.getByLabel("E-mail").fill("claire@example.org");
      await tools.page.getByLabel("By phone").check();
      await given(tools, practice, customers[0]!.id, practice.start(4));
      await submit(tools);
      await tools.page.getByText("That time is taken").waitFor();
    },
  },
  {
    name: "new-booking-long",
    route: NEW,
    open: async (tools) => {
      const opened = await openPractice(tools, { title: LONG }, [LONG]);
      const { bookings, lesson, practice, customers } = opened;
      await tools.page.goto(
        `${bookings}/new?${lesson}&start=${practice.start(4)}&customer=${customers[0]!.id}`,
      );
    },
  },
  {
    name: "booking-series",
    route: SERIES,
    shot: true,
    open: async (tools) => {
      const { practice, customers, bookings, lesson } = await openPractice(tools);
      await given(tools, practice, customers[2]!.id, practice.start(4, 7));
      await tools.page.goto(
        `${bookings}/new?${lesson}&start=${practice.start(4)}&customer=${customers[0]!.id}`,
      );
      await tools.page.getByLabel("Video call").check();
      await tools.page.getByLabel("How often?").selectOption("4");
      await submit(tools);
      await tools.page.getByText("3 of 4 are booked").waitFor();
    },
  },
  {
    name: "move-by-hand",
    route: MOVE,
    open: async (tools) => {
      const { practice, customers, bookings } = await openPractice(tools);
      const booking = await given(tools, practice, customers[0]!.id, practice.start(4));
      await tools.page.goto(`${bookings}/${booking.id}/time`);
    },
  },
  {
    name: "move-by-hand-warning",
    route: MOVE,
    open: async (tools) => {
      const { practice, customers, bookings } = await openPractice(tools);
      const booking = await given(tools, practice, customers[0]!.id, practice.start(4));
      await tools.page.goto(`${bookings}/${booking.id}/time?date=${practice.day(1)}&time=20:00`);
    },
  },
  {
    name: "move-by-hand-over-error",
    route: MOVE,
    open: async (tools) => {
      const { practice, customers, bookings } = await openPractice(tools);
      const booking = await given(tools, practice, customers[0]!.id, "2026-01-05T09:00:00Z");
      await tools.page.goto(`${bookings}/${booking.id}/time`);
    },
  },
];
