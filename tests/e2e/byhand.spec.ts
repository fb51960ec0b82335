import type pg from "pg";
import { addDays } from "#app/domain/zones.ts";
import { book, expect, statusAfter, test } from "#tests/support/e2e.ts";
import { countBookings, type Practice } from "#tests/support/e2e-practice.ts";
import { createCustomer } from "#tests/support/factories.ts";

const PORTRAIT = {
  service: {
    title: "Portrait",
    durations: [
      { duration_min: 30, price_cents: 4500 },
      { duration_min: 60, price_cents: 8000 },
    ],
  },
};

const bookingsOf = async (db: pg.Client, { provider_id }: Practice) =>
  (
    await db.query(
      "select id, starts_at, status, booked_by, customer_name, internal_note, version from bookings where provider_id = $1 order by starts_at",
      [provider_id],
    )
  ).rows;
const newAt = ({ username }: Practice) => `/dashboard/${username}/bookings/new`;

test("somebody new: what, when, for whom, and it stands", async ({ page, practice, signedIn, db }) => {
  const own = await practice(PORTRAIT);
  await signedIn(own, "manager");
  await page.goto(newAt(own));
  await page.getByRole("link", { name: "Portrait, 1 hour" }).click();
  await expect(page.getByText("When will it be?")).toBeVisible();
  await page.getByLabel("Date", { exact: true }).fill(own.day(1));
  await page.getByLabel("Time", { exact: true }).fill("10:10");
  await page.getByRole("button", { name: "Take this time" }).click();
  await expect(page.getByRole("heading", { name: "For whom?" })).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill("Grace Hopper");
  await page.getByLabel("E-mail").fill("grace@example.org");
  await page.getByLabel("Internal note").fill("Called on Monday");
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByText("Booked. The customer is told by mail.")).toBeVisible();
  const [booking] = await bookingsOf(db, own);
  expect(new URL(page.url()).pathname).toBe(`/dashboard/${own.username}/bookings/${booking.id}`);
  expect(booking).toMatchObject({
    ...{ status: "confirmed", booked_by: "provider", customer_name: "Grace Hopper" },
    internal_note: "Called on Monday",
  });
  expect(booking.starts_at.toISOString()).toBe(new Date(Date.parse(own.start(2, 1)) + 600_000).toISOString());
});

test("somebody known: a free time, found by the name, two clicks more", async ({
  page,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ service: { title: "Portrait" } });
  await createCustomer(db, own.provider_id, { name: "Mary Somerville", email: "mary@example.org" });
  await signedIn(own);
  await page.goto(`${newAt(own)}?date=${own.day()}`);
  const free = page
    .getByRole("region", { name: /^Free on/ })
    .getByRole("listitem")
    .getByRole("link");
  await free.first().click();
  await page.getByLabel("Find a customer").fill("somerv");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("link", { name: /Mary Somerville/ }).click();
  await expect(page).toHaveURL(/customer=/);
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByText("Booked. The customer is told by mail.")).toBeVisible();
  const [booking] = await bookingsOf(db, own);
  expect([booking.customer_name, booking.starts_at.toISOString()]).toEqual(["Mary Somerville", own.start()]);
});

test("outside the hours it warns first, and books when that is what is meant", async ({
  page,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ service: { title: "Portrait" } });
  await signedIn(own);
  // The calendar leads here with a time.
  const evening = new Date(Date.parse(own.start(0, 1)) + 11 * 3_600_000).toISOString();
  await page.goto(`${newAt(own)}?start=${evening}`);
  await expect(page.getByText("It is outside your working hours.")).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill("Grace Hopper");
  await page.getByLabel("E-mail").fill("grace@example.org");
  // Meanwhile a colleague blocks that evening: what was confirmed is not all there is.
  await db.query(
    "insert into blocked_times (provider_id, id, during) values ($1, gen_random_uuid(), tstzrange($2, $2::timestamptz + interval '1 hour'))",
    [own.provider_id, evening],
  );
  const anyway = page.getByRole("button", { name: "Book anyway" });
  expect(await statusAfter(page, () => anyway.click())).toBe(409);
  await expect(page.getByText("It lies in a time that you blocked")).toBeVisible();
  expect(await countBookings(db, own)).toBe(0);
  await expect(page.getByLabel("E-mail")).toHaveValue("grace@example.org");
  await anyway.click();
  await expect(page.getByText("Booked. The customer is told by mail.")).toBeVisible();
  expect(await countBookings(db, own)).toBe(1);
});

test("a customer was faster: a near time takes what was typed along", async ({
  page,
  request,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ service: { title: "Portrait" } });
  await signedIn(own);
  await page.goto(`${newAt(own)}?start=${own.start(2)}`);
  await page.getByRole("textbox", { name: "Name" }).fill("Ada Byron");
  await page.getByLabel("E-mail").fill("ada@example.org");
  await book({ request }, own, { nth: 2 });
  const send = () => page.getByRole("button", { name: "Book", exact: true }).click();
  expect(await statusAfter(page, send)).toBe(409);
  await expect(page.getByRole("heading", { name: "That time is taken" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Ada Byron");
  await page.getByRole("listitem").getByRole("button").first().click();
  await expect(page.getByText("Booked. The customer is told by mail.")).toBeVisible();
  expect((await bookingsOf(db, own)).map(({ customer_name }) => customer_name).sort()).toEqual([
    "Ada Byron",
    "Grace Hopper",
  ]);
});

test("the night of the clock change: asked, never guessed", async ({ page, practice, signedIn }) => {
  const own = await practice({ service: { title: "Portrait" } });
  await signedIn(own);
  await page.goto(newAt(own));
  await page.getByLabel("Date", { exact: true }).fill("2030-03-31");
  await page.getByLabel("Time", { exact: true }).fill("02:30");
  await page.getByRole("button", { name: "Take this time" }).click();
  await expect(page.getByRole("heading", { name: "02:30 does not exist on that day" })).toBeVisible();
  await page.getByRole("link", { name: /^03:30/ }).click();
  await expect(page.getByText("03:30 – 04:00")).toBeVisible();
  await page.goto(`${newAt(own)}?date=2030-10-27&time=02:30`);
  await page.getByRole("link", { name: /the second time/ }).click();
  await expect(page).toHaveURL(/start=2030-10-27T01:30:00/);
});

test("again a week later, and every week with one that cannot be had", async ({
  page,
  request,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ service: { title: "Portrait" } });
  await signedIn(own);
  await book({ request }, own, { nth: 1 });
  const [first] = await bookingsOf(db, own);
  await page.goto(`${newAt(own)}?repeat=${first.id}`);
  await expect(page.getByText("Grace Hopper", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByText("Booked again. The customer is told by mail.")).toBeVisible();
  const [, second] = await bookingsOf(db, own);
  expect(second.starts_at.toISOString()).toBe(own.start(1, 7));

  await page.goto(`${newAt(own)}?repeat=${second.id}`);
  await page.getByLabel("How often?").selectOption("3");
  await book({ request }, own, { nth: 1, day: 21 });
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByText("2 of 3 are booked. 1 could not be.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Not booked" })).toContainText(
    "Another booking is there",
  );
  expect(await countBookings(db, own)).toBe(5);
  // Seen again, it says the same and books nothing.
  await page.reload();
  await expect(page.getByText("2 of 3 are booked. 1 could not be.")).toBeVisible();
  await page.getByRole("link", { name: /^Choose another time/ }).click();
  await expect(page.getByLabel("Date", { exact: true })).toHaveValue(addDays(own.day(), 21));
});

test("moving: another time, then it is somebody else's turn to be told", async ({
  page,
  request,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ service: { title: "Portrait" } });
  await signedIn(own);
  await book({ request }, own);
  const [booking] = await bookingsOf(db, own);
  const time = `/dashboard/${own.username}/bookings/${booking.id}/time`;
  await page.goto(`${time}?date=${own.day(1)}`);
  const free = page
    .getByRole("region", { name: /^Free on/ })
    .getByRole("listitem")
    .getByRole("link");
  await free.nth(3).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Move to this time?");
  // Somebody changes it in another window.
  await db.query("update bookings set version = version + 1 where id = $1", [booking.id]);
  const move = page.getByRole("button", { name: "Move the booking" });
  expect(await statusAfter(page, () => move.click())).toBe(409);
  await expect(page.getByText("changed in the meantime")).toBeVisible();
  await move.click();
  await expect(page.getByText("Moved. The customer is told by mail.")).toBeVisible();
  const [moved] = await bookingsOf(db, own);
  expect([moved.starts_at.toISOString(), moved.version]).toEqual([own.start(3, 1), 3]);

  await page.goto(time);
  await page.getByLabel("Date", { exact: true }).fill(own.day(1));
  await page.getByLabel("Time", { exact: true }).fill("22:00");
  await page.getByRole("button", { name: "Take this time" }).click();
  await expect(page.getByText("It is outside your working hours.")).toBeVisible();
  await page.getByRole("button", { name: "Move anyway" }).click();
  await expect(page.getByText("Moved. The customer is told by mail.")).toBeVisible();
});
