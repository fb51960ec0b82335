import type { Mail } from "#app/mail/outbox.server.ts";

/** A mail of Daybook's own to one person, about their account or what they run; nobody reads answers to it. */
export const houseMail = (to: string, subject: string, lines: string[]): Mail => ({
  to,
  reply_to: null,
  from_name: "Daybook",
  subject,
  text: `${lines.join("\n")}\n`,
});
