/** Nothing is lost, whatever is killed: the short form of `npm run kills` (docs/kills.md). */
import { expect, test } from "vitest";
import { type Blow, runKills } from "#tests/kills/kills.ts";

const blows: Blow[] = [
  ...(["one", "both", "one", "both", "one"] as const),
  ...(["postgres -9", "postgres immediate", "mail", "both"] as const),
];
const seed = Number(process.env.KILLS_SEED ?? Math.floor(Math.random() * 2 ** 31));

test("bookings and their mails while processes, PostgreSQL and the mail server are killed", async () => {
  console.log(`KILLS_SEED=${seed}`);
  const report = await runKills({ bookings: 108, blows, blows_at_reminders: 2, seed, say: console.log });
  console.log(report);
  expect(report).toMatchObject({ bookings: 108, mails: 108 * 5 });
}, 480_000);
