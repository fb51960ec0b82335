import { chooseTime, expect, fillIn, freeDays, statusAfter, test } from "#tests/support/e2e.ts";

/** The demo's physiotherapist asks in every way there is. */
const CALENDAR = "/book/riverside-physio/initial-assessment";

test("questions of every kind: needed ones are asked for, answers are kept and shown", async ({
  page,
}, info) => {
  await page.goto(CALENDAR);
  await page.getByRole("link", { name: /Next month/ }).click();
  // The two projects share this provider: each has its own end of the month.
  await (info.project.name === "plain" ? freeDays(page).first() : freeDays(page).last()).click();
  await chooseTime(page);
  await fillIn(page, "Ruth Feinstein", "ruth@example.org");

  // A browser stops what is missing; a form that comes without its help is stopped by the server.
  await page.getByRole("button", { name: "Book this time" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your details");
  await page.locator("form#details").evaluate((form) => {
    (form as HTMLFormElement).noValidate = true;
  });
  await page.getByLabel("Shoulder").check();
  await page.getByLabel("Knee").check();
  await page.getByLabel("A friend").check();
  await page.getByLabel("Insurance member number").fill("RX 1234");
  await page.getByLabel(/How strong is the pain/).fill("a lot");
  const send = () => page.getByRole("button", { name: "Book this time" }).click();
  expect(await statusAfter(page, send)).toBe(422);

  const summary = page.getByRole("alert");
  await expect(summary).toContainText("4 things need your attention");
  await expect(page.getByLabel("Phone")).toHaveAccessibleDescription(/is needed/);
  await expect(page.getByLabel("What brings you here?")).toHaveAccessibleDescription(/answer this question/);
  await expect(page.getByLabel(/How strong is the pain/)).toHaveAccessibleDescription(/give a number/);
  await expect(page.getByLabel("I have read the privacy notice")).toHaveAccessibleDescription(
    /answer this question/,
  );
  await expect(page.getByLabel("Shoulder")).toBeChecked();
  await expect(page.getByLabel("Knee")).toBeChecked();
  await expect(page.getByLabel("Hip")).not.toBeChecked();
  await expect(page.getByLabel("A friend")).toBeChecked();
  await expect(page.getByLabel("Insurance member number")).toHaveValue("RX 1234");
  await expect(page.getByLabel(/How strong is the pain/)).toHaveValue("a lot");

  await page.getByLabel("Phone").fill("+1 212 555 0150");
  await page.getByLabel("What brings you here?").fill("My knee.\nSince Monday.");
  await page.getByLabel(/How strong is the pain/).fill("4");
  await page.getByLabel("I have read the privacy notice").check();
  await send();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
  const answers = page.getByRole("main");
  for (const words of ["My knee.", "Shoulder, Knee", "A friend", "RX 1234"]) {
    await expect(answers).toContainText(words);
  }
});

test("an optional answer of nothing but spaces is no answer, and no error", async ({ page, practice }) => {
  const { on } = await practice({
    service: { phone_field: "optional" },
    questions: [{ label: "Anything else?" }],
  });
  await page.goto(on());
  await chooseTime(page);
  await fillIn(page);
  await page.getByLabel("Phone").fill("  ");
  await page.getByLabel("Anything else?").fill("   ");
  await page.getByLabel("Note").fill("   ");
  await page.getByRole("button", { name: "Book this time" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
  await expect(page.getByText("Anything else?")).toHaveCount(0);
});
