/** The page of the day: what is next, who waits, what others did, where there is room; with script and without. */
import { randomUUID } from "node:crypto";
import { book, expect, test } from "#tests/support/e2e.ts";
import { createBooking, createCustomer, createReservation } from "#tests/support/factories.ts";

const HALF_HOUR = 1_800_000;
const ALL_DAY = { hours: [0, 1440] as [number, number] };

test("a new provider: nothing to see, and what to do about it", async ({ page, practice, signedIn, db }) => {
  const own = await practice();
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}`);
  await expect(page.getByRole("heading", { name: "Nothing is coming up" })).toBeVisible();
  await expect(page.getByRole("link", { name: new RegExp(`/book/${own.username}$`) })).toHaveAttribute(
    "href",
    `/book/${own.username}`,
  );
  await expect(page.getByText("No requests to answer.")).toBeVisible();
  await expect(page.getByText("No news: nobody booked, moved or cancelled.")).toBeVisible();
  await db.query("update services set archived_at = now() where provider_id = $1", [own.provider_id]);
  await page.reload();
  await expect(page.getByRole("heading", { name: "What can people book?" })).toBeVisible();
});

test("a request: it is next, it is news, and one tap approves it", async ({
  page,
  context,
  practice,
  signedIn,
}) => {
  const own = await practice({ service: { title: "Portrait", requires_approval: true } });
  await signedIn(own, "manager");
  await book(context, own);
  await page.goto(`/dashboard/${own.username}`);
  const next = page.getByRole("region", { name: /^Next in 2 days/ });
  await expect(next).toContainText("Portrait");
  await expect(next).toContainText("waiting for your answer");
  await expect(next.getByRole("link", { name: "Grace Hopper" })).toHaveAttribute(
    "href",
    new RegExp(`^/dashboard/${own.username}/bookings/[0-9a-f-]{36}$`),
  );
  const news = page.getByRole("region", { name: "Since yesterday" });
  await expect(news.getByRole("listitem")).toHaveText(/Grace Hopper booked.*Portrait, .*09:00/);
  await page.getByRole("button", { name: /^Approve Grace Hopper/ }).click();
  await expect(page.getByText("Approved. The customer is told by mail.")).toBeVisible();
  await expect(page.getByText("No requests to answer.")).toBeVisible();
  await expect(next).not.toContainText("waiting for your answer");
  // What one did oneself is no news.
  await expect(news).toContainText("No news");
});

test("today's plan: bookings in order, and free time with the times filled in", async ({
  page,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ ...ALL_DAY, provider: { time_zone: "UTC" } });
  await signedIn(own);
  // An hour from now, unless that is tomorrow: then the day's last half hour is over soon, and there is no room to test.
  const start = Math.ceil((Date.now() + HALF_HOUR) / HALF_HOUR) * HALF_HOUR;
  test.skip(new Date(start + 3 * HALF_HOUR).getUTCDate() !== new Date().getUTCDate(), "close to midnight");
  const { provider_id, service_id } = own;
  const customer = await createCustomer(db, provider_id, { email: `${randomUUID()}@example.org` });
  const iso = (ms: number) => new Date(ms).toISOString();
  const during = `[${iso(start)},${iso(start + HALF_HOUR)})`;
  const keys = { provider_id, service_id, customer_id: customer.id };
  const booking = await createBooking(db, keys, { during });
  await createReservation(db, { provider_id, service_id, booking_id: booking.id }, during);
  await page.goto(`/dashboard/${own.username}`);
  const plan = page.getByRole("region", { name: "Your day" });
  await expect(plan.getByRole("link", { name: "Grace Hopper" })).toBeVisible();
  const after = plan.getByRole("listitem").last();
  await expect(after).toContainText("Free");
  const query = `start=${iso(start + HALF_HOUR)}&end=${iso(Date.parse(`${iso(start).slice(0, 10)}T00:00:00Z`) + 48 * HALF_HOUR)}`;
  await expect(after.getByRole("link", { name: /^Book/ })).toHaveAttribute(
    "href",
    `/dashboard/${own.username}/bookings/new?${query}`,
  );
  await expect(after.getByRole("link", { name: /^Block/ })).toHaveAttribute(
    "href",
    `/dashboard/${own.username}/calendar/block?${query}`,
  );
});

test("a viewer reads all of it, and has nothing to press", async ({ page, context, practice, signedIn }) => {
  const own = await practice({ ...ALL_DAY, service: { requires_approval: true } });
  await signedIn(own, "viewer");
  await book(context, own);
  await page.goto(`/dashboard/${own.username}`);
  const main = page.getByRole("main");
  await expect(main.getByRole("region", { name: /^Next/ })).toContainText("Grace Hopper");
  await expect(main.getByRole("button")).toHaveCount(0);
  await expect(main.getByRole("link", { name: /^(Book|Block|New booking)/ })).toHaveCount(0);
});

test("on a phone: four places and More, which holds the others", async ({ page, practice, signedIn }) => {
  const own = await practice();
  await signedIn(own);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/dashboard/${own.username}/members`);
  const places = page.getByRole("navigation", { name: "Dashboard" });
  await expect(places.getByRole("link")).toHaveText(["Today", "Calendar", "Bookings", "Customers"]);
  await places.getByText("More", { exact: true }).click();
  await expect(places.getByRole("link", { name: "Members" })).toHaveAttribute("aria-current", "page");
  await places.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Settings|profile/i);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(places.getByRole("link")).toHaveCount(9);
});

const SCRIPT = "<script>document.title='owned'</script>\"><img src=x onerror=alert(1)>";

test("what people typed is text", async ({ page, context, practice, signedIn, db }) => {
  const own = await practice({ provider: { name: SCRIPT }, service: { title: SCRIPT } });
  await signedIn(own);
  await book(context, own);
  await db.query(
    "update bookings set customer_name = $2, place_detail = $2, customer_phone = '1' where provider_id = $1",
    [own.provider_id, SCRIPT],
  );
  await page.goto(`/dashboard/${own.username}`);
  await expect(page.getByRole("region", { name: /^Next/ })).toContainText(SCRIPT);
  await expect(page.getByRole("region", { name: "Since yesterday" })).toContainText(SCRIPT);
  await expect(page.locator("main script, main img")).toHaveCount(0);
});
