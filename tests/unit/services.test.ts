/** Spans as people type them, and the forms of services and questions: what they show is what they read back. */
import { parseWithZod } from "@conform-to/zod/v4";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  QUESTION_KINDS,
  type QuestionDraft,
  QuestionsInput,
  questionFormValues,
} from "#app/domain/questions.ts";
import { ServiceInput, type ServiceSettings, serviceFormValues } from "#app/domain/services.ts";
import { minutesOf, spanText } from "#app/domain/spans.ts";

const formOf = (values: Record<string, string | undefined>) => {
  const form = new FormData();
  form.set("version", "1");
  for (const [name, value] of Object.entries(values)) if (value !== undefined) form.set(name, value);
  return form;
};
const errorsOf = (submission: { reply: () => { error?: Record<string, string[] | null> | null } }) =>
  Object.keys(submission.reply().error ?? {});
const readService = (values: Record<string, string | undefined>) =>
  parseWithZod(formOf(values), { schema: ServiceInput });
const readQuestions = (values: Record<string, string | undefined>) =>
  parseWithZod(formOf(values), { schema: QuestionsInput });

const LESSON: ServiceSettings = {
  schedule_id: null,
  slug: "lesson",
  title: "Lesson",
  description: "",
  currency: "EUR",
  slot_interval_min: 30,
  buffer_before_min: 0,
  buffer_after_min: 10,
  min_notice_min: 120,
  horizon_days: 60,
  bookable_from: null,
  bookable_until: null,
  limit_per_day: null,
  limit_per_week: null,
  capacity: 1,
  place: "in_person",
  place_address: "Example Street 1",
  place_url: "",
  place_phone: "",
  phone_field: "hidden",
  requires_approval: false,
  cancel_cutoff_min: 0,
  reschedule_cutoff_min: 0,
  reminder_min: [1440, 60],
  follow_up_min: 120,
  durations: [{ duration_min: 60, price_cents: 4500 }],
};

describe("spans", () => {
  test.each([
    ["90", 90],
    ["90 min", 90],
    ["1 h 30", null],
    ["1h30m", 90],
    ["1 hour and 30 minutes", 90],
    ["1.5 hours", 90],
    ["1,5 h", 90],
    ["0.1 h", 6],
    ["2 days", 2880],
    ["1 week", 10_080],
    ["none", 0],
    ["0", 0],
    ["soon", null],
    ["", null],
    ["-5", null],
    ["1.01 hours", null],
    ["5 months", null],
  ])("%s", (text, minutes) => {
    expect(minutesOf(text)).toBe(minutes);
  });

  test("what is shown is what is read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 525_600 }), (minutes) => {
        expect(minutesOf(spanText(minutes))).toBe(minutes);
      }),
    );
  });
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const settings = fc
  .record({
    slot_interval_min: maybe(fc.integer({ min: 1, max: 1440 })),
    buffer_before_min: fc.integer({ min: 0, max: 1440 }),
    buffer_after_min: fc.integer({ min: 0, max: 1440 }),
    min_notice_min: fc.integer({ min: 0, max: 525_600 }),
    horizon_days: maybe(fc.integer({ min: 0, max: 730 })),
    bookable_from: maybe(fc.constantFrom("2027-01-01", "2028-02-29")),
    bookable_until: maybe(fc.constantFrom("2028-02-29", "2029-12-31")),
    limit_per_day: maybe(fc.integer({ min: 1, max: 1000 })),
    limit_per_week: maybe(fc.integer({ min: 1, max: 1000 })),
    capacity: fc.integer({ min: 1, max: 1000 }),
    place: fc.constantFrom("in_person", "video", "customer_choice"),
    place_address: fc.constantFrom("", "Example Street 1, Berlin"),
    place_url: fc.constantFrom("", "https://meet.example.org/lena"),
    place_phone: fc.constantFrom("", "+49 30 1234567"),
    phone_field: fc.constantFrom("hidden", "optional", "required"),
    requires_approval: fc.boolean(),
    cancel_cutoff_min: fc.integer({ min: 0, max: 525_600 }),
    reschedule_cutoff_min: fc.integer({ min: 0, max: 525_600 }),
    schedule_id: maybe(fc.uuid()),
    currency: fc.constantFrom("EUR", "JPY", "KWD"),
    durations: fc.uniqueArray(
      fc.record({
        duration_min: fc.integer({ min: 1, max: 1440 }),
        // Whole hundreds: each of these currencies can say them.
        price_cents: maybe(fc.integer({ min: 0, max: 9999 }).map((price) => price * 100)),
      }),
      { minLength: 1, maxLength: 8, selector: ({ duration_min }) => duration_min },
    ),
  })
  .map((values) => ({
    ...LESSON,
    ...values,
    durations: values.durations.sort((one, other) => one.duration_min - other.duration_min),
  })) as fc.Arbitrary<ServiceSettings>;

describe("the form of a service", () => {
  test("reads back every setting that it shows", () => {
    fc.assert(
      fc.property(settings, (service) => {
        const read = readService(serviceFormValues(service));
        expect(read.status === "success" && read.value.settings).toEqual(service);
      }),
    );
  });

  const wrong = (values: Record<string, string>) =>
    errorsOf(readService({ ...serviceFormValues(LESSON), ...values }));

  test.each([
    [{ slug: "bookings" }, "slug"],
    [{ slug: "-lesson" }, "slug"],
    [{ slug: "Über uns" }, "slug"],
    [{ length_1: "" }, "length_1"],
    [{ length_1: "25 hours" }, "length_1"],
    [{ length_1: "0" }, "length_1"],
    [{ length_2: "60" }, "length_2"],
    [{ price_2: "5" }, "length_2"],
    [{ price_1: "free" }, "price_1"],
    [{ currency: "JPY", price_1: "4.50" }, "price_1"],
    [{ currency: "XXXX" }, "currency"],
    [{ bookable_from: "2027-02-30" }, "bookable_from"],
    [{ bookable_from: "2027-03-02", bookable_until: "2027-03-01" }, "bookable_until"],
    [{ capacity: "0" }, "capacity"],
    [{ limit_per_day: "-1" }, "limit_per_day"],
    [{ place: "phone" }, "place_phone"],
    [{ place_url: "javascript:alert(1)" }, "place_url"],
    [{ schedule_id: "x" }, "schedule_id"],
    [{ min_notice_min: "366 days" }, "min_notice_min"],
    [{ title: "\u0000" }, "title"],
  ])("refuses %j beside its field", (values, field) => {
    expect(wrong(values)).toEqual([field]);
  });

  test("lengths are sorted, empty rows are none", () => {
    const read = readService({
      ...serviceFormValues(LESSON),
      length_1: "",
      price_1: "",
      length_3: "2 h",
      length_5: "30",
    });
    expect(read.status === "success" && read.value.settings.durations).toEqual([
      { duration_min: 30, price_cents: null },
      { duration_min: 120, price_cents: null },
    ]);
  });
});

const word = fc.stringMatching(/^[a-z]{1,20}$/);
const question: fc.Arbitrary<QuestionDraft> = fc
  .record({
    id: maybe(fc.uuid()),
    label: word,
    help: fc.constantFrom("", "Only if you like"),
    kind: fc.constantFrom(...(Object.keys(QUESTION_KINDS) as QuestionDraft["kind"][])),
    options: fc.uniqueArray(word, { minLength: 2, maxLength: 5 }),
    is_required: fc.boolean(),
  })
  .map((one) => ({ ...one, options: one.kind === "choice" || one.kind === "several" ? one.options : [] }));

describe("the form of the questions", () => {
  test("reads back the questions that it shows", () => {
    fc.assert(
      fc.property(fc.array(question, { maxLength: 20 }), (questions) => {
        const read = readQuestions(questionFormValues(questions));
        expect(read.status === "success" && read.value.questions).toEqual(questions);
      }),
    );
  });

  test("order, removal, and what is wrong", () => {
    const two = { label_1: "One?", label_2: "Two?", order_1: "2", order_2: "1" };
    const read = readQuestions(two);
    expect(read.status === "success" && read.value.questions.map(({ label }) => label)).toEqual([
      "Two?",
      "One?",
    ]);
    const less = readQuestions({ ...two, remove_1: "yes" });
    expect(less.status === "success" && less.value.questions).toHaveLength(1);
    expect(errorsOf(readQuestions({ help_1: "Help" }))).toEqual(["label_1"]);
    expect(errorsOf(readQuestions({ label_1: "Which?", kind_1: "choice", options_1: "One" }))).toEqual([
      "options_1",
    ]);
    expect(errorsOf(readQuestions({ label_1: "Which?", kind_1: "colour" }))).toEqual(["kind_1"]);
  });
});
