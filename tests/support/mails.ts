/** The mails that a process has written, read as a mail program reads them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type App, outbox } from "./web.ts";

export type ReadMail = { name: string; raw: string; headers: string[]; text: string };

const decoded = (encoding: string, body: string): string => {
  if (/base64/i.test(encoding)) return Buffer.from(body, "base64").toString("utf8");
  if (!/quoted/i.test(encoding)) return body;
  const bytes = body
    .replace(/=\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
};

/** The text part of a message of several, or the body of one that is only text. */
const textPart = (raw: string): string => {
  const [head = "", ...rest] = raw.split("\n\n");
  const unfolded = head.replace(/\n[ \t]+/g, " ");
  const body = rest.join("\n\n");
  const boundary = /^content-type: multipart\/[^\n]*boundary="?([^";\n]+)/im.exec(unfolded)?.[1];
  if (boundary) return textPart(body.split(`--${boundary}\n`)[1]?.split(`\n--${boundary}`)[0] ?? "");
  const encoding = unfolded.split("\n").find((line) => /^content-transfer-encoding:/i.test(line)) ?? "";
  return decoded(encoding, body);
};

export const readMail = (app: Pick<App, "data_dir">, name: string): ReadMail => {
  const raw = readFileSync(path.join(app.data_dir, "mail", name), "utf8").replace(/\r\n/g, "\n");
  const headers = (raw.split("\n\n")[0] ?? "").replace(/\n[ \t]+/g, " ").split("\n");
  return { name, raw, headers, text: textPart(raw) };
};

export const readMails = (app: Pick<App, "data_dir">): ReadMail[] =>
  outbox(app).map((name) => readMail(app, name));
