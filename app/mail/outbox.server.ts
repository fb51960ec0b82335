import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import nodemailer from "nodemailer";
import { config } from "#app/config.server.ts";
import { type Mail, messageOf } from "#app/mail/message.server.ts";

/** A mail as it lies in the outbox. */
export type SentMail = Mail & { id: string; sent_at: number };

// Makes a real message (MIME, encoded headers) without a server.
const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "unix" });

const folder = () => join(config().data_dir, "mail");

/** What names a mail: what it is about, which version, which kind, and to whom or which of several. */
export const MAIL_ID = /^[0-9a-f-]{36}\.\d+\.[a-z_]+(\.[0-9a-f-]{1,36})?$/;

/**
 * Puts a mail into the outbox folder, as the message itself (.eml) and what the page /dev/mail shows of it (.json). The same id
 * again replaces it.
 */
export async function keepMail(id: string, mail: Mail): Promise<void> {
  const { message: whole } = await composer.sendMail(messageOf(id, mail));
  await mkdir(folder(), { recursive: true });
  await writeWhole(`${id}.eml`, whole as Buffer);
  await writeWhole(`${id}.json`, JSON.stringify({ ...mail, id }));
}

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
  if (!MAIL_ID.test(id)) return null;
  const found = await stat(join(folder(), `${id}.json`)).catch(() => null);
  return found && readMail(`${id}.json`, found.mtimeMs);
}

const readMail = async (name: string, sent_at: number): Promise<SentMail> => ({
  ...(JSON.parse(await readFile(join(folder(), name), "utf8")) as Mail & { id: string }),
  sent_at,
});

/** Removes the mails about certain things: those whose id begins with one of these, and those that speak of one. */
export async function deleteMails(subjects: ReadonlySet<string>): Promise<void> {
  await deleteWhere(
    (mail, id) => subjects.has(id.split(".")[0] ?? "") || about(mail).some((one) => subjects.has(one)),
  );
}

const about = (mail: Mail | null) => mail?.about ?? [];

/** Removes the mails to certain addresses, in any spelling of their case. */
export async function deleteMailsTo(addresses: readonly string[]): Promise<void> {
  const theirs = new Set(addresses.map((address) => address.toLowerCase()));
  await deleteWhere((mail) => mail !== null && theirs.has(mail.to.toLowerCase()));
}

const deleteWhere = async (is_meant: (mail: SentMail | null, id: string) => boolean): Promise<void> => {
  for (const name of await readdir(folder()).catch(() => [])) {
    if (!name.endsWith(".json")) continue;
    const mail = await readMail(name, 0).catch(() => null);
    if (!is_meant(mail, name.replace(/\.json$/, ""))) continue;
    // The one that says whose they are goes last: who is interrupted here finds both again.
    await rm(join(folder(), name.replace(/json$/, "eml")), { force: true });
    await rm(join(folder(), name), { force: true });
  }
};
