import { book, expect, freeTimes, test, visit } from "#tests/support/e2e.ts";
import { createService } from "#tests/support/factories.ts";

test("names that lead nowhere", async ({ page, practice, signedIn }) => {
  const { username } = await practice();
  await signedIn();
  for (const [address, title, way] of [
    ["/nothing/here", "We can't find this page", "Go to the start page"],
    ["/book/nobody-of-this-name", "We can't find this page", "Go to the start page"],
    [`/book/${username}/no-such-service`, "We can't find this service", "See what Ada Lovelace offers"],
    [`/book/${username}/bookings/${"x".repeat(32)}`, "We can't find this page", "Go to the start page"],
    ["/dev/mail/no-such-mail", "We can't find this page", "Go to the start page"],
    ["/dashboard/nobody-of-this-name", "We can't find this page", "Go to the start page"],
  ] as const) {
    expect(await visit(page, address), address).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page).toHaveTitle(new RegExp(title));
    await expect(page.getByRole("main").getByRole("link", { name: way })).toBeVisible();
  }
});

test("a name in capitals finds its page", async ({ page, practice }) => {
  const { username } = await practice();
  expect(await visit(page, `/book/${username.toUpperCase()}`)).toBe(200);
  expect(new URL(page.url()).pathname).toBe(`/book/${username}`);
});

test("old links: past months and days, past starts, times off the grid", async ({ page, practice }) => {
  const { path, on, day } = await practice({ service: { horizon_days: 60 } });
  expect(await visit(page, `${path}?month=2020-02`)).toBe(200);
  await expect(page.getByRole("link", { name: /Previous month/ })).toHaveCount(0);
  expect(await visit(page, `${path}?date=2020-02-11`)).toBe(200);

  for (const [start, words] of [
    ["2020-02-11T10:00:00Z", "That time has passed"],
    [`${day()}T08:07:00Z`, "Bookings don't start at that time"],
    [`${day()}T23:00:00Z`, "Not available at that time"],
    [`${day(90)}T09:00:00Z`, "That day is not open yet"],
  ] as const) {
    expect(await visit(page, `${path}/details?start=${start}&duration=30`), start).toBe(409);
    await expect(page.getByRole("alert")).toContainText(words);
    await expect(page.getByRole("link", { name: "See all free times in the calendar" })).toBeVisible();
  }
  await page.goto(on());
  await expect(freeTimes(page).first()).toBeVisible();
});

test("what cannot be read is said, with a way back", async ({ page, practice }) => {
  const { path } = await practice();
  for (const query of [
    "?month=2026-13",
    "?date=2026-02-30",
    "?tz=Mars/Olympus",
    "?duration=31",
    "/details",
    "/details?start=soon",
  ]) {
    expect(await visit(page, path + query), query).toBe(400);
    await page.getByRole("main").getByRole("link", { name: "Back to the calendar" }).click();
    await expect(page.getByRole("region", { name: "Free times" })).toBeVisible();
  }
});

test("a hidden service is for who has its link", async ({ page, practice, db }) => {
  const { path, username, provider_id } = await practice({
    service: { title: "For friends", hidden_at: new Date().toISOString() },
  });
  await createService(db, provider_id, { title: "For all" });
  await page.goto(`/book/${username}`);
  await expect(page.getByRole("link", { name: "For all" })).toBeVisible();
  await expect(page.getByText("For friends")).toHaveCount(0);
  expect(await visit(page, path)).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("For friends");
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
});

test("an archived service has ended, and its bookings are still there", async ({
  page,
  context,
  practice,
  db,
}) => {
  const own = await practice({ service: { title: "Old times" } });
  const { path, username, provider_id } = own;
  const booking = await book(context, own);
  await db.query("update services set archived_at = now() where provider_id = $1", [provider_id]);
  expect(await visit(page, path)).toBe(410);
  await expect(page.getByRole("main")).toContainText("“Old times”");
  await page.getByRole("link", { name: "See what Ada Lovelace offers" }).click();
  await expect(page).toHaveURL(new RegExp(`/book/${username}$`));
  await expect(page.getByText("No services yet.")).toBeVisible();
  expect(await visit(page, booking)).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
});

test("nothing free leads to the next free day, or says that there is none", async ({
  page,
  practice,
  db,
}) => {
  const { path, on, day, provider_id } = await practice({ service: { horizon_days: 20 } });
  await db.query(
    "insert into blocked_times (provider_id, id, during) values ($1, gen_random_uuid(), tstzrange($2, $3))",
    [provider_id, `${day(-1)}T00:00:00Z`, `${day(3)}T00:00:00Z`],
  );
  await page.goto(on());
  await expect(freeTimes(page)).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Free times" })).toContainText("Nothing free on");
  await page.getByRole("link", { name: /Next free day/ }).click();
  await expect(freeTimes(page).first()).toBeVisible();
  expect(page.url()).toMatch(new RegExp(`date=(${day(3)}|${day(4)})`));

  await db.query(
    "insert into blocked_times (provider_id, id, during) values ($1, gen_random_uuid(), tstzrange($2, $3))",
    [provider_id, `${day(3)}T00:00:00Z`, `${day(60)}T00:00:00Z`],
  );
  await page.goto(path);
  await expect(page.getByText("has no free times at the moment")).toBeVisible();
  await expect(page.getByRole("link", { name: "+49 30 1234567" })).toBeVisible();
});
