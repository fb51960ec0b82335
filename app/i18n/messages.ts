import { dayOf, formatDate, formatTime } from "#app/i18n/format.ts";
import type { DeliveryState } from "#db/deliveries.ts";

/** What each message is called, wherever people look at what was sent. */
const KIND_WORDS: Record<string, string> = {
  received: "Request received",
  confirmed: "Confirmation",
  declined: "Request declined",
  moved: "New time",
  cancelled: "Cancellation",
  reminder: "Reminder",
  follow_up: "Follow-up",
  new: "Notice of a new booking",
  waiting: "Notice of a request",
  new_time: "Notice of a new time",
  called_off: "Notice of a cancellation",
  agenda: "The day’s agenda",
  test: "Test of a message",
  invitation: "Invitation to the team",
  provider_deletion: "Notice that everything will be deleted",
  calendar_failing: "A calendar cannot be read",
  sign_up: "Link to sign up",
  password_reset: "Link for a new password",
  password_changed: "Notice of a changed password",
  email_confirm: "Link to confirm an address",
  email_asked: "Notice of a new address",
  email_changed: "Notice of a changed address",
  deletion: "Notice that the account will be deleted",
  kept: "Notice that the account is kept",
  identity_linked: "Notice of a new way to sign in",
};

/** "Reminder". What a word is missing for is shown by its own name. */
export const kindWords = (kind: string): string =>
  Object.hasOwn(KIND_WORDS, kind) ? (KIND_WORDS[kind] ?? kind) : kind.replaceAll("_", " ");

/** The same of a mail in the outbox: names are written there without a line between words ("followup"). */
export const mailKindWords = (kind: string): string =>
  kindWords(
    Object.keys(KIND_WORDS).find((one) => one.replaceAll("_", "") === kind.replaceAll("_", "")) ?? kind,
  );

export type DeliveryFacts = {
  state: DeliveryState;
  due_at: number;
  ended_at: number | null;
  tries: number;
  answer: string;
};

const times = (n: number) => (n === 1 ? "one try" : `${n} tries`);

/** What a mail server said, without the end that some put there. */
const quoted = (answer: string) => `“${answer.trim()}”`;

/** What became of a message, in a sentence: "Planned for 1 December 2026, 09:00". */
export function deliveryWords(one: DeliveryFacts, zone: string, locale = "en-GB"): string {
  const on = (at: number) => `${formatDate(dayOf(at, zone), locale)}, ${formatTime(at, zone, locale)}`;
  const { state, due_at, ended_at, tries, answer } = one;
  switch (state) {
    case "queued":
      return tries === 0
        ? `Planned for ${on(due_at)}`
        : `Not sent yet after ${times(tries)}${answer && `: ${quoted(answer)}`}. The next try is on ${on(due_at)}`;
    case "sending":
      return "On its way now";
    case "sent":
      return `Sent on ${on(ended_at ?? due_at)}`;
    case "void":
      return `Not sent. ${answer}`;
    case "refused":
      return `Refused on ${on(ended_at ?? due_at)}: ${quoted(answer)}`;
    case "dead":
      return `Given up on ${on(ended_at ?? due_at)} after ${times(tries)}: ${quoted(answer)}`;
  }
}
