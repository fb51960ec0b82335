/** Each page of the desk for a provider with 100,000 bookings and 20,000 customers, beside one with 100 and 50. */
import { performance } from "node:perf_hooks";
import { fillDesk } from "#tests/support/fill-desk.ts";
import { createAccount, signIn } from "#tests/support/sign-in.ts";
import { type BenchDatabase, type BenchServer, connect, startWebProcess } from "./machine.ts";
import { interleaved, median, type Row } from "./measure.ts";

const SECRET = "the benchmark's own secret of no use elsewhere";

type Desk = Awaited<ReturnType<typeof fillDesk>>;
type Page = { name: string; path: (desk: Desk) => string };

const PAGES: Page[] = [
  { name: "today", path: () => "" },
  { name: "calendar, day", path: () => "/calendar?view=day" },
  { name: "calendar, week", path: () => "/calendar?view=week" },
  { name: "bookings, upcoming", path: () => "/bookings" },
  { name: "bookings, past", path: () => "/bookings?state=past" },
  { name: "bookings, cancelled", path: () => "/bookings?state=cancelled" },
  { name: "bookings, a name", path: () => "/bookings?state=all&q=name12" },
  { name: "one booking", path: ({ booking_id }) => `/bookings/${booking_id}` },
  { name: "customers", path: () => "/customers" },
  { name: "customers, a name", path: () => "/customers?q=name12" },
  { name: "one customer", path: ({ customer_id }) => `/customers/${customer_id}` },
  { name: "services", path: () => "/services" },
  { name: "hours", path: () => "/hours" },
  { name: "numbers", path: () => "/numbers" },
  { name: "history", path: () => "/history" },
];

type Options = { rounds: number; perRound: number; bookings: number; customers: number };

/** Milliseconds a page (median), and on the way which queries each page asks. */
export async function deskRows(
  database: BenchDatabase,
  server: BenchServer,
  { rounds, perRound, bookings, customers }: Options,
  say: (text: string) => void,
): Promise<Row[]> {
  const admin = await connect(database.url);
  const now = Date.now();
  try {
    const { id } = await createAccount(admin);
    const much = await fillDesk(admin, { name: "much", bookings, customers }, id, now);
    const little = await fillDesk(admin, { name: "little", bookings: 100, customers: 50 }, id, now);
    await admin.query("vacuum (analyze)");
    say(`desks of ${bookings.toLocaleString("en")} and 100 bookings written`);
    const { cookie } = await signIn(admin, id, { secret: SECRET, https: false });
    const web = await startWebProcess(database, server.folder);
    try {
      const address = (desk: Desk, { path }: Page) =>
        `http://127.0.0.1:${web.port}/dashboard/${desk.username}${path(desk)}`;
      const rows: Row[] = [];
      for (const page of PAGES) {
        const [large, small] = [address(much, page), address(little, page)];
        say(`${page.name}: ${await queriesOf(admin, large, cookie)}`);
        const result = await interleaved(
          rounds,
          () => time(large, cookie, perRound),
          () => time(small, cookie, perRound),
        );
        rows.push({
          case: `desk: ${page.name}`,
          unit: "ms",
          ...result,
          better: "lower",
          against: "the same page of a provider with 100 bookings and 50 customers, in the same database",
        });
      }
      return rows;
    } finally {
      await web.stop();
    }
  } finally {
    await admin.end();
  }
}

async function time(address: string, Cookie: string, count: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const started = performance.now();
    const response = await fetch(address, { headers: { Cookie }, redirect: "manual" });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${address} was answered with ${response.status}`);
    times.push(performance.now() - started);
  }
  return median(times);
}

/**
 * How many queries one view of a page asks, and how each begins, from pg_stat_statements. (PostgreSQL 18 keeps a statement from
 * its first word on, so the names in the comments before it are not there.)
 */
async function queriesOf(
  admin: Awaited<ReturnType<typeof connect>>,
  address: string,
  Cookie: string,
): Promise<string> {
  try {
    await admin.query("create extension if not exists pg_stat_statements");
    await admin.query("select pg_stat_statements_reset()");
    await time(address, Cookie, 1);
    const { rows } = await admin.query<{ text: string; calls: number; ms: number }>(`
      select left(regexp_replace(s.query, '\\s+', ' ', 'g'), 100) as text, s.calls::int as calls,
             round(s.total_exec_time::numeric, 1)::float8 as ms
      from pg_stat_statements s join pg_roles r on r.oid = s.userid
      where r.rolname = 'daybook_app' and s.query ~* '(select|with|update|insert)' order by s.total_exec_time desc`);
    const total = rows.reduce((sum, { calls }) => sum + calls, 0);
    return `${total} queries\n${rows.map(({ text, calls, ms }) => `        ${ms} ms ×${calls}  ${text}`).join("\n")}`;
  } catch (error) {
    // A server that was started without the library (--url).
    return `no list of queries (${(error as Error).message})`;
  }
}
