import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import nodemailer, { type Transporter } from "nodemailer";
import { config } from "#app/config.server.ts";
import { isErasedEmail } from "#app/domain/customers.ts";

export type Mail = { to: string; reply_to: string | null; from_name: string; subject: string; text: string };

/** A mail as it lies in the outbox. */
export type SentMail = Mail & { id: string; sent_at: number };

// Makes a real message (MIME, encoded headers) without a server.
const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "unix" });

const folder = () => join(config().data_dir, "mail");
const ID = /^[0-9a-f-]{36}\.\d+\.[a-z]+$/;

/**
 * Sends a mail (none to a customer who was erased, whatever job asks for it): to the server that SMTP_URL names, else into the outbox folder, as the message itself (.eml) and what the
 * page /dev/mail shows of it (.json).
 * @param id names the mail, and its Message-ID; the same id again replaces it, so a job that runs twice leaves one mail
 * @throws what the mail server refused or why it cannot be reached; the job is tried again then
 */
export async function sendMail(id: string, mail: Mail): Promise<void> {
  if (!ID.test(id)) throw new TypeError("A mail's id must be <uuid>.<version>.<event>.");
  if (isErasedEmail(mail.to)) return;
  const { smtp, public_url } = config();
  const message = {
    from: { name: mail.from_name, address: smtp?.from ?? "bookings@daybook.invalid" },
    to: mail.to,
    replyTo: mail.reply_to ?? undefined,
    subject: mail.subject,
    text: mail.text,
    messageId: `<${id}@${smtp ? new URL(public_url).hostname : "daybook.invalid"}>`,
  };
  if (smtp) {
    await server(smtp.url)
      .sendMail(message)
      .catch((error) => Promise.reject(withoutAddresses(error)));
    return;
  }
  const { message: whole } = await composer.sendMail(message);
  await mkdir(folder(), { recursive: true });
  await writeWhole(`${id}.eml`, whole as Buffer);
  await writeWhole(`${id}.json`, JSON.stringify({ ...mail, id }));
}

/** What a mail server says of a refusal names the recipient; the queue and the log keep what it says. */
const withoutAddresses = (error: Error): Error =>
  new Error(error.message.replace(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, "…@…"));

/** Milliseconds: a mail server that does not answer keeps a job waiting no longer. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

let pooled: Transporter | null = null;

/** A few connections that stay open, one pool for the process. */
const server = (url: string): Transporter => {
  pooled ??= nodemailer.createTransport({ url, pool: true, maxConnections: 2, ...PATIENCE });
  return pooled;
};

// Written aside, then renamed: a reader never meets half a mail.
const writeWhole = async (name: string, content: Buffer | string) => {
  const path = join(folder(), name);
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
};

/** The newest mails of the outbox, newest first. */
export async function listMails(count = 100): Promise<SentMail[]> {
  const names = (await readdir(folder()).catch(() => [])).filter((name) => name.endsWith(".json"));
  const dated = await Promise.all(
    names.map(async (name) => ({ name, sent_at: (await stat(join(folder(), name))).mtimeMs })),
  );
  const newest = dated.sort((a, b) => b.sent_at - a.sent_at).slice(0, count);
  return Promise.all(newest.map(({ name, sent_at }) => readMail(name, sent_at)));
}

/** One mail of the outbox, or null. */
export async function findMail(id: string): Promise<SentMail | null> {
  if (!ID.test(id)) return null;
  const found = await stat(join(folder(), `${id}.json`)).catch(() => null);
  return found && readMail(`${id}.json`, found.mtimeMs);
}

const readMail = async (name: string, sent_at: number): Promise<SentMail> => ({
  ...(JSON.parse(await readFile(join(folder(), name), "utf8")) as Mail & { id: string }),
  sent_at,
});

/** Removes the mails about certain things: those whose id begins with one of these. */
export async function deleteMails(subjects: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder()).catch(() => []))
    if (subjects.has(name.split(".")[0] ?? "")) await rm(join(folder(), name), { force: true });
}

/** Removes the mails to certain addresses, in any spelling of their case. */
export async function deleteMailsTo(addresses: readonly string[]): Promise<void> {
  const theirs = new Set(addresses.map((address) => address.toLowerCase()));
  for (const name of await readdir(folder()).catch(() => [])) {
    if (!name.endsWith(".json")) continue;
    const mail = await readMail(name, 0).catch(() => null);
    if (!mail || !theirs.has(mail.to.toLowerCase())) continue;
    // The one that says whose they are goes last: who is interrupted here finds both again.
    await rm(join(folder(), name.replace(/json$/, "eml")), { force: true });
    await rm(join(folder(), name), { force: true });
  }
}
