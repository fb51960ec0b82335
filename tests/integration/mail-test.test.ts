/** `bin/mail-test.ts`: one mail over a real server, and what to look at when it does not leave; and DKIM. */
import { spawn } from "node:child_process";
import { createHash, createVerify, generateKeyPairSync } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import path from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const SECRET_WORD = "kept-to-itself";
const taken: string[] = [];
let port = 0;

const said = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  allowInsecureAuth: true,
  onAuth: (auth, _session, done) =>
    auth.password === "right" ? done(null, { user: auth.username }) : done(said(535, "Wrong password")),
  onMailFrom: ({ address }, _session, done) =>
    done(address.startsWith("stranger@") ? said(553, "Not your domain") : null),
  onRcptTo: ({ address }, _session, done) =>
    done(address.startsWith("nobody@") ? said(550, "No such user") : null),
  onData: (stream, _session, done) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      taken.push(Buffer.concat(chunks).toString("latin1"));
      done();
    });
  },
});

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  ({ port } = smtp.server.address() as AddressInfo);
});
afterAll(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
beforeEach(() => {
  taken.length = 0;
});

const run = (to: string[], env: Record<string, string>) =>
  new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, [path.join(ROOT, "bin/mail-test.ts"), ...to], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: { NODE_ENV: "test", PATH: process.env.PATH, PUBLIC_URL: "https://book.example.org", ...env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("close", (code) => resolve({ code, output }));
  });
const mail = (to: string, { login = "", from = "hello@example.org", at = port, env = {} } = {}) =>
  run([to], { SMTP_URL: `smtp://${login}127.0.0.1:${at}`, MAIL_FROM: from, ...env });

test("a mail that leaves: the server and its answer, exit 0", async () => {
  const { code, output } = await mail("you@example.org", { login: "lena:right@" });
  expect(output).toContain(`127.0.0.1, port ${port}`);
  expect(output).toContain("as lena");
  expect(output).toMatch(/Sent\. The server answered: 250/);
  expect(output).not.toContain("right");
  expect(code).toBe(0);
  expect(taken).toHaveLength(1);
  expect(taken[0]).toContain("this mail was sent to see whether mails leave");
});

test.each([
  ["a wrong log-in", "you@example.org", { login: `lena:${SECRET_WORD}@` }, "refused the log-in"],
  ["a refused recipient", "nobody@example.org", {}, "refused the recipient"],
  ["a refused sender", "you@example.org", { from: "stranger@example.net" }, "MAIL_FROM must be an address"],
])("%s: what to look at, exit 1, no secret", async (_what, to, values, words) => {
  const { code, output } = await mail(to, values);
  expect(output).toContain("Not sent:");
  expect(output).toContain(words);
  expect(output).not.toContain(SECRET_WORD);
  expect(code).toBe(1);
  expect(taken).toEqual([]);
});

test("nobody listens there, or there is no such name", async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port: at } = closed.address() as AddressInfo;
  await new Promise<void>((resolve) => closed.close(() => resolve()));
  const nobody = await mail("you@example.org", { at });
  expect([nobody.code, nobody.output.includes("Nobody answers there")]).toEqual([1, true]);
  const env = { SMTP_URL: "smtp://mail.invalid:587", MAIL_FROM: "hello@example.org" };
  const unknown = await run(["you@example.org"], env);
  expect([unknown.code, unknown.output.includes("name is not found")]).toEqual([1, true]);
});

test("without an address, or without a server, it says what is missing", async () => {
  const env = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "hello@example.org" };
  for (const to of [[], ["x"]]) expect(await run(to, env)).toMatchObject({ code: 2 });
  const none = await run(["you@example.org"], {});
  expect([none.code, none.output.includes("SMTP_URL and MAIL_FROM are not set")]).toEqual([1, true]);
  const half = await run(["you@example.org"], { SMTP_URL: env.SMTP_URL });
  expect([half.code, half.output.includes("MAIL_FROM: is needed beside SMTP_URL")]).toEqual([1, true]);
});

test("with a DKIM key the mail is signed, and its public key proves it", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const { code, output } = await mail("you@example.org", {
    // As an environment has it, on one line.
    env: {
      DKIM_DOMAIN: "example.org",
      DKIM_SELECTOR: "day",
      DKIM_PRIVATE_KEY: pem.trim().replaceAll("\n", "\\n"),
    },
  });
  expect([code, output.includes("day._domainkey.example.org")]).toEqual([0, true]);
  expect(output).not.toContain("PRIVATE KEY");
  const checked = checkDkim(taken[0]!, publicKey.export({ type: "spki", format: "pem" }).toString());
  expect(checked).toMatchObject({ domain: "example.org", selector: "day", body: true, signature: true });
  expect(checked.fields).toEqual(expect.arrayContaining(["from", "to", "subject", "message-id"]));
  // One changed letter, and neither holds.
  const forged = taken[0]!.replace("From: Daybook", "From: Daybuck");
  expect(checkDkim(forged, publicKey.export({ type: "spki", format: "pem" }).toString()).signature).toBe(
    false,
  );

  const bad = await mail("you@example.org", {
    env: { DKIM_DOMAIN: "example.org", DKIM_SELECTOR: "day", DKIM_PRIVATE_KEY: "nonsense" },
  });
  expect([bad.code, bad.output.includes("must be an RSA private key")]).toEqual([1, true]);
});

/** RFC 6376, relaxed/relaxed, written from the RFC. */
function checkDkim(raw: string, public_key: string) {
  const end = raw.indexOf("\r\n\r\n");
  const fields = raw
    .slice(0, end)
    .replace(/\r\n(?=[ \t])/g, "\u0000")
    .split("\r\n")
    .map((line) => {
      const [, name = "", value = ""] = /^([^:]+):([\s\S]*)$/.exec(line) ?? [];
      return { name: name.toLowerCase().trim(), value: value.replaceAll("\u0000", "") };
    });
  const relaxed = (value: string) => value.replace(/[ \t]+/g, " ").trim();
  const signature = fields.find(({ name }) => name === "dkim-signature")!;
  const tags = Object.fromEntries(
    signature.value.split(";").map((tag) => {
      const [name = "", ...value] = tag.split("=");
      return [name.trim(), value.join("=").trim()];
    }),
  );
  const body = raw
    .slice(end + 4)
    .split("\r\n")
    .map((line) => line.replace(/[ \t]+/g, " ").replace(/ $/, ""))
    .join("\r\n")
    .replace(/(\r\n)+$/, "");
  const body_hash = createHash("sha256").update(`${body}\r\n`, "latin1").digest("base64");
  const signed = tags.h!.toLowerCase().split(/\s*:\s*/);
  const verify = createVerify("RSA-SHA256");
  for (const name of signed) {
    const field = fields.find((one) => one.name === name);
    if (field) verify.update(`${name}:${relaxed(field.value)}\r\n`, "latin1");
  }
  const bare = relaxed(signature.value)
    .replace(/(;|^)(\s*b=)[^;]*/, "$1$2")
    .trim();
  verify.update(`dkim-signature:${bare}`, "latin1");
  return {
    domain: tags.d,
    selector: tags.s,
    fields: signed,
    body: body_hash === tags.bh!.replace(/\s/g, ""),
    signature: verify.verify(public_key, tags.b!.replace(/\s/g, ""), "base64"),
  };
}
