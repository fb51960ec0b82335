/** `node bin/mail-test.ts you@example.org`: sends one mail with the settings of this machine and says how it went. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { readConfig } from "#app/config.server.ts";
import { mailAdvice, serverWords } from "#app/mail/advice.ts";
import { houseMail } from "#app/mail/house-mail.ts";
import { type MailFailure, sendMail } from "#app/mail/send.server.ts";

const say = (line: string) => console.log(line);

async function main(): Promise<number> {
  const to = z.email().safeParse(process.argv[2]?.trim());
  if (!to.success) {
    say("To whom? For example: node bin/mail-test.ts you@example.org");
    return 2;
  }
  // Only the mail's settings matter here: without a database this works as well.
  process.env.DATABASE_URL ||= "postgres://nobody@localhost/none";
  process.env.APP_SECRET ||= "x".repeat(32);
  const { smtp, dkim } = readConfig(process.env);
  if (!smtp) {
    say("No mail server is set up: SMTP_URL and MAIL_FROM are not set, so mails stay in <data>/mail.");
    say("docs/self-hosting.md has examples for two services.");
    return 1;
  }
  say(`Server: ${serverWords(smtp.url)}`);
  say(`From:   ${smtp.from}`);
  say(`To:     ${to.data}`);
  say(
    dkim
      ? `DKIM:   signed for ${dkim.domain} (${dkim.selector}._domainkey.${dkim.domain})`
      : "DKIM:   not signed here",
  );
  try {
    const answer = await sendMail(`${randomUUID()}.1.test`, testMail(to.data));
    say(`\nSent. The server answered: ${answer}`);
    say("If it does not arrive, look into the junk folder, and at SPF and DKIM of the sender's domain.");
    return 0;
  } catch (error) {
    const { message, cause } = error as Error;
    say(`\nNot sent: ${message}`);
    for (const line of mailAdvice((cause ?? {}) as MailFailure, message)) say(`- ${line}`);
    return 1;
  }
}

const testMail = (to: string) =>
  houseMail(to, "A test of Daybook’s mail", [
    "Hello,",
    "",
    "this mail was sent to see whether mails leave. They do.",
  ]);

try {
  process.exit(await main());
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
