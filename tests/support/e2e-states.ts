/**
 * Every page in every state worth looking at, with the demo's data: the accessibility tests visit them all, and the
 * screenshots are of them. Each state opens itself and needs no other; several may be opened at once.
 */
import { randomUUID } from "node:crypto";
import { addDays, isoWeekday } from "#app/domain/zones.ts";
import { ACCOUNT_STATES } from "#tests/support/e2e-account-states.ts";
import { ENTRANCE_STATES } from "#tests/support/e2e-entrance-states.ts";
import { createPractice } from "#tests/support/e2e-practice.ts";
import {
  booked,
  fullestDay,
  LENA,
  LESSON,
  nextMonth,
  openChanged,
  openDetails,
  openJustTaken,
  openMail,
  openMoveRefused,
  openPending,
  PHYSIO,
  submit,
  type Tools,
  today,
  YOGA,
} from "#tests/support/e2e-scenes.ts";
import { SETTINGS_STATES } from "#tests/support/e2e-settings-states.ts";
import { SETUP_STATES } from "#tests/support/e2e-setup-states.ts";
import { comeByTestId } from "#tests/support/e2e-sign-in.ts";
import { BOOKING_STATES } from "#tests/support/e2e-states-bookings.ts";
import { BUSY_IN_STATES } from "#tests/support/e2e-states-busyin.ts";
import { BY_HAND_STATES } from "#tests/support/e2e-states-byhand.ts";
import { CALENDAR_STATES } from "#tests/support/e2e-states-calendar.ts";
import { CUSTOMER_STATES } from "#tests/support/e2e-states-customers.ts";
import { DATA_STATES } from "#tests/support/e2e-states-data.ts";
import { FEED_STATES } from "#tests/support/e2e-states-feeds.ts";
import { HOURS_STATES } from "#tests/support/e2e-states-hours.ts";
import { LEDGER_STATES } from "#tests/support/e2e-states-ledger.ts";
import { MEMBER_STATES } from "#tests/support/e2e-states-members.ts";
import { NUMBERS_STATES } from "#tests/support/e2e-states-numbers.ts";
import { SERVICES_STATES } from "#tests/support/e2e-states-services.ts";
import { TEXTS_STATES } from "#tests/support/e2e-states-texts.ts";
import { TIME_OFF_STATES } from "#tests/support/e2e-states-timeoff.ts";
import { TODAY_STATES } from "#tests/support/e2e-states-today.ts";
import { WORKER_STATES } from "#tests/support/e2e-states-worker.ts";
import { createAccount } from "#tests/support/sign-in.ts";

export type State = {
  name: string;
  /** The id of the route whose page this is, as the build names it. */
  route: string;
  open: (tools: Tools) => Promise<unknown>;
  /** Opened by who is signed in as the demo's owner and operator. Others sign in themselves: e2e-sign-in.ts. */
  as_demo?: true;
  /** Shown in docs/screenshots. */
  shot?: true;
  /** The device's zone, when the page depends on it. */
  timezoneId?: string;
};

const ROUTE = {
  service: "routes/book.$username.$service._index",
  details: "routes/book.$username.$service.details",
  booking: "routes/book.$username.bookings.$token._index",
  time: "routes/book.$username.bookings.$token.time",
  cancellation: "routes/book.$username.bookings.$token.cancellation",
  desk: "routes/dashboard.$username._index",
};

export const STATES: State[] = [
  { name: "home", route: "routes/_index", shot: true, open: ({ page }) => page.goto("/") },
  { name: "home-signed-in", route: "routes/_index", as_demo: true, open: ({ page }) => page.goto("/") },
  {
    name: "provider",
    route: "routes/book.$username._index",
    shot: true,
    open: ({ page }) => page.goto(LENA),
  },
  {
    name: "service",
    route: ROUTE.service,
    shot: true,
    open: async (tools) =>
      tools.page.goto(`${LESSON.service}?date=${await fullestDay(tools, LESSON.service)}`),
  },
  {
    name: "service-empty",
    route: ROUTE.service,
    shot: true,
    // Nobody teaches on a Sunday.
    open: ({ page }) =>
      page.goto(
        `${LENA}/trial-lesson?date=${addDays(`${nextMonth()}-01`, 7 - isoWeekday(`${nextMonth()}-01`))}`,
      ),
  },
  {
    name: "service-group",
    route: ROUTE.service,
    open: ({ page }) => page.goto(`${YOGA}/sunrise-flow`),
  },
  {
    name: "service-zone",
    route: ROUTE.service,
    open: async ({ page }) => {
      await page.goto(`${PHYSIO}/treatment?month=${nextMonth()}&tz=Europe/London`);
      await page.getByText("Change time zone").click();
    },
  },
  {
    name: "service-proposed-zone",
    route: ROUTE.service,
    timezoneId: "America/New_York",
    open: async ({ page }) => {
      await page.goto(`${LENA}/german-lesson`);
      await page.getByRole("status").getByRole("link").waitFor();
    },
  },
  {
    name: "service-over",
    route: ROUTE.service,
    open: async ({ page, db }) => {
      const { path } = await createPractice(db, { service: { archived_at: new Date().toISOString() } });
      await page.goto(path);
    },
  },
  {
    name: "details",
    route: ROUTE.details,
    shot: true,
    open: (tools) => openDetails(tools, `${PHYSIO}/initial-assessment`, 60),
  },
  {
    name: "details-errors",
    route: ROUTE.details,
    shot: true,
    open: async (tools) => {
      await openDetails(tools, `${PHYSIO}/initial-assessment`, 60);
      await tools.page.getByLabel("Your name").fill("Ruth Feinstein");
      await tools.page.getByLabel("E-mail").fill("ruth@example");
      await tools.page.getByLabel("Knee").check();
      await submit(tools.page);
    },
  },
  {
    name: "details-past",
    route: ROUTE.details,
    open: ({ page }) => page.goto(`${LENA}/trial-lesson/details?start=2024-02-06T10:00:00Z&duration=30`),
  },
  { name: "just-taken", route: ROUTE.details, shot: true, open: openJustTaken },
  {
    name: "booked",
    route: ROUTE.booking,
    shot: true,
    open: async (tools) => tools.page.goto(`${await booked(tools, LESSON)}?just=booked`),
  },
  { name: "pending", route: ROUTE.booking, shot: true, open: openPending },
  {
    name: "booking-too-late",
    route: ROUTE.booking,
    open: (tools) => openChanged(tools, { cancel_cutoff_min: 20_000, reschedule_cutoff_min: 20_000 }, null),
  },
  {
    name: "booking-over",
    route: ROUTE.booking,
    open: (tools) =>
      openChanged(
        tools,
        {},
        "during = tstzrange(now() - interval '2 hours', now() - interval '1 hour', '[)')",
      ),
  },
  {
    name: "declined",
    route: ROUTE.booking,
    open: (tools) =>
      openChanged(tools, { requires_approval: true }, "status = 'declined', declined_at = now()"),
  },
  {
    name: "move",
    route: ROUTE.time,
    shot: true,
    open: async (tools) => {
      await tools.page.goto(await booked(tools, LESSON));
      const now = (await tools.page.locator("time").first().getAttribute("datetime")) ?? "";
      await tools.page.goto(`${new URL(tools.page.url()).pathname}/time?date=${now.slice(0, 10)}`);
    },
  },
  {
    name: "move-confirm",
    route: ROUTE.time,
    shot: true,
    open: async (tools) => {
      await tools.page.goto(`${await booked(tools, LESSON)}/time?month=${nextMonth()}`);
      await tools.page.getByRole("region", { name: "Free times" }).getByRole("link").last().click();
    },
  },
  { name: "move-refused", route: ROUTE.time, open: openMoveRefused },
  {
    name: "cancel",
    route: ROUTE.cancellation,
    shot: true,
    open: async (tools) => tools.page.goto(`${await booked(tools, LESSON)}/cancellation`),
  },
  {
    name: "cancelled",
    route: ROUTE.booking,
    shot: true,
    open: async (tools) => {
      await tools.page.goto(`${await booked(tools, LESSON)}/cancellation`);
      await tools.page.getByLabel("Reason").fill("A meeting came up that I can’t move.");
      await tools.page.getByRole("button", { name: "Cancel this booking" }).click();
      await tools.page.waitForURL(/just=cancelled/);
    },
  },
  {
    name: "not-found",
    route: "routes/$",
    shot: true,
    open: ({ page }) => page.goto("/book/nobody/here/at/all"),
  },
  // /dashboard only leads on, to the provider used last.
  {
    name: "desks",
    as_demo: true,
    route: ROUTE.desk,
    open: ({ page }) => page.goto("/dashboard"),
  },
  {
    name: "desk",
    as_demo: true,
    route: ROUTE.desk,
    shot: true,
    // A Tuesday that is not over has lessons, a group, and requests beside them.
    open: ({ page }) =>
      page.goto(`/dashboard/lena-hartmann?date=${addDays(today(), (9 - isoWeekday(today())) % 7)}`),
  },
  {
    name: "desk-free-day",
    as_demo: true,
    route: ROUTE.desk,
    open: ({ page }) => page.goto("/dashboard/harbour-yoga?date=2020-02-02"),
  },
  // What refuses an answer is a page of its own; the desk's forms go there.
  {
    name: "approval",
    as_demo: true,
    route: "routes/dashboard.$username.bookings.$id.approval",
    open: ({ page }) => page.goto(`/dashboard/lena-hartmann/bookings/${randomUUID()}/approval`),
  },
  {
    name: "mails",
    route: "routes/dev.mail._index",
    shot: true,
    open: async (tools) => {
      await openMail(tools);
      await tools.page.goto("/dev/mail");
    },
  },
  { name: "mail", route: "routes/dev.mail.$id._index", shot: true, open: openMail },
  {
    name: "identity-link",
    route: "routes/sign-in_.link",
    open: async ({ page, db }) => {
      const login = `grace-${randomUUID().slice(0, 8)}`;
      await createAccount(db, { email: `${login}@example.org` });
      await comeByTestId(page, login);
    },
  },
  ...ENTRANCE_STATES,
  ...SETUP_STATES,
  ...SETTINGS_STATES,
  ...TEXTS_STATES,
  ...FEED_STATES,
  ...TIME_OFF_STATES,
  ...BY_HAND_STATES,
  ...HOURS_STATES,
  ...DATA_STATES,
  ...NUMBERS_STATES,
  ...BOOKING_STATES,
  ...MEMBER_STATES,
  ...LEDGER_STATES,
  ...CUSTOMER_STATES,
  ...ACCOUNT_STATES,
  ...BUSY_IN_STATES,
  ...CALENDAR_STATES,
  ...TODAY_STATES,
  ...WORKER_STATES,
  ...SERVICES_STATES,
];
