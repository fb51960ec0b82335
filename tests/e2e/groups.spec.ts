import { book, chooseTime, expect, freeTimes, test } from "#tests/support/e2e.ts";

test("seats count down, and a full session is no longer offered", async ({
  page,
  context,
  visitor,
  practice,
}) => {
  const own = await practice({ service: { title: "Choir", capacity: 2 } });
  await page.goto(own.on());
  const times = await freeTimes(page).count();
  await expect(freeTimes(page).first()).toContainText("2 seats left");

  // Opened while there is a seat, sent when there is none.
  const late = await visitor();
  await late.goto(own.on());
  await chooseTime(late);
  await expect(late.getByRole("complementary")).toContainText("2 seats left");
  await late.getByLabel("Your name").fill("Late Bird");
  await late.getByLabel("E-mail").fill("late@example.org");

  await book(context, own);
  await page.goto(own.on());
  await expect(freeTimes(page).first()).toContainText("1 seat left");
  await book(context, own);
  await page.goto(own.on());
  await expect(freeTimes(page)).toHaveCount(times - 1);

  await late.getByRole("button", { name: "Book this time" }).click();
  await expect(late.getByRole("alert")).toContainText(/full|taken/);
  await expect(late.getByLabel("Your name")).toHaveValue("Late Bird");
  await late
    .getByRole("alert")
    .getByRole("button", { name: /2 seats left/ })
    .first()
    .click();
  await expect(late.getByRole("heading", { level: 1 })).toHaveText("You’re booked");
});
