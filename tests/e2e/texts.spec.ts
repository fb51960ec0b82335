import { unsubscribeToken } from "#app/domain/secrets.server.ts";
import { expect, test } from "#tests/support/e2e.ts";
import { createCustomer } from "#tests/support/factories.ts";

const DONE = { provider: { setup_finished_at: "2026-01-01T00:00:00Z" } };

test("one's own words: refused with the unknown word named, previewed, saved, and back", async ({
  page,
  practice,
  signedIn,
}) => {
  const own = await practice({ ...DONE, service: { title: "Cello lesson" } });
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}/settings`);
  await page.getByRole("link", { name: "Messages" }).click();
  await page.getByRole("link", { name: "Reminder" }).click();
  const opening = page.getByLabel("Opening text");
  await expect(opening).toHaveValue(/A short reminder/);
  await opening.fill("Dear {first name}, see you.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("nothing to put in place of {first name}").first()).toBeVisible();
  await expect(opening).toHaveValue("Dear {first name}, see you.");

  await opening.fill("Dear {name}, bring your cello.");
  await page.getByRole("button", { name: "Show the mail as typed" }).click();
  await expect(page.getByRole("heading", { name: "not saved yet" })).toBeVisible();
  const mail = page.frameLocator("iframe");
  await expect(mail.getByText("Dear Grace Hopper, bring your cello.")).toBeVisible();
  await expect(mail.getByText("Cello lesson")).toBeVisible();
  await page.getByText("The same as plain text").click();
  await expect(page.locator("pre")).toContainText("Dear Grace Hopper, bring your cello.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. The next of these mails")).toBeVisible();
  await expect(mail.getByText("bring your cello")).toBeVisible();

  await page.getByRole("link", { name: "Back to Daybook’s words" }).click();
  await expect(page.getByText("Daybook’s words are in the form now.")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. The next of these mails")).toBeVisible();
  await expect(opening).toHaveValue(/A short reminder/);
  await expect(page.getByRole("link", { name: "Back to Daybook’s words" })).toHaveCount(0);
});

test("a switch for everybody and one for oneself, each taken back", async ({ page, practice, signedIn }) => {
  const own = await practice(DONE);
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}/settings/messages`);
  await page.getByRole("button", { name: "Switch off Follow-up" }).click();
  await expect(page.getByText("“Follow-up” is off.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("“Follow-up” is on.")).toBeVisible();
  await page.getByRole("button", { name: "Switch off New booking, for you" }).click();
  await expect(page.getByText("You get no more “New booking”.")).toBeVisible();
  await page.getByRole("button", { name: "Switch on New booking, for you" }).click();
  await expect(page.getByText("You get “New booking” again.")).toBeVisible();
  await page.getByLabel("Sent each morning at").fill("06:45");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The next agenda comes at the new time.")).toBeVisible();
  await expect(page.getByLabel("Sent each morning at")).toHaveValue("06:45");
});

test("a test of a message arrives", async ({ page, practice, signedIn }) => {
  const own = await practice({ provider: { ...DONE.provider, name: "Lovelace Studio" } });
  const { email } = await signedIn(own);
  await page.goto(`/dashboard/${own.username}/settings/messages/follow_up`);
  await page.getByRole("button", { name: "Send me a test" }).click();
  await expect(page.getByText("is on its way to your mailbox")).toBeVisible();
  const entry = page.getByRole("listitem").filter({ hasText: email });
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(entry).toContainText("Test: Thank you from Lovelace Studio", { timeout: 500 });
  }).toPass();
});

test("no more of these mails, without signing in, and taken back", async ({ page, practice, db }) => {
  const { provider_id, username } = await practice({ provider: { name: "Lovelace Studio" } });
  const { id: recipient_id } = await createCustomer(db, provider_id);
  const about = { provider_id, kind: "follow_up", recipient_id };
  const token = unsubscribeToken(process.env.DAYBOOK_E2E_SECRET ?? "", about);
  await page.goto(`/unsubscribe/${username}/follow_up/${recipient_id}/${token}`);
  const ended = async () =>
    (await db.query("select 1 from message_optouts where recipient_id = $1", [recipient_id])).rowCount;
  expect(await ended()).toBe(0);
  await page.getByRole("button", { name: "No more of these mails" }).click();
  await expect(page.getByRole("heading", { name: "You get no more follow-ups" })).toBeVisible();
  expect(await ended()).toBe(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("These mails come again.")).toBeVisible();
  expect(await ended()).toBe(0);
});

test("reminders and a follow-up of a service: in words, kept, copied", async ({
  page,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ ...DONE, service: { title: "Cello lesson" } });
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}/services/${own.service_id}`);
  await expect(page.getByLabel("Reminder 1")).toHaveValue("1 day");
  await page.getByLabel("Reminder 2").fill("1 minute");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("From 5 minutes to 30 days, or nothing.").first()).toBeVisible();
  await page.getByLabel("Reminder 2").fill("90 min");
  await page.getByLabel("Reminder 3").fill("none");
  await page.getByLabel("Follow-up").fill("2 hours");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. Bookings that exist keep")).toBeVisible();
  await expect(page.getByLabel("Reminder 2")).toHaveValue("1 hour 30 minutes");
  await page.goto(`/dashboard/${own.username}/services`);
  await page.getByRole("button", { name: "Copy Cello lesson" }).click();
  await expect(page.getByText("Your copy is made")).toBeVisible();
  const { rows } = await db.query(
    "select reminder_min, follow_up_min from services where provider_id = $1 order by created_at",
    [own.provider_id],
  );
  expect(rows).toEqual([
    { reminder_min: [1440, 90], follow_up_min: 120 },
    { reminder_min: [1440, 90], follow_up_min: 120 },
  ]);
});
