/** Two customers become one: nothing of either is lost, and who books meanwhile is booked. */
import { beforeEach, describe, expect, test } from "vitest";
import { bookSlot } from "#app/domain/bookings.server.ts";
import type { Context } from "#app/domain/context.ts";
import { mergeCustomers } from "#app/domain/customers/merge.server.ts";
import { deleteCustomer, updateBookingsCustomer } from "#db/customer_erasure.ts";
import { selectOptionalCustomerByEmail } from "#db/customers.ts";
import { serializable } from "#db/transaction.ts";
import { at, createWorld, mustBook, request } from "#tests/support/booking-world.ts";
import { createCustomer, insertRow, uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";

const database = testDatabase();
let world: Awaited<ReturnType<typeof createWorld>>;
let member: Context;
const CHOICE = { name: "one", email: "one", phone: "one" } as const;

beforeEach(async () => {
  world = await createWorld(database);
  member = world.context({ actor: "provider" });
});

const add = async (values: Record<string, unknown>, tags: string[] = []) => {
  const made = await createCustomer(database.admin, world.id, values);
  for (const tag of tags)
    await insertRow(database.admin, "customer_tags", { provider_id: world.id, customer_id: made.id, tag });
  return made;
};
const versions = { version: 1, other_version: 1 };
const all = async () =>
  (
    await database.admin.query(
      `select c.id, c.name, c.email::text, c.phone, c.note, c.blocked_at is not null as blocked,
         (select count(*)::int from bookings b where b.customer_id = c.id) as bookings,
         array(select tag from customer_tags t where t.customer_id = c.id order by 1) as tags
       from customers c where provider_id = $1 order by c.id`,
      [world.id],
    )
  ).rows;

describe("merging", () => {
  test("who wanted no more follow-ups as either of the two gets none as the one", async () => {
    const [one, other] = [await add({ email: "a@example.org" }), await add({ email: "b@example.org" })];
    await insertRow(database.admin, "message_optouts", {
      ...{ provider_id: world.id, recipient_id: other.id, kind: "follow_up" },
    });
    const merge = { id: one.id, other_id: other.id, ...versions, ...CHOICE };
    expect(await mergeCustomers(member, merge)).toEqual({ ok: true });
    const { rows } = await database.admin.query("select kind from message_optouts where recipient_id = $1", [
      one.id,
    ]);
    expect(rows).toEqual([{ kind: "follow_up" }]);
  });

  test("the chosen fields, both notes, all tags and bookings; the other is gone", async () => {
    const one = await add({ name: "Ada", phone: "1", note: "A", email: "ada@example.org" }, ["x", "y"]);
    const other = await add({ name: "Ada L.", phone: "2", note: "B", email: "al@example.org" }, ["y", "z"]);
    for (const [minutes, email] of [
      [60, "ada@example.org"],
      [120, "AL@example.org"],
    ] as const)
      await mustBook(world.context(), "talk", at(minutes), { customer: { email } });
    // After their booking: who is blocked books nothing.
    await database.admin.query("update customers set blocked_at = '2030-01-01' where id = $1", [other.id]);
    // A booking touches whom it is for, and their version stays: only what a member may set counts.
    const merge = {
      id: one.id,
      other_id: other.id,
      ...versions,
      name: "other",
      email: "other",
      phone: "one",
    } as const;
    expect(await mergeCustomers(member, merge)).toEqual({ ok: true });
    expect(await all()).toEqual([
      {
        ...{ id: one.id, name: "Ada L.", email: "al@example.org", phone: "1", note: "A\n\nB" },
        ...{ blocked: true, bookings: 2, tags: ["x", "y", "z"] },
      },
    ]);
    const { rows } = await database.admin.query(
      "select details from audit_events where action = 'customer.merged' and provider_id = $1",
      [world.id],
    );
    expect(rows).toEqual([{ details: { customer_id: one.id, merged_id: other.id } }]);
    await expect(mergeCustomers(member, merge)).rejects.toThrow("don't have this customer");
  });

  test("a version that is over, the same twice, notes that are too long, somebody of another provider", async () => {
    const [one, other] = [await add({ note: "a".repeat(3000) }), await add({ note: "b".repeat(1500) })];
    const before = await all();
    const merge = { id: one.id, other_id: other.id, ...versions, ...CHOICE };
    expect(await mergeCustomers(member, { ...merge, version: 2 })).toEqual({ ok: false, reason: "stale" });
    expect(await mergeCustomers(member, { ...merge, other_version: 2 })).toEqual({
      ok: false,
      reason: "stale",
    });
    expect(await mergeCustomers(member, { ...merge, other_id: one.id })).toEqual({
      ok: false,
      reason: "same",
    });
    expect(await mergeCustomers(member, merge)).toEqual({ ok: false, reason: "note_too_long" });
    const foreign = await createCustomer(database.admin, (await createWorld(database)).id);
    for (const id of [foreign.id, uuid()])
      await expect(mergeCustomers(member, { ...merge, other_id: id })).rejects.toThrow(
        "don't have this customer",
      );
    expect(await all()).toEqual(before);
  });

  test("bookings for the one who goes, made in the same moment: none fails, none is lost", async () => {
    for (let round = 0; round < 4; round++) {
      const [one, other] = [
        await add({ email: `one-${round}@example.org` }),
        await add({ email: `other-${round}@example.org` }),
      ];
      const book = (n: number) =>
        bookSlot(
          world.context(),
          "talk",
          request(at(30 * (n + 4 * (round % 4))), { customer: { email: `other-${round}@example.org` } }),
        );
      const merge = { id: one.id, other_id: other.id, ...versions, ...CHOICE };
      const [first, merged, ...later] = await Promise.all([
        book(0),
        mergeCustomers(member, { ...merge, email: round % 2 ? "other" : "one" }),
        book(1),
        book(2),
      ]);
      expect([merged.ok, first.ok, ...later.map(({ ok }) => ok)]).toEqual([true, true, true, true]);
    }
    const total = (await all()).reduce((sum, { bookings }) => sum + bookings, 0);
    expect(total).toBe(12);
  });

  test("from another process too, where no turn is kept", async () => {
    for (let round = 0; round < 6; round++) {
      const email = `gone-${round}@example.org`;
      const { id } = await add({ email });
      // What a merge does to the one who goes, without the turn that one process keeps.
      const [booked] = await Promise.all([
        bookSlot(world.context(), "talk", request(at(30 * round), { customer: { email } })),
        serializable(world.id, async (tx) => {
          if (!(await selectOptionalCustomerByEmail(tx, email))) return;
          const heir = await selectOptionalCustomerByEmail(tx, "heir@example.org");
          if (heir) await updateBookingsCustomer(tx, id, heir.id);
          if (heir) await deleteCustomer(tx, id);
        }),
      ]);
      expect(booked.ok).toBe(true);
      if (round === 0) await add({ email: "heir@example.org" });
    }
  });
});
