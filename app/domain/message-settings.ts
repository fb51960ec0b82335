import { z } from "zod";
import { manyLines, oneLine } from "#app/domain/bookings.ts";
import { PLACEHOLDERS, unknownPlaceholders } from "#app/domain/message-texts.ts";
import {
  CUSTOMER_KINDS,
  type CustomerKind,
  MEMBER_KINDS,
  type MemberKind,
  OPTIONAL_KINDS,
  UNSUBSCRIBABLE_KINDS,
  type UnsubscribableKind,
} from "#app/domain/messages.ts";
import { saving, unlessBlank } from "#app/domain/settings.ts";

/** What members may set about their messages, pure: the forms' schemas and what they say in words. */

export type MessageTexts = { subject: string; opening: string };
export type OptionalKind = (typeof OPTIONAL_KINDS)[number];

const isOneOf =
  <Kind extends string>(kinds: readonly Kind[]) =>
  (kind: string | undefined): kind is Kind =>
    (kinds as readonly (string | undefined)[]).includes(kind);

export const isCustomerKind = isOneOf<CustomerKind>(CUSTOMER_KINDS);
export const isMemberKind = isOneOf<MemberKind>(MEMBER_KINDS);
export const isOptionalKind = isOneOf<OptionalKind>(OPTIONAL_KINDS);
export const isUnsubscribableKind = isOneOf<UnsubscribableKind>(UNSUBSCRIBABLE_KINDS);

const KNOWN = Object.keys(PLACEHOLDERS)
  .map((word) => `{${word}}`)
  .join(", ");

/** A text with placeholders; those that nobody would fill in are named. */
const withPlaceholders = (schema: z.ZodType<string>) =>
  schema.superRefine((text, context) => {
    const unknown = [...new Set(unknownPlaceholders(text))];
    if (unknown.length === 0) return;
    const said = unknown.slice(0, 5).join(", ");
    context.addIssue({
      code: "custom",
      message: `We have nothing to put in place of ${said}. There are ${KNOWN}.`,
    });
  });

export const MessageTextsInput = z
  .object({
    ...saving,
    subject: withPlaceholders(unlessBlank(oneLine("The subject", 150))),
    opening: withPlaceholders(manyLines("The text", 2000).optional().default("")),
  })
  .transform(({ version, shown, ...texts }) => ({ version, shown, texts }));

export const TEXT_FIELDS = ["subject", "opening"] as const;
export const TEXT_LABELS: Record<(typeof TEXT_FIELDS)[number], string> = {
  subject: "Subject",
  opening: "Opening text",
};

/** The texts that a message has: the provider's, else Daybook's. */
export const textsInUse = (texts: MessageTexts, own: MessageTexts): MessageTexts => ({
  subject: texts.subject || own.subject,
  opening: texts.opening || own.opening,
});

/** What is kept of typed texts: nothing of those that are Daybook's, so that they stay Daybook's when we change them. */
export const textsToKeep = (typed: MessageTexts, own: MessageTexts): MessageTexts => ({
  subject: typed.subject === own.subject ? "" : typed.subject,
  opening: typed.opening === own.opening ? "" : typed.opening,
});

const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/;

/** The morning's time: "07:30", in minutes of the day. */
export const AgendaTimeInput = z
  .object({
    ...saving,
    agenda_time: z.string({ error: "Say at what time." }).transform((text, context) => {
      const [, hours, minutes] = CLOCK.exec(text.trim()) ?? [];
      if (hours !== undefined) return Number(hours) * 60 + Number(minutes);
      context.addIssue({ code: "custom", message: "Write it as in 07:30." });
      return z.NEVER;
    }),
  })
  .transform(({ version, shown, agenda_time }) => ({ version, shown, agenda_min: agenda_time }));

/** 450: "07:30", as AgendaTimeInput reads it. */
export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
