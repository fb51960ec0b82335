import { createClient, createClients } from "#tests/support/customers-practice.ts";
import { book, expect, statusAfter, test } from "#tests/support/e2e.ts";

const clients = (username: string) => `/dashboard/${username}/customers`;

test("who has booked is found, known and kept", async ({ page, context, practice, signedIn, db }) => {
  const own = await practice();
  await book(context, own);
  await createClients(db, own);
  await signedIn(own);
  await page.goto(`/dashboard/${own.username}`);
  await page.getByRole("link", { name: "Customers" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Amara Okafor" })).toContainText("2 visits");
  await page.getByLabel("Name, e-mail or phone").fill("hopp");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Grace Hopper" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Grace Hopper");
  await expect(page.getByRole("region", { name: "Coming" }).getByRole("link")).toHaveCount(1);

  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Phone").fill("call me");
  await page.getByLabel("Tags").fill("regular, VIP");
  await page.getByLabel("Note").fill("Wrote the first compiler.");
  expect(await statusAfter(page, () => page.getByRole("button", { name: "Save" }).click())).toBe(422);
  await expect(page.getByLabel("Note")).toHaveValue("Wrote the first compiler.");
  await page.getByLabel("Phone").fill("030 5550100");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await expect(page.getByText("Wrote the first compiler.")).toBeVisible();

  await page.getByRole("button", { name: "Block from booking" }).click();
  await expect(page.getByText("They can no longer book with you.")).toBeVisible();
  await expect(page.getByText("Blocked", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("They can book with you again.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Block from booking" })).toBeVisible();

  await page.goto(`${clients(own.username)}?tag=VIP`);
  await expect(page.locator(".clientname")).toHaveText(["Grace Hopper"]);
  await page.getByLabel("Name, e-mail or phone").fill("5550100");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.locator(".clientname")).toHaveText(["Grace Hopper"]);
});

test("two tabs: the second sees both and chooses", async ({ page, context, practice, signedIn, db }) => {
  const own = await practice();
  const { id } = await createClient(db, own, { name: "Ada", note: "first" });
  await signedIn(own);
  const edit = `${clients(own.username)}/${id}/edit`;
  const other = await context.newPage();
  await page.goto(edit);
  await other.goto(edit);
  await page.getByLabel("Note").fill("hers");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await other.getByLabel("Note").fill("his");
  expect(await statusAfter(other, () => other.getByRole("button", { name: "Save" }).click())).toBe(409);
  const choice = other.getByRole("group", { name: "Note" });
  await expect(choice.getByText("hers")).toBeVisible();
  await choice.getByRole("radio", { name: /Saved by somebody else/ }).check();
  await other.getByRole("button", { name: "Save my choice" }).click();
  await expect(other.getByText("Saved.")).toBeVisible();
  await expect(other.getByText("hers")).toBeVisible();
});

test("twice in the book: the taken address leads to merging", async ({ page, practice, signedIn, db }) => {
  const own = await practice();
  const one = await createClient(db, own, { name: "Ada Lovelace", email: "ada@example.org", visits: [-3] });
  await createClient(db, own, {
    name: "A. Lovelace",
    email: "al@example.org",
    note: "By phone",
    visits: [-9],
  });
  await signedIn(own);
  await page.goto(`${clients(own.username)}/${one.id}/edit`);
  await page.getByLabel("E-mail").fill("AL@example.org");
  expect(await statusAfter(page, () => page.getByRole("button", { name: "Save" }).click())).toBe(422);
  await page.getByRole("link", { name: "Merge the two" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Make one of two");
  await page.getByRole("group", { name: "E-mail that is kept" }).getByLabel("al@example.org").check();
  await page.getByRole("button", { name: "Merge the two" }).click();
  await expect(page.getByText("The two are one now.")).toBeVisible();
  await expect(page.getByText("By phone")).toBeVisible();
  await expect(page.getByRole("region", { name: "Past" }).getByRole("link")).toHaveCount(2);
  await page.goto(clients(own.username));
  await expect(page.locator(".clientname")).toHaveText(["Ada Lovelace"]);
});

test("erased: what lies ahead is cancelled, then the name is typed", async ({
  page,
  context,
  practice,
  signedIn,
}) => {
  const own = await practice();
  const booking = await book(context, own);
  await signedIn(own);
  await page.goto(clients(own.username));
  await page.getByRole("link", { name: "Grace Hopper" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Grace Hopper");
  await page.getByRole("link", { name: "Erase", exact: true }).click();
  await expect(page.getByText("One booking lies ahead.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel this booking" }).click();
  await expect(page.getByText("Cancelled. They are told by mail.")).toBeVisible();
  await page.getByLabel(/^Type/).fill("Grace");
  expect(await statusAfter(page, () => page.getByRole("button", { name: "Erase for good" }).click())).toBe(
    422,
  );
  await page.getByLabel(/^Type/).fill("grace hopper");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByText("Their data have been erased.")).toBeVisible();
  await expect(page.getByText("No customers yet")).toBeVisible();
  expect((await page.request.get(booking)).status()).toBe(404);
});

test("a list from another program: looked at, then imported", async ({ page, practice, signedIn, db }) => {
  const own = await practice();
  await createClient(db, own, { name: "Ada", email: "ada@example.org" });
  await signedIn(own);
  await page.goto(clients(own.username));
  await page.getByRole("link", { name: "Import" }).click();
  const body = "Name;Email;Tags\nAda L.;ada@example.org;VIP\nBob;bob@example.org;\nNobody;nowhere;\n";
  await page
    .getByLabel("File")
    .setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(body) });
  await page.getByRole("button", { name: "Check the list" }).click();
  await expect(page.getByText("Line 4")).toBeVisible();
  await expect(page.getByText("Name: Ada → Ada L.")).toBeVisible();
  await page.getByRole("button", { name: "Import the good lines (2)" }).click();
  await expect(page.getByText("Your list is imported: 1 added, 1 changed.")).toBeVisible();
  await expect(page.locator(".clientname")).toHaveText(["Ada L.", "Bob"]);
});

test("a rule for old data: a look, then on", async ({ page, practice, signedIn, db }) => {
  const own = await practice();
  await createClient(db, own, { name: "Long Gone", created_at: "2010-01-01", visits: [-900] });
  await createClient(db, own, { name: "Just Here", created_at: "2010-01-01", visits: [-9] });
  await signedIn(own);
  await page.goto(clients(own.username));
  await page.getByRole("link", { name: "erase old data automatically" }).click();
  await page.getByLabel(/^Whom would it erase/).fill("24");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("After 24 months: 1 customer.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Long Gone" })).toBeVisible();
  await page.getByLabel("Erase each night who has not come for long").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved: erased 24 months after the last visit.")).toBeVisible();
});
