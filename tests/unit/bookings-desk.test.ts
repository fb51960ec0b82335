import fc from "fast-check";
import { expect, test } from "vitest";
import { withOffset } from "#app/domain/bookings/csv.server.ts";
import {
  BOOKING_ORDERS,
  BOOKING_STATES,
  canBeNoShow,
  cursorOf,
  InternalNoteInput,
  readCursor,
  readWish,
  searchKeys,
  wishQuery,
  wishWindow,
} from "#app/domain/bookings/desk.ts";

const read = (query: string) => readWish(new URLSearchParams(query));

test("an address without wishes is what comes, soonest first; the past is latest first", () => {
  expect(read("")).toEqual({
    ...{ state: "upcoming", order: "soonest", service: null, customer: null, q: "", from: null, until: null },
  });
  expect(read("state=past").order).toBe("latest");
  expect(read("state=waiting").order).toBe("soonest");
  expect(read("state=past&order=soonest").order).toBe("soonest");
});

test("what cannot be meant is left out", () => {
  const odd = "state=gone&order=x&customer=1&from=2026-02-30&until=tomorrow&q=%00%01a%00&service=%00";
  expect(read(odd)).toEqual({ ...read(""), q: "a" });
  expect(read(`q=${"x".repeat(101)}`).q).toBe("");
});

test("a wish goes through its own address", () => {
  const date = fc.constantFrom(null, "2026-11-25", "2028-02-29");
  const wishes = fc.record({
    state: fc.constantFrom(...BOOKING_STATES),
    order: fc.constantFrom(...BOOKING_ORDERS),
    service: fc.constantFrom(null, "yoga", "a-b-c"),
    customer: fc.option(fc.uuid({ version: 7 }), { nil: null }),
    q: fc
      .string({ maxLength: 40, unit: "grapheme" })
      .map((text) => text.replace(/\p{C}/gu, "").trim())
      .filter((text) => text.length <= 100),
    from: date,
    until: date,
  });
  fc.assert(
    fc.property(wishes, (wish) => {
      expect(read(wishQuery(wish))).toEqual(wish);
    }),
  );
});

test("a cursor is read back; what none is, is none", () => {
  fc.assert(
    fc.property(fc.nat({ max: 4_102_444_800_000 }), fc.uuid(), (starts_at, id) => {
      expect(readCursor(cursorOf({ starts_at, id }))).toEqual({ starts_at, id });
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readCursor(text)).toBeNull();
    }),
  );
  // Years that PostgreSQL would not read as ISO 8601 writes them.
  expect(readCursor(`999999999999999_${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}`)).toBeNull();
  expect(readCursor(`99999999999999999_${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}`)).toBeNull();
});

test("the last day that a date can be is a whole day as well", () => {
  const wish = readWish(new URLSearchParams("until=2200-12-31"));
  expect(wishWindow(wish, "Europe/Berlin").until).toBe(Date.parse("2200-12-31T23:00:00Z"));
});

test("dates are whole days of the provider's clock, the last one with them, a short one too", () => {
  const wish = { ...read(""), from: "2026-03-29", until: "2026-03-29" };
  const { from, until } = wishWindow(wish, "Europe/Berlin");
  expect((until! - from!) / 3_600_000).toBe(23);
  expect(new Date(from!).toISOString()).toBe("2026-03-28T23:00:00.000Z");
});

test("what is looked for: a text as it is, a number by its end", () => {
  expect(searchKeys("Hartmann")).toEqual({ text: "hartmann", digits: "" });
  expect(searchKeys("030 123-45").digits).toBe("5432103");
  expect(searchKeys("+49 30 12345").digits).toBe("543210394");
  expect(searchKeys("0012").digits).toBe("21");
  expect(searchKeys("ada1").digits).toBe("");
});

test("nobody is missed before the start, nor where nothing stood", () => {
  expect(canBeNoShow({ status: "confirmed", starts_at: 10 }, 10)).toBe(true);
  expect(canBeNoShow({ status: "confirmed", starts_at: 10 }, 9)).toBe(false);
  expect(canBeNoShow({ status: "cancelled", starts_at: 10 }, 20)).toBe(false);
});

test("a note: line ends become one, what no page has shown is never what is there", () => {
  expect(InternalNoteInput.parse({ shown: "a\r\nb", internal_note: "a\r\nc " })).toMatchObject({
    shown: "a\nb",
  });
  expect(InternalNoteInput.parse({ shown: "x".repeat(3000), internal_note: "" }).shown).toBe("\u0001");
  expect(InternalNoteInput.safeParse({ internal_note: "x".repeat(2001) }).success).toBe(false);
});

test("a time with its offset says the same instant", () => {
  const at = Date.parse("2026-10-25T00:30:00Z");
  expect(withOffset(at, "Europe/Berlin")).toBe("2026-10-25T02:30:00+02:00");
  expect(withOffset(at + 3_600_000, "Europe/Berlin")).toBe("2026-10-25T02:30:00+01:00");
  expect(withOffset(at, "America/St_Johns")).toBe("2026-10-24T22:00:00-02:30");
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.constantFrom("Asia/Kathmandu", "Pacific/Apia"),
      (ms, zone) => {
        const second = Math.floor(ms / 1000) * 1000;
        expect(Date.parse(withOffset(second, zone))).toBe(second);
      },
    ),
  );
});
