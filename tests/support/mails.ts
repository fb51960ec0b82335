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

export const readMails = (app: Pick<App, "data_dir">): ReadMail[] =>
  outbox(app).map((name) => {
    const raw = readFileSync(path.join(app.data_dir, "mail", name), "utf8").replace(/\r\n/g, "\n");
    const [head = "", ...rest] = raw.split("\n\n");
    const headers = head.replace(/\n[ \t]+/g, " ").split("\n");
    const encoding = headers.find((line) => /^content-transfer-encoding:/i.test(line)) ?? "";
    return { name, raw, headers, text: decoded(encoding, rest.join("\n\n")) };
  });
