import { describe, expect, test } from "vitest";
import {
  BookSlotInput,
  CancelBookingInput,
  changeableUntil,
  InstantInput,
  isChangeable,
  isLive,
  type Question,
  questionField,
  RescheduleBookingInput,
} from "#app/domain/bookings.ts";

const question = (kind: Question["kind"], is_required = false, id: string = kind): Question => ({
  id,
  label: `Label of ${id}`,
  kind,
  options: kind === "choice" || kind === "several" ? ["Red", "Green, or blue"] : [],
  is_required,
});

const form = {
  start: "2030-01-07T09:00:00Z",
  duration: "30",
  tz: "Europe/Berlin",
  idempotency_key: "0123456789abcdef",
  name: "Grace Hopper",
  email: "grace@example.org",
};

const parse = (
  values: Record<string, unknown> = {},
  terms: Partial<Parameters<typeof BookSlotInput>[0]> = {},
) => {
  const schema = BookSlotInput({ phone_field: "optional", places: ["in_person"], questions: [], ...terms });
  return schema.safeParse({ ...form, ...values });
};
const fieldsOf = (result: ReturnType<typeof parse>) =>
  result.success ? [] : [...new Set(result.error.issues.map(({ path }) => path.join(".")))].sort();
const parsed = (result: ReturnType<typeof parse>) => {
  if (!result.success) throw new Error(JSON.stringify(result.error.issues));
  return result.data;
};

describe("booking: what gets through", () => {
  test("the choice and who they are, and nothing else that was sent", () => {
    const sent = {
      price_cents: "0",
      price: "0",
      status: "confirmed",
      provider_id: "other",
      service_id: "other",
      end: "2031-01-01T00:00:00Z",
      ends_at: "1",
      capacity: "99",
      version: "7",
      customer_id: "x",
      booking_id: "x",
      now: "1",
      q_unknown: "answer",
    };
    expect(parsed(parse(sent))).toEqual({
      starts_at: Date.parse("2030-01-07T09:00:00Z"),
      duration_min: 30,
      time_zone: "Europe/Berlin",
      idempotency_key: "0123456789abcdef",
      customer: { name: "Grace Hopper", email: "grace@example.org", phone: null },
      place: "in_person",
      note: "",
      answers: [],
    });
  });

  test("texts are trimmed, composed and their line ends made one kind", () => {
    const value = parsed(parse({ name: "  Zoe\u0308 \t", email: " a@b.example ", note: " a\r\nb\rc \n" }));
    expect(value.customer).toMatchObject({ name: "Zo\u00eb", email: "a@b.example" });
    expect(value.note).toBe("a\nb\nc");
  });

  test("a phone number that is not asked for is dropped, whatever it was", () => {
    for (const phone of ["+49 30 123456", ["a"], { a: 1 }, "\u0000"])
      expect(parsed(parse({ phone }, { phone_field: "hidden" })).customer.phone).toBeNull();
  });

  test("a place that is not to be chosen is the service's own", () => {
    expect(parsed(parse({ place: "video" }, { places: ["phone"] })).place).toBe("phone");
    expect(parsed(parse({ place: "video" }, { places: ["phone", "video"] })).place).toBe("video");
  });
});

describe("booking: what is refused, at its own field", () => {
  const long = "x".repeat(10_000);
  const cases: [string, Record<string, unknown>, string[]][] = [
    [
      "nothing at all",
      Object.fromEntries(Object.keys(form).map((name) => [name, undefined])),
      Object.keys(form),
    ],
    [
      "arrays",
      { name: ["a", "b"], email: ["a", "b"], start: ["x"], tz: ["x"] },
      ["name", "email", "start", "tz"],
    ],
    ["objects", { name: { a: 1 }, note: { a: 1 } }, ["name", "note"]],
    ["NUL", { name: "a\0b", email: "a\0@example.org", note: "a\0" }, ["name", "email", "note"]],
    ["lone surrogates", { name: "a\ud800", note: "\udc00" }, ["name", "note"]],
    [
      "10,000 characters",
      { name: long, email: `${long}@example.org`, note: long },
      ["name", "email", "note"],
    ],
    ["line breaks in one line", { name: "a\r\nBcc: x@example.org" }, ["name"]],
    ["U+2028 in one line", { name: "a\u2028b" }, ["name"]],
    ["only blanks", { name: " \t " }, ["name"]],
    ["nothing to see", { name: "\u200b\u202e\ufeff" }, ["name"]],
    ["two addresses", { email: "a@example.org, b@example.org" }, ["email"]],
    ["an address with a name", { email: "A <a@example.org>" }, ["email"]],
    ["half a phone number", { phone: "call me" }, ["phone"]],
    ["a zone that nobody knows", { tz: "Mars/Base" }, ["tz"]],
    ["a short key", { idempotency_key: "short" }, ["idempotency_key"]],
    ["a key with a quote", { idempotency_key: "0123456789'" }, ["idempotency_key"]],
  ];
  test.each(cases)("%s", (_what, values, fields) => {
    expect(fieldsOf(parse(values))).toEqual([...fields].sort());
  });

  test.each(["0", "-30", "1441", "30.5", "1e999", "NaN", "", "thirty", ["30", "60"], undefined])(
    "a length of %j",
    (duration) => {
      expect(fieldsOf(parse({ duration }))).toEqual(["duration"]);
    },
  );

  test("a needed phone number, a place out of several", () => {
    expect(fieldsOf(parse({}, { phone_field: "required" }))).toEqual(["phone"]);
    expect(fieldsOf(parse({ phone: "" }, { phone_field: "required" }))).toEqual(["phone"]);
    for (const place of [undefined, "", "moon", ["phone", "video"]])
      expect(fieldsOf(parse({ place }, { places: ["phone", "video"] }))).toEqual(["place"]);
  });

  test("the limits count characters as people do, not UTF-16 units", () => {
    expect(parse({ name: "😀".repeat(120) }).success).toBe(true);
    expect(fieldsOf(parse({ name: "😀".repeat(121) }))).toEqual(["name"]);
    expect(parse({ note: "😀".repeat(2000) }).success).toBe(true);
    expect(fieldsOf(parse({ note: "😀".repeat(2001) }))).toEqual(["note"]);
  });
});

describe("an instant", () => {
  test.each([
    ["2030-01-07T09:00:00Z", "2030-01-07T09:00:00.000Z"],
    ["2030-01-07T09:00Z", "2030-01-07T09:00:00.000Z"],
    ["2030-01-07T09:00:00.000+05:45", "2030-01-07T03:15:00.000Z"],
  ])("%s", (text, expected) => {
    expect(new Date(InstantInput.parse(text)).toISOString()).toBe(expected);
  });
  test.each([
    "2030-02-30T09:00:00Z",
    "2030-13-01T09:00:00Z",
    "2030-01-07T25:00:00Z",
    "2030-01-07T09:00:00.001Z",
    "2030-01-07T09:00:00",
    "2030-01-07",
    "2030-01-07T09:00:00+99:99",
    "1999-12-31T23:59:59Z",
    "2200-01-01T00:00:00Z",
    "+275760-09-13T00:00:00Z",
    "1767225600000",
    "Mon, 07 Jan 2030 09:00:00 GMT",
    "2030-01-07T09:00:00Z\n",
    "",
  ])("not %j", (text) => {
    expect(InstantInput.safeParse(text).success).toBe(false);
  });
});

describe("answers", () => {
  const answer = (kind: Question["kind"], value: unknown, is_required = false) => {
    const one = question(kind, is_required);
    return parse({ [questionField(one)]: value }, { questions: [one] });
  };
  const said = (kind: Question["kind"], value: unknown) => parsed(answer(kind, value)).answers[0]?.value;

  test.each<[Question["kind"], unknown, string | undefined]>([
    ["text", " hello ", "hello"],
    ["text", "", undefined],
    ["text", undefined, undefined],
    ["long_text", "a\r\nb", "a\nb"],
    ["number", " -3,5 ", "-3,5"],
    ["choice", "Green, or blue", "Green, or blue"],
    ["several", "Red", "Red"],
    ["several", ["Red", "Green, or blue", "Red"], "Red, Green, or blue"],
    ["several", undefined, undefined],
    ["checkbox", "on", "yes"],
    ["checkbox", "yes", "yes"],
    ["checkbox", undefined, undefined],
  ])("%s: %j is %j", (kind, value, expected) => {
    expect(said(kind, value)).toBe(expected);
  });

  test.each<[Question["kind"], unknown]>([
    ["text", "x".repeat(501)],
    ["text", "a\nb"],
    ["text", ["a", "b"]],
    ["long_text", "x".repeat(2001)],
    ["long_text", "a\0"],
    ["number", "1e9"],
    ["number", "Infinity"],
    ["number", "1234567890123"],
    ["choice", "red"],
    ["choice", ["Red", "Red"]],
    ["several", "Red, Green, or blue"],
    ["several", ["Red", "Pink"]],
    ["several", { a: "Red" }],
    ["several", Array.from({ length: 51 }, () => "Red")],
    ["checkbox", "no"],
    ["checkbox", ["yes", "yes"]],
  ])("%s: %j is refused", (kind, value) => {
    expect(fieldsOf(answer(kind, value)).map((field) => field.replace(/\.\d+$/, ""))).toContain(`q_${kind}`);
  });

  test.each(["text", "long_text", "number", "choice", "several", "checkbox"] as const)(
    "%s: needed",
    (kind) => {
      for (const nothing of [undefined, ""])
        expect(fieldsOf(answer(kind, nothing, true))).toEqual([`q_${kind}`]);
    },
  );

  test("an answer keeps its question's words; answers to no question are dropped", () => {
    const questions = [question("text", false, "one"), question("text", false, "two")];
    const { answers } = parsed(parse({ q_two: "2", q_one: "1", q_three: "3" }, { questions }));
    expect(answers).toEqual([
      { label: "Label of one", value: "1" },
      { label: "Label of two", value: "2" },
    ]);
  });

  test("all together they fit the database's column", () => {
    const questions = Array.from({ length: 30 }, (_, index) => question("long_text", false, `n${index}`));
    const all = (text: string) =>
      parse(Object.fromEntries(questions.map((q) => [questionField(q), text])), { questions });
    expect(all("x".repeat(1_000)).success).toBe(true);
    // As JSON each quote takes two bytes, each of these smileys four.
    expect(fieldsOf(all('"'.repeat(1_000)))).toEqual([""]);
    expect(fieldsOf(all("😀".repeat(500)))).toEqual([""]);
  });
});

describe("changing a booking", () => {
  const starts_at = Date.parse("2030-01-07T09:00:00Z");
  const booking = { status: "confirmed", starts_at };

  test("until the very second of the cut-off, not one millisecond after", () => {
    const until = starts_at - 60 * 60_000;
    expect(changeableUntil(booking, 60)).toBe(until);
    expect([until - 1, until, until + 1].map((now) => isChangeable(booking, 60, now))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("without a cut-off until it starts, not at its start", () => {
    expect([starts_at - 1, starts_at].map((now) => isChangeable(booking, 0, now))).toEqual([true, false]);
  });

  test("only while it holds its time", () => {
    const live = ["held", "pending", "confirmed", "cancelled", "declined", "expired"].filter((status) =>
      isLive({ status }),
    );
    expect(live).toEqual(["held", "pending", "confirmed"]);
    expect(isChangeable({ status: "cancelled", starts_at }, 0, 0)).toBe(false);
    expect(changeableUntil({ status: "declined", starts_at }, 0)).toBeNull();
  });

  test("the forms take a version and nothing odd", () => {
    for (const version of ["0", "-1", "1.5", "2147483648", "x", "", undefined])
      expect(CancelBookingInput.safeParse({ version }).success).toBe(false);
    expect(CancelBookingInput.parse({ version: "3", status: "confirmed" })).toEqual({
      version: 3,
      reason: "",
    });
    expect(CancelBookingInput.safeParse({ version: "1", reason: "x".repeat(501) }).success).toBe(false);
    expect(RescheduleBookingInput.parse({ version: "1", start: form.start, end: "x" })).toEqual({
      version: 1,
      start: starts_at,
    });
  });
});
