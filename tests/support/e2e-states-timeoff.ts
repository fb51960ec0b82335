/** Time off, public holidays and "why is this time missing?", each on a practice of its own. */
import { addDays } from "#app/domain/zones.ts";
import { instantOf } from "#db/seed/calendar.ts";
import { book } from "#tests/support/e2e.ts";
import { createPractice, type Practice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { createBlockedTime, createSchedule, rangeText, uuid } from "#tests/support/factories.ts";

const ZONE = "Europe/Berlin";
const LONG = "Weiterbildungsveranstaltungsvorbereitungsgespräch".repeat(3);

export type Away = { from: string; to: string; reason?: string; public_text?: string; schedule_id?: string };

/** Whole days of a practice, both inclusive. Gives the absence's id. */
export async function away({ db }: Pick<Tools, "db">, { provider_id }: Practice, absence: Away) {
  const { from, to, ...values } = absence;
  const at = (date: string) => new Date(instantOf(date, 0, ZONE)).toISOString();
  const { id } = await createBlockedTime(db, provider_id, rangeText(at(from), at(addDays(to, 1))), values);
  return id as string;
}

async function openHours(
  tools: Tools,
  path: string | ((practice: Practice) => Promise<string>),
  { role = "owner" as "owner" | "viewer", service = {} } = {},
): Promise<Practice> {
  const practice = await createPractice(tools.db, {
    provider: { name: "Lena Hartmann", username: `lena-${uuid().slice(-8)}` },
    service: { title: "German lesson", ...service },
  });
  await signInAs(tools, practice, role);
  const where = typeof path === "string" ? path : await path(practice);
  await tools.page.goto(`/dashboard/${practice.username}/hours${where}`);
  return practice;
}

async function withAbsences(tools: Tools, practice: Practice): Promise<string> {
  await book(tools, practice, { nth: 2, day: 1 });
  await book(tools, practice, { nth: 5, day: 2 });
  await away(tools, practice, { from: practice.day(-22), to: practice.day(-18), reason: "Flu" });
  await away(tools, practice, {
    from: practice.day(1),
    to: practice.day(5),
    reason: "Family in Lisbon",
    public_text: "I am on holiday. From Monday on I answer every mail.",
  });
  await away(tools, practice, { from: practice.day(30), to: practice.day(30), reason: "Training" });
  return "/time-off";
}

const route = (name: string) => `routes/dashboard.$username.hours.${name}`;

/** The public holidays of Berlin, switched on through the page. */
async function switchOn({ page }: Tools, practice: Practice): Promise<void> {
  await page.goto(`/dashboard/${practice.username}/hours/holidays?country=DE&region=BE`);
  await page.getByRole("button", { name: "Close these days" }).click();
  await page.waitForURL(/just=on|\/holidays$/);
}

export const TIME_OFF_STATES: State[] = [
  {
    name: "time-off",
    route: route("time-off._index"),
    shot: true,
    open: (tools) => openHours(tools, (practice) => withAbsences(tools, practice)),
  },
  { name: "time-off-empty", route: route("time-off._index"), open: (tools) => openHours(tools, "/time-off") },
  {
    name: "time-off-viewer",
    route: route("time-off._index"),
    open: (tools) => openHours(tools, (practice) => withAbsences(tools, practice), { role: "viewer" }),
  },
  {
    name: "time-off-errors",
    route: route("time-off._index"),
    open: async (tools) => {
      const practice = await openHours(tools, "/time-off");
      await tools.page.getByLabel("First day").fill(practice.day(5));
      await tools.page.getByLabel("Last day").fill(practice.day(1));
      await tools.page.getByRole("button", { name: "Add time off" }).click();
      await tools.page.getByText("One thing needs your attention").waitFor();
    },
  },
  {
    name: "time-off-twice-that-night",
    route: route("time-off._index"),
    open: async (tools) => {
      await openHours(tools, "/time-off");
      await tools.page.getByLabel("First day").fill("2030-10-27");
      await tools.page.getByLabel("From").fill("02:30");
      await tools.page.getByRole("button", { name: "Add time off" }).click();
      await tools.page.getByText("Which one does it begin at?").waitFor();
    },
  },
  {
    name: "time-off-long-names",
    route: route("time-off._index"),
    open: (tools) =>
      openHours(tools, async (practice) => {
        const { id } = await createSchedule(tools.db, practice.provider_id, { name: LONG.slice(0, 80) });
        const text = { reason: LONG, public_text: LONG, schedule_id: id };
        await away(tools, practice, { from: practice.day(1), to: practice.day(5), ...text });
        return "/time-off";
      }),
  },
  {
    name: "time-off-change",
    route: route("time-off.$id._index"),
    open: (tools) =>
      openHours(tools, async (practice) => {
        const days = { from: practice.day(1), to: practice.day(5) };
        return `/time-off/${await away(tools, practice, { ...days, reason: "Family in Lisbon" })}`;
      }),
  },
  {
    name: "time-off-conflict",
    route: route("time-off.$id._index"),
    open: async (tools) => {
      let id = "";
      await openHours(tools, async (practice) => {
        id = await away(tools, practice, { from: practice.day(1), to: practice.day(5), reason: "Lisbon" });
        return `/time-off/${id}`;
      });
      await tools.db.query(
        "update blocked_times set reason = 'Lisbon, then Porto', version = version + 1 where id = $1",
        [id],
      );
      await tools.page.getByLabel("Reason").fill("Madeira");
      await tools.page.getByRole("button", { name: "Save" }).click();
      await tools.page.getByText("Somebody else changed this").waitFor();
    },
  },
  {
    name: "time-off-bookings",
    route: route("time-off.$id.bookings"),
    shot: true,
    open: (tools) =>
      openHours(tools, async (practice) => {
        await book(tools, practice, { nth: 2, day: 1 });
        await book(tools, practice, { nth: 5, day: 2 });
        return `/time-off/${await away(tools, practice, { from: practice.day(1), to: practice.day(5) })}/bookings?just=added`;
      }),
  },
  {
    name: "time-off-bookings-none",
    route: route("time-off.$id.bookings"),
    open: (tools) =>
      openHours(
        tools,
        async (practice) =>
          `/time-off/${await away(tools, practice, { from: practice.day(1), to: practice.day(5) })}/bookings`,
      ),
  },
  { name: "holidays-empty", route: route("holidays._index"), open: (tools) => openHours(tools, "/holidays") },
  {
    name: "holidays-preview",
    route: route("holidays._index"),
    shot: true,
    open: (tools) => openHours(tools, "/holidays?country=DE&region=BE"),
  },
  {
    name: "holidays-on",
    route: route("holidays._index"),
    open: async (tools) => switchOn(tools, await openHours(tools, "/holidays")),
  },
  {
    name: "holidays-conflict",
    route: route("holidays._index"),
    open: async (tools) => {
      const practice = await openHours(tools, "/holidays");
      await switchOn(tools, practice);
      await tools.db.query(
        `update holidays set kept_open_at = now() where provider_id = $1
         and date = (select min(date) from holidays where provider_id = $1)`,
        [practice.provider_id],
      );
      await tools.page.getByRole("checkbox").nth(2).uncheck();
      await tools.page.getByRole("button", { name: "Save" }).click();
      await tools.page.getByText("Somebody else changed the holidays").waitFor();
    },
  },
  { name: "why", route: route("why"), open: (tools) => openHours(tools, "/why") },
  {
    name: "why-booked",
    route: route("why"),
    shot: true,
    open: (tools) =>
      openHours(tools, async (practice) => {
        await book(tools, practice, { nth: 2, day: 1 });
        return whyQuery(practice, practice.day(1), "10:00");
      }),
  },
  {
    name: "why-offered",
    route: route("why"),
    open: (tools) => openHours(tools, async (practice) => whyQuery(practice, practice.day(1), "10:00")),
  },
  {
    name: "why-gap",
    route: route("why"),
    open: (tools) => openHours(tools, async (practice) => whyQuery(practice, "2030-03-31", "02:30")),
  },
  {
    name: "why-twice",
    route: route("why"),
    open: (tools) => openHours(tools, async (practice) => whyQuery(practice, "2030-10-27", "02:30")),
  },
  {
    name: "why-errors",
    route: route("why"),
    open: (tools) => openHours(tools, async (practice) => whyQuery(practice, "2030-02-30", "10:00")),
  },
  {
    name: "provider-away",
    route: "routes/book.$username._index",
    open: async (tools) => {
      const practice = await openHours(tools, (made) => withAbsences(tools, made));
      await tools.page.goto(`/book/${practice.username}`);
    },
  },
];

export const whyQuery = ({ service_id }: Practice, date: string, time: string) =>
  `/why?for=${service_id}.30&date=${date}&time=${time}`;
