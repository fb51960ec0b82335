import { afterAll, beforeAll, expect, test } from "vitest";
import { formatTimeRange } from "#app/i18n/format.ts";
import { readMail } from "#tests/support/mails.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type App, ask, outbox, PUBLIC_URL, post, startApp, until } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice, startAt } from "#tests/support/web-practice.ts";

const database = testDatabase();
const FORM = "/book/lena/full/details";
let app: App;
let n = 0;

beforeAll(async () => {
  const { provider_id } = await createOpenPractice(database.admin, {
    username: "lena",
    name: 'Léna "L" <x@evil.example>, Hartmann',
    email: "lena@example.org",
  });
  await createFullService(database.admin, provider_id, { title: "Full: consultation, ünd more" });
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const mailsOf = (id: string) =>
  outbox(app)
    .filter((name) => name.startsWith(id))
    .sort();
const jobsAreDone = () =>
  until(
    "the queue is empty",
    async () =>
      !(await database.admin.query("select from graphile_worker.jobs where run_at < now() + interval '10 s'"))
        .rowCount,
  );
const again = async (id: string, version: number, event: string) => {
  await database.admin.query(
    `select graphile_worker.add_job('booking_mail', json_build_object('provider_id', provider_id, 'booking_id', id,
       'version', $2::int, 'event', $3::text)) from bookings where id = $1`,
    [id, version, event],
  );
  await jobsAreDone();
};
const book = async (values: Record<string, string> = {}) => {
  const at = 2 * n++;
  const made = await post(app, FORM, bookingForm(at, values));
  expect(made.status).toBe(303);
  const { rows } = await database.admin.query("select id from bookings where lower(during) = $1", [
    startAt(at),
  ]);
  return { id: rows[0].id as string, at, link: made.headers.location!.replace(/\?.*/, "") };
};

const read = (name: string) => readMail(app, name);

test("one mail for each change, with the time in the customer's zone and the link that works", async () => {
  const { id, at, link } = await book({ tz: "Pacific/Honolulu" });
  await until("the mail is there", () => mailsOf(id).length === 1);
  const { headers, text } = read(`${id}.1.confirmed.eml`);
  const starts_at = Date.parse(startAt(at));
  expect(text).toContain(formatTimeRange(starts_at, starts_at + 1_800_000, "Pacific/Honolulu", "en-GB"));
  expect(text).toContain("Honolulu time (UTC−10)");
  expect(text).toContain(`${PUBLIC_URL}${link}`);
  expect((await ask(app, new URL(/https:\S+bookings\S+/.exec(text)![0]).pathname)).status).toBe(200);
  expect(headers.join("\n")).not.toContain(link.split("/").at(-1));

  await post(app, `${link}/time`, { start: startAt(at + 1), version: "1" });
  await post(app, `${link}/cancellation`, { version: "2", reason: "Ill" });
  await jobsAreDone();
  // The move's mail may have been overtaken by the cancellation: then it says nothing, the later one says it all.
  expect(mailsOf(id)).toEqual(expect.arrayContaining([`${id}.1.confirmed.eml`, `${id}.3.cancelled.eml`]));
  expect(read(`${id}.3.cancelled.eml`).text).toContain("Reason: Ill");
});

test("a job that runs twice leaves one mail; a job of an older version sends nothing", async () => {
  const { id, link, at } = await book();
  await jobsAreDone();
  await again(id, 1, "booked");
  expect(mailsOf(id)).toEqual([`${id}.1.confirmed.eml`]);
  await post(app, `${link}/time`, { start: startAt(at + 1), version: "1" });
  await jobsAreDone();
  expect(mailsOf(id)).toEqual([`${id}.1.confirmed.eml`, `${id}.2.moved.eml`]);
  await again(id, 1, "approved");
  await again(id, 9, "declined");
  expect(mailsOf(id)).toHaveLength(2);
});

test("no name makes a header, a recipient or a sender of its own", async () => {
  const name = 'Eve" <eve@evil.example>, Bcc: victim@example.org';
  const { id } = await book({ name, email: "eve@example.org", note: "\n\n.\nBcc: victim@example.org\n" });
  await until("the mail is there", () => mailsOf(id).length === 1);
  const { headers } = read(`${id}.1.confirmed.eml`);
  const names = headers.map((line) => line.split(":")[0]!.toLowerCase());
  expect(names.filter((one) => ["to", "from", "subject", "reply-to"].includes(one)).sort()).toEqual([
    "from",
    "reply-to",
    "subject",
    "to",
  ]);
  expect(names).not.toContain("bcc");
  expect(names).not.toContain("cc");
  expect(headers.find((line) => line.startsWith("To:"))).toBe("To: eve@example.org");
  const from = headers.find((line) => line.startsWith("From:"))!;
  expect(from).toMatch(/<bookings@daybook\.invalid>$/);
  // An address within the quoted or encoded name is a name, not a second sender.
  expect(from.replace(/"(?:[^"\\]|\\.)*"|=\?[^?]+\?[BQ]\?[^?]+\?=/gi, "").match(/[^\s<]+@[^\s>]+/g)).toEqual([
    "bookings@daybook.invalid",
  ]);
});

test("a mail of a provider's name with a line break in it does not break its header", async () => {
  await database.admin.query("update services set title = E'Lesson\\r\\nBcc: victim@example.org'");
  const { id } = await book();
  await until("the mail is there", () => mailsOf(id).length === 1);
  const { headers } = read(`${id}.1.confirmed.eml`);
  expect(headers.filter((line) => /^bcc/i.test(line))).toEqual([]);
});
