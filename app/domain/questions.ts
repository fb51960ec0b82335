import { z } from "zod";
import { manyLines, oneLine } from "#app/domain/bookings.ts";
import { saving, ticked, unlessBlank } from "#app/domain/settings.ts";
import type { QuestionRow } from "#db/services.ts";

/** The editor of a service's questions, pure: rows of a form, numbered from 1. A row whose question is empty is no question. */

/** How many questions a service may ask. */
export const MAX_QUESTIONS = 20;
export const questionRows = Array.from({ length: MAX_QUESTIONS }, (_, index) => index + 1);

export const QUESTION_KINDS = {
  text: "A line of text",
  long_text: "Several lines of text",
  choice: "One of a list",
  several: "Several of a list",
  checkbox: "A box to tick",
  number: "A number",
} as const satisfies Record<QuestionRow["kind"], string>;
type Kind = QuestionRow["kind"];

/** A question as typed; `id` null for a new one. */
export type QuestionDraft = Omit<QuestionRow, "id"> & { id: string | null };

const PARTS = ["id", "order", "label", "kind", "options", "required", "help", "remove"] as const;
type Field = `${(typeof PARTS)[number]}_${number}`;

const rows = Object.fromEntries(
  questionRows.flatMap((n) => [
    [`id_${n}`, z.uuid("This form is incomplete. Please load the page again.").optional()],
    [
      `order_${n}`,
      z
        .string()
        .trim()
        .regex(/^\d{0,3}$/, "A whole number, as in 1, 2 or 3.")
        .optional(),
    ],
    [`label_${n}`, unlessBlank(oneLine("The question", 200))],
    [`kind_${n}`, z.enum(Object.keys(QUESTION_KINDS) as [Kind], { error: "Choose one." }).optional()],
    [`options_${n}`, manyLines("The list", 5000).optional()],
    [`required_${n}`, ticked],
    [`help_${n}`, unlessBlank(oneLine("The help", 400))],
    [`remove_${n}`, ticked],
  ]),
) as Record<Field, z.ZodType<string | boolean | undefined>>;

export const QuestionsInput = z
  .object(saving)
  .extend(rows)
  .transform((sent, context) => {
    const problem = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const value = (part: (typeof PARTS)[number], n: number) => sent[`${part}_${n}`];
    const found = questionRows.flatMap((n) => {
      if (value("remove", n)) return [];
      const label = String(value("label", n) ?? "");
      const help = String(value("help", n) ?? "");
      const options = optionsOf(String(value("options", n) ?? ""));
      if (label === "") {
        // An emptied question is not a removal: that has a box of its own.
        if (value("id", n) || help !== "" || options.length > 0)
          problem(`label_${n}`, "What is the question? To remove it, tick “Remove”.");
        return [];
      }
      const kind = (value("kind", n) ?? "text") as Kind;
      const has_list = kind === "choice" || kind === "several";
      if (has_list && options.length < 2) problem(`options_${n}`, "Give at least two, each on a line.");
      if (options.length > 50) problem(`options_${n}`, "At most 50.");
      if (options.some((option) => [...option].length > 200))
        problem(`options_${n}`, "Each can have at most 200 characters.");
      const id = (value("id", n) as string | undefined) ?? null;
      const question = { id, label, help, kind, options: has_list ? options : [] };
      const order = Number(value("order", n) || n);
      return [{ order, question: { ...question, is_required: value("required", n) === true } }];
    });
    const questions: QuestionDraft[] = found
      .sort((one, other) => one.order - other.order)
      .map(({ question }) => question);
    return { version: sent.version, shown: sent.shown, questions };
  });

const optionsOf = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** What the form starts with: what QuestionsInput reads back as the same questions. */
export const questionFormValues = (questions: readonly QuestionDraft[]): Record<string, string | undefined> =>
  Object.fromEntries(
    questions.flatMap((question, index) =>
      Object.entries({
        id: question.id ?? undefined,
        order: String(index + 1),
        label: question.label,
        kind: question.kind,
        options: question.options.join("\n"),
        required: question.is_required ? "yes" : undefined,
        help: question.help,
      }).map(([part, text]) => [`${part}_${index + 1}`, text]),
    ),
  );

/** The questions in words, for the choice between two people's lists. */
export const wordsOfQuestions = (questions: readonly Omit<QuestionDraft, "id">[]): { questions: string } => ({
  questions: questions
    .map(({ label, kind, options, is_required, help }) =>
      [
        `${label} (${QUESTION_KINDS[kind].toLowerCase()}${is_required ? ", needed" : ""})`,
        ...options.map((option) => `– ${option}`),
        help,
      ]
        .filter(Boolean)
        .join("\n"),
    )
    .join("\n"),
});
