import nodemailer, { type Transporter } from "nodemailer";
import { type Config, config } from "#app/config.server.ts";
import { isErasedEmail } from "#app/domain/customers.ts";
import { type Mail, messageOf } from "#app/mail/message.server.ts";
import { keepMail, MAIL_ID } from "#app/mail/outbox.server.ts";

/** The server will not take this mail, now or later; `message` is what it said, without addresses. */
export class MailRefusedError extends Error {
  override readonly name = "MailRefusedError";
}

/**
 * Sends a mail (none to a customer who was erased, whatever job asks for it): to the server that SMTP_URL names, else into
 * the outbox.
 * @param id names the mail, and its Message-ID
 * @returns what the server answered
 * @throws MailRefusedError when it will never take it; else what went wrong, to be tried again. Neither names an address.
 */
export async function sendMail(id: string, mail: Mail): Promise<string> {
  if (!MAIL_ID.test(id)) throw new TypeError("A mail's id must be <uuid>.<version>.<kind>[.<which>].");
  if (isErasedEmail(mail.to)) return "Erased: nothing was sent.";
  const { smtp, dkim } = config();
  if (!smtp) {
    await keepMail(id, mail);
    return "Kept in the outbox: no mail server is set up.";
  }
  try {
    const { response } = await server(smtp.url, dkim).sendMail(messageOf(id, mail));
    return withoutAddresses(response ?? "");
  } catch (error) {
    const said = withoutAddresses((error as Error).message);
    const { code, command, responseCode } = error as SmtpError;
    const cause = { code, command, responseCode };
    throw isRefusal(error as SmtpError) ? new MailRefusedError(said, { cause }) : new Error(said, { cause });
  }
}

/** What kind of failure it was, for who mends it (bin/mail-test.ts). */
export type MailFailure = { code?: string; command?: string; responseCode?: number };

type SmtpError = Error & MailFailure;

/**
 * A 5xx for the recipient or the message is the last word (RFC 5321, 4.2.1). One for the log-in or for the sender is about the
 * set-up, which somebody will mend.
 */
const isRefusal = ({ responseCode = 0, command = "" }: SmtpError): boolean =>
  responseCode >= 500 && /^(RCPT|DATA)/.test(command);

/** What a mail server says names the recipient; the database and the log keep what it says. */
const withoutAddresses = (said: string): string =>
  said.replace(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, "…@…").slice(0, 400);

/** Milliseconds: a mail server that does not answer keeps a job waiting no longer. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

let pooled: Transporter | null = null;

/** A few connections that stay open, one pool for the process. */
const server = (url: string, dkim: Config["dkim"]): Transporter => {
  pooled ??= nodemailer.createTransport({
    ...{ url, pool: true, maxConnections: 4, ...PATIENCE },
    ...(dkim && {
      dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.private_key },
    }),
  });
  return pooled;
};
