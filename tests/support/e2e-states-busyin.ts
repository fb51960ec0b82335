/** Calendars from elsewhere: read, failing, odd; and where their busy times show. */
import { createPractice, type Practice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { whyQuery } from "#tests/support/e2e-states-timeoff.ts";
import { createCalendarSource, insertRow, rangeText, uuid } from "#tests/support/factories.ts";

const HOUR = 3_600_000;
const LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk".slice(0, 58);

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

/** A calendar that nobody fetches: its turn is none that a job has. */
const source = (db: Tools["db"], { provider_id }: Practice, values: Record<string, unknown> = {}) =>
  createCalendarSource(db, provider_id, {
    ...{ host: "calendar.google.com", fetched_at: ago(60_000), ok_at: ago(60_000), events: 148 },
    ...{ next_fetch_at: ago(-4 * 60_000), created_at: ago(30 * 24 * HOUR), ...values },
  });

/** Busy from 10:00 to 11:30 of the practice's nth day. */
export async function busyOn({ db }: Pick<Tools, "db">, practice: Practice, day = 1) {
  const { id } = await source(db, practice, { name: "Private" });
  const from = Date.parse(practice.start(2, day));
  await insertRow(db, "external_busy_times", {
    ...{ provider_id: practice.provider_id, source_id: id },
    during: rangeText(new Date(from).toISOString(), new Date(from + 1.5 * HOUR).toISOString()),
  });
  return id;
}

async function withSources({ db }: Pick<Tools, "db">, practice: Practice) {
  await source(db, practice, { name: "Private" });
  await source(db, practice, {
    ...{ name: "Clinic", host: "outlook.office365.com", events: 912, ok_at: ago(5 * HOUR) },
    ...{ failing_since: ago(5 * HOUR), failures: 8 },
    failure: "There is no calendar at this address any more (404). Perhaps the private address was reset.",
  });
  await source(db, practice, {
    ...{ name: "Choir", host: "cloud.example.org:8443", ending: "port", events: 31 },
    warnings: [
      { code: "unknown_zones", names: ["Customized Time Zone"] },
      { code: "broken_events", count: 2 },
    ],
  });
  const never = { ok_at: null, fetched_at: null, events: 0, next_fetch_at: ago(1000) };
  await source(db, practice, { name: "Family", host: "p12-caldav.icloud.com", ...never });
}

type Prepare = (tools: Tools, practice: Practice) => Promise<string | undefined>;

const open =
  (path: string, prepare: Prepare = async () => undefined, role: "owner" | "viewer" = "owner") =>
  async (tools: Tools) => {
    const practice = await createPractice(tools.db, {
      provider: { name: "Lena Hartmann", username: `lena-${uuid().slice(-8)}` },
      service: { title: "German lesson" },
    });
    await signInAs(tools, practice, role);
    const more = await prepare(tools, practice);
    await tools.page.goto(`/dashboard/${practice.username}${path}${more ?? ""}`);
    return practice;
  };

const LIST = "routes/dashboard.$username.hours.calendars._index";
const CHANGE = "routes/dashboard.$username.hours.calendars.$id._index";
const list: Prepare = async (tools, practice) => {
  await withSources(tools, practice);
  return undefined;
};

export const BUSY_IN_STATES: State[] = [
  { name: "calendars", route: LIST, shot: true, open: open("/hours/calendars", list) },
  { name: "calendars-empty", route: LIST, open: open("/hours/calendars") },
  { name: "calendars-viewer", route: LIST, open: open("/hours/calendars", list, "viewer") },
  { name: "calendars-added", route: LIST, open: open("/hours/calendars?just=added", list) },
  {
    name: "calendars-errors",
    route: LIST,
    open: async (tools) => {
      await open("/hours/calendars")(tools);
      await tools.page.getByLabel("Name").fill("Private");
      await tools.page.getByLabel("Address").fill("ftp://example.org/calendar");
      await tools.page.getByRole("button", { name: "Add calendar" }).click();
      await tools.page.getByText("One thing needs your attention").waitFor();
    },
  },
  {
    name: "calendars-long-names",
    route: LIST,
    open: open("/hours/calendars", async ({ db }, practice) => {
      await source(db, practice, {
        name: LONG,
        host: `${LONG.toLowerCase()}.${LONG.toLowerCase()}.example.org`,
      });
      return undefined;
    }),
  },
  {
    name: "calendars-change",
    route: CHANGE,
    open: open("/hours/calendars/", async ({ db }, practice) => (await source(db, practice)).id),
  },
  {
    name: "calendars-conflict",
    route: CHANGE,
    open: async (tools) => {
      const practice = await open(
        "/hours/calendars/",
        async ({ db }, made) => (await source(db, made)).id,
      )(tools);
      await tools.db.query(
        "update calendar_sources set name = 'Family', version = 2 where provider_id = $1",
        [practice.provider_id],
      );
      await tools.page.getByRole("textbox", { name: "Name" }).fill("Mine");
      await tools.page.getByRole("button", { name: "Save" }).click();
      await tools.page.getByText("Somebody else changed this meanwhile").waitFor();
    },
  },
  {
    name: "today-calendar-fails",
    route: "routes/dashboard.$username._index",
    open: open("", list),
  },
  {
    name: "calendar-busy-elsewhere",
    route: "routes/dashboard.$username.calendar._index",
    open: open("/calendar?view=week&date=", async (tools, practice) => {
      await busyOn(tools, practice);
      return practice.day(1);
    }),
  },
  {
    name: "why-busy-elsewhere",
    route: "routes/dashboard.$username.hours.why",
    open: open("/hours", async (tools, practice) => {
      await busyOn(tools, practice);
      return whyQuery(practice, practice.day(1), "10:30");
    }),
  },
];
