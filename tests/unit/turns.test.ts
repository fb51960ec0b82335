import { expect, test } from "vitest";
import { inTurn } from "#app/domain/bookings/turns.server.ts";

const held = () => Promise.withResolvers<void>();

test("one provider's go one after the other, another provider's at once", async () => {
  const order: string[] = [];
  const gate = held();
  const first = inTurn("a", async () => {
    order.push("a1 starts");
    await gate.promise;
    order.push("a1 ends");
  });
  const second = inTurn("a", async () => void order.push("a2"));
  const other = inTurn("b", async () => void order.push("b1"));
  await other;
  expect([...order].sort()).toEqual(["a1 starts", "b1"]);
  gate.resolve();
  await Promise.all([first, second]);
  expect(order.slice(-2)).toEqual(["a1 ends", "a2"]);
});

test("a failure is its own caller's only; the next one still has its turn", async () => {
  const first = inTurn("c", async () => {
    throw new Error("broken");
  });
  const second = inTurn("c", async () => "fine");
  await expect(first).rejects.toThrow("broken");
  await expect(second).resolves.toBe("fine");
});

test("a hundred in a row keep their order", async () => {
  const order: number[] = [];
  await Promise.all(Array.from({ length: 100 }, (_, n) => inTurn("d", async () => void order.push(n))));
  expect(order).toEqual(Array.from({ length: 100 }, (_, n) => n));
});
