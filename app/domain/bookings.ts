import { z } from "zod";
import { isTimeZone, parseDate } from "#app/domain/zones.ts";

/** Rules and input schemas of bookings, pure: shared by forms, the API and the transactions. */

// Control characters (NUL above all, which PostgreSQL's text refuses) and lone surrogates are never meant; a note may
// have line breaks and tabs.
const UNUSABLE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const UNUSABLE_IN_LINES = /(?![\n\t])[\p{Cc}\p{Cs}]/u;

const clean = (text: string) => text.normalize("NFC").trim();

/** One line of text of 1..max characters (`label` is the field in the message). */
export const oneLine = (label: string, max: number) =>
  z
    .string({ error: `${label} is needed.` })
    .transform(clean)
    .pipe(
      z
        // Conform makes undefined of "" here as well: spaces alone end up so.
        .string({ error: `${label} is needed.` })
        .min(1, `${label} is needed.`)
        // Something must be there to see: not only marks of zero width or of direction.
        .refine((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text), `${label} is needed.`)
        .refine((text) => [...text].length <= max, `${label} can have at most ${max} characters.`)
        .refine((text) => !UNUSABLE.test(text), `${label} has characters that cannot be used.`),
    );

/** Nothing but spaces is nothing: who may leave a field empty may leave it so. */
const blank = z
  .string()
  .regex(/^\s*$/)
  .transform(() => "");

/** Several lines of 0..max characters; line ends become \n. */
export const manyLines = (label: string, max: number) =>
  z
    .string()
    .transform((text) => clean(text.replace(/\r\n?/g, "\n")))
    .pipe(
      z
        .string()
        .refine((text) => [...text].length <= max, `${label} can have at most ${max} characters.`)
        .refine((text) => !UNUSABLE_IN_LINES.test(text), `${label} has characters that cannot be used.`),
    );

export const EmailInput = oneLine("Your e-mail address", 254).pipe(
  z.email("That does not look like an e-mail address, as in name@example.com."),
);

export const PhoneInput = oneLine("Your phone number", 40).pipe(
  z
    .string()
    .regex(
      /^\+?[0-9][0-9 ().\-/]{4,38}$/,
      "That does not look like a phone number. Digits, spaces and a leading + are fine.",
    ),
);

/** An ISO 8601 instant with Z or an offset, on whole seconds, as epoch milliseconds. */
export const InstantInput = z
  .string({ error: "Choose a time." })
  .max(40, "That is not a time we can read.")
  .refine(
    (text) =>
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.0{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
      // Date.parse takes 30 February for 2 March.
      parseDate(text.slice(0, 10)) !== null &&
      Number.isFinite(Date.parse(text)),
    "That is not a time we can read.",
  )
  .transform((text) => Date.parse(text))
  .refine((ms) => ms > Date.UTC(2000) && ms < Date.UTC(2200), "That time is too far away.");

export const ZoneInput = z
  .string({ error: "That is not a time zone we know." })
  .refine(isTimeZone, "That is not a time zone we know.");

export const DurationInput = z.coerce
  .number({ error: "Choose a length." })
  .int("Choose a length.")
  .min(1, "Choose a length.")
  .max(1440, "Choose a length.");

export const IdempotencyKeyInput = z
  .string({ error: "This form is incomplete. Please load the page again." })
  .regex(/^[A-Za-z0-9_-]{8,100}$/, "This form is incomplete. Please load the page again.");

export const VersionInput = z.coerce
  .number({ error: "This form is incomplete. Please load the page again." })
  .int()
  .min(1)
  .max(2_147_483_647);

export const ReasonInput = manyLines("The reason", 500).optional().default("");

export type Question = {
  id: string;
  label: string;
  kind: "text" | "long_text" | "choice" | "several" | "checkbox" | "number";
  options: readonly string[];
  is_required: boolean;
};

/** The form field of a question. */
export const questionField = (question: { id: string }) => `q_${question.id}`;

const answerTo = (question: Question): z.ZodType<string> => {
  const needed = "Please answer this question.";
  const required = (schema: z.ZodType<string>) =>
    question.is_required ? schema.refine((text) => text !== "", needed) : schema;
  switch (question.kind) {
    case "text":
      return required(
        z
          .union([blank, oneLine("Your answer", 500)])
          .optional()
          .default(""),
      );
    case "long_text":
      return required(manyLines("Your answer", 2000).optional().default(""));
    case "number":
      return required(
        z
          .string()
          .trim()
          .refine((text) => text === "" || /^-?\d{1,12}([.,]\d{1,6})?$/.test(text), "Please give a number.")
          .optional()
          .default(""),
      );
    case "choice":
      return required(
        z
          .string()
          .refine(
            (text) => text === "" || question.options.includes(text),
            "Please choose one of the options.",
          )
          .optional()
          .default(""),
      );
    case "several":
      return required(
        z
          .preprocess(
            (value) => (value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value]),
            z
              .array(
                z
                  .string()
                  .refine((text) => question.options.includes(text), "Please choose from the options."),
              )
              .max(50),
          )
          .transform((chosen) => [...new Set(chosen)].join(", ")) as unknown as z.ZodType<string>,
      );
    case "checkbox":
      return required(
        z
          .string()
          .refine((text) => ["", "yes", "on"].includes(text), "Please tick the box or leave it empty.")
          .transform((text) => (text === "" ? "" : "yes"))
          .optional()
          .default("") as unknown as z.ZodType<string>,
      );
  }
};

export type BookableTerms = {
  phone_field: "hidden" | "optional" | "required";
  places: readonly ("in_person" | "phone" | "video")[];
  questions: readonly Question[];
};

// The database takes 60,000 bytes of them as it writes JSON (bookings_text_length), with spaces that we do not write.
const MAX_ANSWERS_BYTES = 50_000;

/** Answers that the database can hold; for a form's `refine`. */
export const fitsAnswers = ({ answers }: { answers: unknown }): boolean =>
  new TextEncoder().encode(JSON.stringify(answers)).length <= MAX_ANSWERS_BYTES;
export const ANSWERS_TOO_LONG = "Your answers are too long together.";

/** The fields of a form for these questions. */
export const answerFields = (questions: readonly Question[]): Record<string, z.ZodType<string>> =>
  Object.fromEntries(questions.map((question) => [questionField(question), answerTo(question)]));

/** What a form with those fields answered, by the questions' labels; what was left empty is not among it. */
export const answersIn = (questions: readonly Question[], input: object) =>
  questions
    .map((question) => ({
      label: question.label,
      value: ((input as Record<string, unknown>)[questionField(question)] as string) ?? "",
    }))
    .filter(({ value }) => value !== "");

/**
 * What a customer may say when booking: a time, a length and who they are. End, price, place's details, provider and
 * status are not in it; the server works them out.
 */
export const BookSlotInput = (terms: BookableTerms) => {
  const phone =
    terms.phone_field === "required"
      ? PhoneInput
      : z
          .union([blank.transform(() => null), PhoneInput])
          .optional()
          .default(null);
  return z
    .object({
      start: InstantInput,
      duration: DurationInput,
      tz: ZoneInput,
      idempotency_key: IdempotencyKeyInput,
      name: oneLine("Your name", 120),
      email: EmailInput,
      phone:
        terms.phone_field === "hidden"
          ? z
              .unknown()
              .optional()
              .transform(() => null)
          : phone,
      place:
        terms.places.length > 1
          ? z.enum(terms.places as ["in_person"], { error: "Choose where to meet." })
          : z
              .unknown()
              .optional()
              .transform(() => terms.places[0] ?? null),
      note: manyLines("Your note", 2000).optional().default(""),
      ...answerFields(terms.questions),
    })
    .transform((input) => ({
      starts_at: input.start,
      duration_min: input.duration,
      time_zone: input.tz,
      idempotency_key: input.idempotency_key,
      customer: { name: input.name, email: input.email, phone: input.phone },
      place: input.place,
      note: input.note,
      answers: answersIn(terms.questions, input),
    }))
    .refine(fitsAnswers, ANSWERS_TOO_LONG);
};
export type BookSlotInput = z.output<ReturnType<typeof BookSlotInput>>;

export const RescheduleBookingInput = z.object({ start: InstantInput, version: VersionInput });
export const CancelBookingInput = z.object({ version: VersionInput, reason: ReasonInput });
export const AnswerBookingInput = z.object({ version: VersionInput, reason: ReasonInput });

const MINUTE = 60_000;
const LIVE = ["held", "pending", "confirmed"];

type Changeable = { status: string; starts_at: number };

/** True while the booking holds its time: waiting, held or confirmed. */
export const isLive = (booking: { status: string }) => LIVE.includes(booking.status);

/** True when the booking's time is behind us, whatever became of it. */
export const hasEnded = (booking: { ends_at: number }, now: number) => booking.ends_at <= now;

/** Until when (epoch ms) a booking may be changed by its customer, given the cut-off in minutes; null when it is not live. */
export const changeableUntil = (booking: Changeable, cutoff_min: number): number | null =>
  isLive(booking) ? booking.starts_at - cutoff_min * MINUTE : null;

/** True while a customer may cancel or move at `now`; at the very moment of the cut-off still true. */
export const isChangeable = (booking: Changeable, cutoff_min: number, now: number): boolean => {
  const until = changeableUntil(booking, cutoff_min);
  return until !== null && now <= until && now < booking.starts_at;
};

/** The places that a customer can choose from, with what is promised for each. A phone call needs no detail: we have theirs. */
export function placesOf(service: {
  place: "in_person" | "phone" | "video" | "customer_choice";
  place_address: string;
  place_url: string;
  place_phone: string;
}): { place: "in_person" | "phone" | "video"; detail: string }[] {
  const all = [
    { place: "in_person" as const, detail: service.place_address },
    { place: "phone" as const, detail: service.place_phone },
    { place: "video" as const, detail: service.place_url },
  ];
  if (service.place !== "customer_choice") return all.filter(({ place }) => place === service.place);
  return all.filter(({ place, detail }) => place === "phone" || detail !== "");
}
