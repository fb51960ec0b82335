/** What a provider may send to book or move by hand, and what follows from it: pure. */

import { z } from "zod";
import type { SlotRefusal } from "#app/domain/availability.ts";
import type { Refusal } from "#app/domain/bookings/outcome.ts";
import {
  ANSWERS_TOO_LONG,
  answerFields,
  answersIn,
  DurationInput,
  fitsAnswers,
  IdempotencyKeyInput,
  InstantInput,
  manyLines,
  oneLine,
  PhoneInput,
  type Question,
  VersionInput,
} from "#app/domain/bookings.ts";
import { CustomerEmailInput } from "#app/domain/customers.ts";
import { parseWallTime, type WallTime } from "#app/domain/wall-time.ts";
import { addDays, localDate, localMinutes } from "#app/domain/zones.ts";

/** Rules that a provider may pass over once they have seen them; whether a time is free is none of them. */
export const RULES = [
  ...(["past", "horizon", "outside_hours", "override", "notice", "blocked", "buffer"] as const),
  ...(["daily_limit", "weekly_limit"] as const),
] satisfies SlotRefusal[];

/** "outside_hours,blocked": what the warning named. What is no rule does not count. */
const ConfirmedInput = z
  .string()
  .optional()
  .default("")
  .transform((text) => RULES.filter((rule) => text.split(",").includes(rule)) as SlotRefusal[]);

const AnywayInput = z
  .string()
  .optional()
  .transform((text) => text === "yes");

/** A start that the form can carry; the zones' tables end some years later. */
export const StartInput = InstantInput.refine((ms) => ms < Date.UTC(2190), "That time is too far away.");

export const MOST_WEEKS = 12;

type Terms = {
  places: readonly ("in_person" | "phone" | "video")[];
  questions: readonly Question[];
  /** The form names somebody who is known, so it asks for no name. */
  is_known: boolean;
};

/** The form of a booking by hand. Questions may stay open, and so may the phone: the provider can ask later. */
export const ByHandInput = ({ places, questions, is_known }: Terms) => {
  const open = questions.map((question) => ({ ...question, is_required: false }));
  const nothing = z
    .unknown()
    .optional()
    .transform(() => "");
  return z
    .object({
      service: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "Choose a service."),
      duration: DurationInput,
      start: StartInput,
      // A week's number is added to it, and the column has its limit.
      idempotency_key: IdempotencyKeyInput.max(90, "This form is incomplete. Please load the page again."),
      customer: is_known
        ? z.uuid()
        : z
            .unknown()
            .optional()
            .transform(() => null),
      name: is_known ? nothing : oneLine("The name", 120),
      email: is_known ? nothing : CustomerEmailInput,
      phone: z
        .union([z.literal("").transform(() => null), PhoneInput])
        .optional()
        .default(null),
      place:
        places.length > 1
          ? z.enum(places as ["in_person"], { error: "Choose where to meet." })
          : z
              .unknown()
              .optional()
              .transform(() => places[0] ?? "in_person"),
      note: manyLines("The note", 2000).optional().default(""),
      internal_note: manyLines("The internal note", 2000).optional().default(""),
      weeks: z.coerce.number().int().min(1).max(MOST_WEEKS, "At most 12 weeks.").optional().default(1),
      anyway: AnywayInput,
      confirmed: ConfirmedInput,
      ...answerFields(open),
    })
    .transform((input) => ({
      service: input.service,
      starts_at: input.start,
      duration_min: input.duration,
      idempotency_key: input.idempotency_key,
      customer_id: input.customer,
      customer: {
        name: input.name,
        email: input.email,
        phone: is_known ? null : input.phone,
      },
      place: input.place,
      note: input.note,
      internal_note: input.internal_note,
      answers: answersIn(open, input),
      weeks: input.weeks,
      anyway: input.anyway,
      confirmed: input.confirmed,
    }))
    .refine(fitsAnswers, ANSWERS_TOO_LONG);
};
export type ByHandInput = z.output<ReturnType<typeof ByHandInput>>;

export const MoveByHandInput = z.object({
  start: StartInput,
  version: VersionInput,
  anyway: AnywayInput,
  confirmed: ConfirmedInput,
});

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** An instant (epoch ms) as the date and the time of a zone's wall clock: what one would type for it. */
export const wallOf = (at: number, zone: string) => ({
  date: localDate(at, zone),
  time: clock(localMinutes(at, zone)),
});

/** The same wall-clock time `weeks` weeks later: on another side of a change of clocks that is no multiple of 168 hours. */
export function weeksLater(starts_at: number, weeks: number, zone: string): WallTime {
  if (weeks === 0) return { kind: "one", at: starts_at };
  const { date, time } = wallOf(starts_at, zone);
  return parseWallTime(zone, addDays(date, 7 * weeks), time);
}

/** When to repeat a booking: a week later, or as many weeks as it takes for the day to lie ahead. */
export function nextWeek(starts_at: number, zone: string, now: number): WallTime {
  const behind = Math.max(0, Math.floor((now - starts_at) / (7 * 86_400_000)));
  const soonest = weeksLater(starts_at, behind + 1, zone);
  return "at" in soonest && soonest.at <= now ? weeksLater(starts_at, behind + 2, zone) : soonest;
}

/** Why a week of a series has no booking; a change of clocks may leave it without the time, or with two. */
export type Missed = Refusal | "gap" | "fold";

/** Every such reason, for an address that says some. */
export const MISSED: readonly Missed[] = [
  ...RULES,
  ...(["taken", "full", "gap", "fold", "unknown_service", "unknown_duration"] as const),
  ...(["unknown_place", "unknown_customer"] as const),
];

/** The key of one week's booking out of its form's key. */
export const weeklyKey = (key: string, week: number): string => `${key}_w${week}`;
