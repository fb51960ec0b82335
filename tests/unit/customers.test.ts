/** Customers' pure rules: what a typed text looks for, tags, cursors, who changed what. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bookingGroup,
  cursorText,
  customerFilter,
  customerSearch,
  EditCustomerInput,
  erasedEmail,
  findCustomerConflicts,
  isErasedEmail,
  MAX_TAGS,
  NewCustomerInput,
  parseCursor,
  tagsOf,
} from "#app/domain/customers.ts";

describe("what a typed text looks for", () => {
  test.each([
    [null, { by: "all" }],
    ["  ", { by: "all" }],
    ["\0", { by: "all" }],
    ["Grace  H", { by: "text", text: "Grace H" }],
    ["grace@ex", { by: "email", text: "grace@ex" }],
    ["+49 30 123456", { by: "phone", digits: "930123456" }],
    ["030 123456", { by: "phone", digits: "30123456" }],
    ["456", { by: "phone", digits: "456" }],
    ["12", { by: "text", text: "12" }],
  ])("%j", (typed, search) => expect(customerSearch(typed)).toEqual(search));

  test("any text is taken and asks for something", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const filter = customerFilter(new URLSearchParams({ q: text, tag: text, blocked: text }));
        expect(JSON.stringify(filter)).not.toContain("\\u0000");
      }),
    );
  });
});

describe("the list's place", () => {
  test("comes back as it was", () => {
    const id = "019b0000-0000-7000-8000-000000000001";
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (name_key) => {
        fc.pre(!name_key.includes("\0"));
        expect(parseCursor(cursorText({ name_key, id }))).toEqual({ name_key, id });
      }),
    );
  });

  test("what is none begins at the start", () => {
    for (const text of [
      null,
      "",
      "x",
      "W10",
      btoa('["a","b"]'),
      btoa('["a\\u0000","019b0000-0000-7000-8000-000000000001"]'),
    ])
      expect(parseCursor(text)).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => void parseCursor(text)));
  });
});

describe("tags", () => {
  test("each once, whatever its case and spaces", () => {
    expect(tagsOf(" regular, VIP ;  pays  by invoice,vip,,")).toEqual(["VIP", "pays by invoice", "regular"]);
  });

  test("writing them out and reading them again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        const tags = tagsOf(text);
        expect(tagsOf(tags.join(", "))).toEqual(tags);
      }),
    );
  });

  test("at most twenty, of forty characters", () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `t${n}`).join(",");
    const form = { name: "Ada", email: "ada@example.org" };
    expect(NewCustomerInput.safeParse({ ...form, tags: many(MAX_TAGS) }).success).toBe(true);
    expect(NewCustomerInput.safeParse({ ...form, tags: many(MAX_TAGS + 1) }).success).toBe(false);
    expect(NewCustomerInput.safeParse({ ...form, tags: "x".repeat(41) }).success).toBe(false);
  });
});

describe("the form", () => {
  test("what may be left empty, and what is wrong", () => {
    const parsed = EditCustomerInput.parse({ name: "Ada", email: "ada@example.org", version: "3" });
    expect(parsed).toEqual({
      version: 3,
      shown: "{}",
      values: { name: "Ada", email: "ada@example.org", phone: null, tags: [], note: "" },
    });
    for (const wrong of [{ name: " " }, { email: "ada" }, { phone: "call me" }, { note: "x".repeat(4001) }])
      expect(
        NewCustomerInput.safeParse({ name: "Ada", email: "ada@example.org", ...wrong }).success,
        JSON.stringify(wrong).slice(0, 40),
      ).toBe(false);
  });

  test("the address of somebody who was erased is nobody's", () => {
    const email = erasedEmail("019b0000-0000-7000-8000-000000000001");
    expect([isErasedEmail(email), isErasedEmail("ada@example.org")]).toEqual([true, false]);
    expect(NewCustomerInput.safeParse({ name: "Ada", email }).success).toBe(false);
  });

  test("only what others changed, and this form would set otherwise, is asked", () => {
    const base = { name: "Ada", email: "ada@example.org", phone: null, tags: ["a"], note: "" };
    const shown = { name: "Ada", email: "ada@example.org", phone: "", tags: "a", note: "" };
    expect(findCustomerConflicts(shown, base, { ...base, note: "mine" })).toEqual([]);
    expect(
      findCustomerConflicts(shown, { ...base, tags: ["b"], name: "Same" }, { ...base, name: "Same" }),
    ).toEqual([{ field: "tags", now: "b", yours: "a", touched: false }]);
  });
});

test("where a booking stands on the page", () => {
  const at = (starts_at: number, status = "confirmed", no_show_at: number | null = null) =>
    bookingGroup({ starts_at, status, no_show_at }, 100);
  expect([at(101), at(100), at(99, "confirmed", 99), at(101, "cancelled"), at(99, "declined")]).toEqual([
    "coming",
    "past",
    "no_show",
    "cancelled",
    "cancelled",
  ]);
});
