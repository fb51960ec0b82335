import type { MailFailure } from "#app/mail/send.server.ts";

/** Which server a mail's address means, without its password: "smtp.example.org, port 587 (STARTTLS if offered), as user". */
export function serverWords(smtp_url: string): string {
  const { protocol, hostname, port, username } = new URL(smtp_url);
  const is_tls = protocol === "smtps:";
  const security = is_tls ? "TLS from the start" : "STARTTLS where it is offered";
  const who = username ? `as ${decodeURIComponent(username)}` : "without signing in";
  return `${hostname}, port ${port || (is_tls ? "465" : "587")} (${security}), ${who}`;
}

/** What to look at when a mail could not be sent. Pure. */
export function mailAdvice(
  { code = "", command = "", responseCode = 0 }: MailFailure,
  said: string,
): string[] {
  if (code === "EDNS" || /ENOTFOUND|EAI_AGAIN/.test(said))
    return ["The server's name is not found. Check the host in SMTP_URL, and this machine's DNS."];
  if (code === "EAUTH" || /^AUTH/.test(command))
    return [
      "The server refused the log-in. Check user and password in SMTP_URL.",
      "Characters such as @ : / # in them must be written as %40 %3A %2F %23.",
    ];
  if (code === "ETLS" || /STARTTLS|wrong version number|certificate|self.signed/i.test(said))
    return [
      "The secure connection failed. Port 465 goes with smtps://, port 587 with smtp://.",
      "The server's certificate must be valid for the host's name in SMTP_URL.",
    ];
  if (/^MAIL/.test(command))
    return [
      "The server refused the sender. MAIL_FROM must be an address that it may send for: of a domain that you have verified there.",
    ];
  if (/^RCPT/.test(command))
    return responseCode >= 500
      ? [
          "The server refused the recipient. Check the address; some services deliver to your own until you are approved.",
        ]
      : ["The server does not take mail for the recipient just now. Try again in some minutes."];
  if (/^DATA/.test(command)) return ["The server refused the message. What it said above is the reason."];
  if (["ECONNECTION", "ESOCKET", "ETIMEDOUT"].includes(code) || /ECONNREFUSED|timeout/i.test(said))
    return [
      "Nobody answers there. Check host and port in SMTP_URL: 587 with smtp://, 465 with smtps://.",
      "Many hosts block port 25, and some every mail port: ask yours, or use a service's port 2525.",
    ];
  return ["What the server said above is all that is known."];
}
