import type { SendMailOptions } from "nodemailer";
import { config } from "#app/config.server.ts";

export type Mail = {
  to: string;
  reply_to: string | null;
  from_name: string;
  subject: string;
  text: string;
  html: string;
  /** The entry for the reader's calendar (iMIP, RFC 6047): a part of the message and a file beside it. */
  calendar?: { method: "REQUEST" | "CANCEL"; content: string };
  /** Where one click ends mails of this kind (RFC 8058). */
  unsubscribe_url?: string;
  /** Ids of the bookings it speaks of, beside the one that names it. */
  about?: string[];
};

/** The host of our Message-IDs and the sender of an installation that sends nothing. */
const NOWHERE = "daybook.invalid";

/** From whom mails come, as far as a server is set up. */
export const senderAddress = (): string => config().smtp?.from ?? `bookings@${NOWHERE}`;

/** The mail as Nodemailer takes it; its id names it for ever, so what comes twice collapses in the reader's program. */
export function messageOf(id: string, mail: Mail): SendMailOptions {
  const { smtp, public_url } = config();
  const { calendar, unsubscribe_url } = mail;
  return {
    from: { name: mail.from_name, address: senderAddress() },
    to: mail.to,
    replyTo: mail.reply_to ?? undefined,
    subject: mail.subject.replace(/\s+/g, " ").trim(),
    text: mail.text,
    html: mail.html,
    messageId: `<${id}@${smtp ? new URL(public_url).hostname : NOWHERE}>`,
    // No vacation answer, no receipt (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated" },
    ...(unsubscribe_url && {
      list: { unsubscribe: { url: unsubscribe_url } },
      headers: { "Auto-Submitted": "auto-generated", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    }),
    ...(calendar && {
      icalEvent: { method: calendar.method, filename: "invite.ics", content: calendar.content },
    }),
  };
}

/** The headers of a mail that say where it comes from, where an answer goes and which mail it is. */
export function headersOf(id: string, mail: Mail): { name: string; value: string }[] {
  const { from, to, replyTo, messageId, list } = messageOf(id, mail);
  const { name, address } = from as { name: string; address: string };
  return [
    { name: "From", value: `${name} <${address}>` },
    { name: "To", value: String(to) },
    { name: "Reply-To", value: String(replyTo ?? "") },
    { name: "List-Unsubscribe", value: list ? `<${mail.unsubscribe_url}>` : "" },
    { name: "Message-ID", value: String(messageId) },
  ].filter((header) => header.value !== "");
}
