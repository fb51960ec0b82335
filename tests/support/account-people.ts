/** People with a password, and the mail that reached them. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import bcrypt from "bcrypt";
import type pg from "pg";
import { createAccount, signIn } from "./sign-in.ts";
import { type App, until } from "./web.ts";

export const PASSWORD = "correct horse battery";

/** Of few rounds: comparing is not what these tests are about. */
export const hashOf = (password: string) =>
  bcrypt.hash(createHash("sha384").update(password, "utf8").digest("base64"), 4);

export type Person = { id: string; email: string; name: string; session_id: string; cookie: string };

/** Somebody with PASSWORD who is signed in. */
export async function createPerson(
  client: pg.Client,
  values: Record<string, unknown> = {},
  session: Record<string, unknown> = {},
): Promise<Person> {
  const account = await createAccount(client, { password_hash: await hashOf(PASSWORD), ...values });
  const { session_id, cookie } = await signIn(client, account.id, { values: session });
  return { id: account.id, email: account.email, name: account.name, session_id, cookie };
}

export type ReadMail = { to: string; subject: string; text: string };

/** Every mail that the process sent to an address. */
export const mailsTo = (app: App, to: string): ReadMail[] => {
  const folder = path.join(app.data_dir, "mail");
  const names = (() => {
    try {
      return readdirSync(folder).filter((name) => name.endsWith(".json"));
    } catch {
      return [];
    }
  })();
  return names
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as ReadMail)
    .filter((mail) => mail.to.toLowerCase() === to.toLowerCase());
};

/** The mail to an address with this subject, once it is there. */
export const mailTo = (app: App, to: string, subject: RegExp): Promise<ReadMail> =>
  until(
    `a mail to ${to}: ${subject}`,
    () => mailsTo(app, to).find((mail) => subject.test(mail.subject)) ?? null,
  ) as Promise<ReadMail>;

/** The path of the first link in a mail, with its query. */
export const linkIn = ({ text }: ReadMail): string => {
  const url = new URL(/https?:\S+/.exec(text)![0]);
  return url.pathname + url.search;
};

/** What a Set-Cookie header makes of a Cookie header. */
export const cookieOf = (headers: { "set-cookie"?: string[] }): string =>
  headers["set-cookie"]?.map((line) => line.split(";")[0]).join("; ") ?? "";
