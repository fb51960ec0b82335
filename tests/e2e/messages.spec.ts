import type pg from "pg";
import { book, expect, test } from "#tests/support/e2e.ts";
import { messageOf } from "#tests/support/e2e-states-ledger.ts";

const NO_SUCH_USER = "550 5.1.1 no such user here";

const refuse = (db: pg.Client, id: string) =>
  db.query(
    "update deliveries set state = 'refused', tries = 1, answer = $2, ended_at = now() where id = $1",
    [id, NO_SUCH_USER],
  );

test("a refused address is seen, corrected, and the message sent again", async ({
  page,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice({ service: { title: "Fencing lesson" } });
  await book(page, own);
  const { id } = await messageOf(db, own.provider_id, "confirmed");
  await refuse(db, id);
  await signedIn(own);

  await page.goto(`/dashboard/${own.username}`);
  await expect(page.getByRole("main")).toContainText("1 message could not be delivered");
  await page.getByRole("link", { name: "See which" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Undelivered messages");
  await expect(page.getByRole("main")).toContainText(NO_SUCH_USER);
  await page.getByRole("link", { name: /Fencing lesson/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Grace Hopper");
  await expect(page.getByText("Mail to this address was refused")).toBeVisible();
  await page.getByRole("link", { name: "Correct it" }).click();
  await page.getByLabel("E-mail").fill("grace.hopper@example.org");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.getByText("Mail to this address was refused")).toHaveCount(0);

  await page.goto(`/dashboard/${own.username}/messages`);
  await page.getByRole("button", { name: /^Send again/ }).click();
  await expect(page.getByText("It is on its way.")).toBeVisible();
  await expect(page.getByText("Every message has reached its mail server.")).toBeVisible();
  await messageOf(db, own.provider_id, "confirmed");
  await page.goto(`/dashboard/${own.username}/bookings`);
  await page.getByRole("link", { name: "Grace Hopper" }).click();
  const confirmation = page.getByRole("listitem").filter({ hasText: "Confirmation to Grace Hopper" });
  await expect(confirmation).toContainText("Sent on");
  await expect(page.getByRole("listitem").filter({ hasText: "Reminder to" })).toContainText("Planned for");
  await expect(page.getByRole("main")).toContainText("Sent a message again");
});

test("what cannot be mended is dismissed, and what no longer holds is not sent", async ({
  page,
  practice,
  signedIn,
  db,
}) => {
  const own = await practice();
  const theirs = await book(page, own);
  const { id } = await messageOf(db, own.provider_id, "confirmed");
  await page.goto(`${theirs}/cancellation`);
  await page.getByRole("button", { name: "Cancel this booking" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/cancelled/i);
  await messageOf(db, own.provider_id, "cancelled");
  await refuse(db, id);
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}/bookings`);
  await page.getByRole("link", { name: "Undelivered messages (1)" }).click();
  await expect(page.getByRole("main")).toContainText(
    "It cannot be sent again. The booking was changed again",
  );
  await expect(page.getByRole("button", { name: /^Send again/ })).toHaveCount(0);
  await page.getByRole("button", { name: /^Dismiss/ }).click();
  await expect(page.getByText("Taken off the list.")).toBeVisible();
  await page.goto(`/dashboard/${own.username}`);
  await expect(page.getByText("could not be delivered")).toHaveCount(0);
});

test("a mail of the demo is shown as HTML, as text and for the calendar, and runs nothing", async ({
  page,
  practice,
  db,
}) => {
  const own = await practice({ service: { title: "Fencing lesson" } });
  await book(page, own);
  const { once } = await messageOf(db, own.provider_id, "confirmed");
  await page.goto(`/dev/mail/${once}`);
  await expect(page.getByRole("main")).toContainText("Message-ID");
  await expect(page.getByRole("main")).toContainText("REQUEST");
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("Fencing lesson").first()).toBeVisible();
  const answer = await page.request.get(`/dev/mail/${once}/html`);
  expect(answer.headers()["content-security-policy"]).toMatch(/^default-src 'none'.*sandbox/);
  expect((await page.request.get(`/dev/mail/${once}`)).headers()["content-security-policy"]).not.toContain(
    "unsafe-inline",
  );
  const file = await page.request.get(`/dev/mail/${once}/invite.ics`);
  expect(file.headers()["content-type"]).toContain("method=REQUEST");
  expect(await file.text()).toContain("SUMMARY:Fencing lesson");
  const [opened] = await Promise.all([
    page.waitForEvent("popup"),
    frame
      .getByRole("link", { name: /booking/i })
      .first()
      .click(),
  ]);
  await expect(opened.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
});
