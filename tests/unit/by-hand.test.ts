import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brokenRules } from "#app/domain/availability.ts";
import { ByHandInput, MoveByHandInput, nextWeek, wallOf, weeksLater } from "#app/domain/by-hand.ts";
import { inputOf } from "#tests/support/availability-oracle.ts";

const BERLIN = "Europe/Berlin";
const utc = (text: string) => Date.parse(text);

const form = (values: Record<string, unknown> = {}) => ({
  service: "talk",
  duration: "30",
  start: "2030-01-07T08:00:00Z",
  idempotency_key: "key-of-a-form",
  name: "Grace Hopper",
  email: "grace@example.org",
  ...values,
});
const terms = { places: ["in_person"] as const, questions: [], is_known: false };
const parse = (values: Record<string, unknown>, more: object = {}) =>
  ByHandInput({ ...terms, ...more }).safeParse(form(values));

describe("the form of a booking by hand", () => {
  test("asks for little: questions and the phone may stay open", () => {
    const question = { id: "1", label: "Why?", kind: "text" as const, options: [], is_required: true };
    const result = parse({}, { questions: [question] });
    expect(result.data).toMatchObject({
      customer_id: null,
      customer: { name: "Grace Hopper", email: "grace@example.org", phone: null },
      answers: [],
      weeks: 1,
      anyway: false,
      confirmed: [],
    });
    expect(parse({ q_1: "Teeth" }, { questions: [question] }).data?.answers).toEqual([
      { label: "Why?", value: "Teeth" },
    ]);
  });

  test("who is known needs no name, and what is typed for them does not count", () => {
    const customer = "01890a5d-ac96-774b-bcce-b302099a8057";
    const result = parse({ customer, name: "", email: undefined, phone: "12345 678" }, { is_known: true });
    expect(result.data).toMatchObject({
      customer_id: customer,
      customer: { name: "", email: "", phone: null },
    });
    // Nor can an id be slipped in where nobody was found.
    expect(parse({ customer }).data?.customer_id).toBeNull();
  });

  test("only rules can be confirmed, and only with yes", () => {
    const confirmed = "blocked,taken,outside_hours,full,__proto__,off_grid";
    expect(parse({ confirmed, anyway: "yes" }).data).toMatchObject({
      anyway: true,
      confirmed: ["outside_hours", "blocked"],
    });
    expect(parse({ confirmed, anyway: "no" }).data?.anyway).toBe(false);
    expect(MoveByHandInput.safeParse({ start: form().start, version: "1", confirmed }).data).toMatchObject({
      anyway: false,
      confirmed: ["outside_hours", "blocked"],
    });
  });

  test.each([
    ["name", ""],
    ["email", "grace"],
    ["phone", "call me"],
    ["weeks", "13"],
    ["weeks", "0"],
    ["weeks", "2.5"],
    ["service", "../x"],
    ["start", "2190-01-01T00:00:00Z"],
    ["start", "tomorrow"],
    ["idempotency_key", "k".repeat(91)],
    ["note", "n".repeat(2001)],
    ["internal_note", "n".repeat(2001)],
  ])("a wrong %s is refused", (field, value) => {
    const result = parse({ [field]: value });
    expect(new Set(result.error?.issues.map(({ path }) => path[0]))).toEqual(new Set([field]));
  });
});

describe("weeks are counted on the wall clock", () => {
  test("over a change of clocks the hour stays", () => {
    const start = utc("2030-03-25T08:00:00Z");
    expect(weeksLater(start, 1, BERLIN)).toEqual({ kind: "one", at: utc("2030-04-01T07:00:00Z") });
    expect(weeksLater(start, 0, BERLIN)).toEqual({ kind: "one", at: start });
  });

  test("a week that has no such time, or two, is not guessed", () => {
    expect(weeksLater(utc("2030-03-24T01:30:00Z"), 1, BERLIN).kind).toBe("gap");
    expect(weeksLater(utc("2030-10-20T00:30:00Z"), 1, BERLIN).kind).toBe("fold");
  });

  test("a repeated booking is proposed ahead of us: the next of its weekdays, at its hour", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: utc("2020-01-01"), max: utc("2040-01-01") }),
        fc.integer({ min: -400, max: 4000 }),
        (minute, hours) => {
          const start = Math.floor(minute / 60_000) * 60_000;
          const now = start + hours * 3_600_000;
          const next = nextWeek(start, BERLIN, now);
          if (next.kind !== "one") return;
          expect(next.at).toBeGreaterThan(now);
          expect(next.at).toBeGreaterThan(start);
          expect(wallOf(next.at, BERLIN).time).toBe(wallOf(start, BERLIN).time);
          // No week further than it must be; an hour for the change of clocks.
          expect(next.at - Math.max(now, start)).toBeLessThanOrEqual(7 * 86_400_000 + 3_600_000);
        },
      ),
      { numRuns: 500, seed: 4 },
    );
  });
});

test("a provider hears of every rule that a time breaks, not of the first alone", () => {
  const input = inputOf({
    now: utc("2026-06-01T04:00:00Z"),
    blocked: [{ starts_at: utc("2026-06-01T05:00:00Z"), ends_at: utc("2026-06-01T07:00:00Z") }],
    counted: [{ session_key: "a", starts_at: utc("2026-06-01T09:00:00Z") }],
    service: { min_notice_min: 600, limit_per_day: 1, bookable_from: "2026-06-02" },
  });
  expect(brokenRules(input, utc("2026-06-01T06:00:00Z"))).toEqual([
    "horizon",
    "outside_hours",
    "notice",
    "blocked",
    "daily_limit",
  ]);
  expect(brokenRules(input, utc("2026-06-01T03:00:00Z"))[0]).toBe("past");
  expect(brokenRules(inputOf({}), utc("2026-06-01T08:00:00Z"))).toEqual([]);
});
