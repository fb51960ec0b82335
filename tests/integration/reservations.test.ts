/** The table of what is taken: how its one INSERT behaves, and that nothing stays when a provider goes. */
import { beforeAll, expect, test } from "vitest";
import { constraintOf } from "#db/errors.ts";
import { insertReservation } from "#db/reservations.ts";
import { serializable } from "#db/transaction.ts";
import * as make from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
let a: Awaited<ReturnType<typeof make.createPractice>>;
beforeAll(async () => {
  a = await make.createPractice(database.admin);
});

test("the named ON CONFLICT gives way to a taken time only, and hides no other conflict", async () => {
  const [one, two] = [
    await make.createBooking(database.admin, a.keys),
    await make.createBooking(database.admin, a.keys),
  ];
  const take = (booking_id: string, hour: number) =>
    serializable(a.provider_id, (tx) =>
      insertReservation(tx, {
        ...{
          id: make.uuid(),
          booking_id,
          service_id: a.service.id,
          session_id: make.uuid(),
          seat: 1,
          capacity: 1,
        },
        ...{ occupied_from: Date.UTC(2031, 0, 7, hour), occupied_until: Date.UTC(2031, 0, 7, hour + 1) },
      }),
    );
  expect(await take(one.id, 9)).toBe(true);
  expect(await take(two.id, 9)).toBe(false);
  const again = await take(one.id, 15).catch((error: unknown) => error);
  expect(constraintOf(again)).toBe("reservations_booking_once");
});

test("a provider who leaves takes everything along", async () => {
  const gone = await make.createPractice(database.admin);
  const { provider_id, keys, service } = gone;
  const booking = await make.createBooking(database.admin, keys);
  await make.createReservation(
    database.admin,
    { provider_id, service_id: service.id, booking_id: booking.id },
    booking.during,
  );
  await database.admin.query("delete from providers where id = $1", [gone.provider_id]);
  for (const table of [
    "usernames",
    "schedules",
    "weekly_hours",
    "services",
    "customers",
    "bookings",
    "reservations",
  ]) {
    const { rowCount } = await database.admin.query(`select from ${table} where provider_id = $1`, [
      gone.provider_id,
    ]);
    expect({ table, rowCount }).toEqual({ table, rowCount: 0 });
  }
});
