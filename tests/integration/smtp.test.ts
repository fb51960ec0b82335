/** Mails over a real SMTP server: one that takes them, one that refuses for now, none at all. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount } from "#tests/support/sign-in.ts";
import { type App, outbox, post, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
type Taken = { from: string; to: string[]; text: string };
const taken: Taken[] = [];
let refuse = false;
const answers = async () =>
  (await database.admin.query<{ answer: string }>("select answer from account_deliveries")).rows.map(
    ({ answer }) => answer,
  );
let app: App;

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo: ({ address }, _session, done) => {
    const busy = Object.assign(new Error(`<${address}>: Greylisted, come back later`), { responseCode: 451 });
    done(refuse ? busy : null);
  },
  onData: (stream, session, done) => {
    let text = "";
    stream.on("data", (chunk) => (text += chunk));
    stream.on("end", () => {
      const { mailFrom, rcptTo } = session.envelope;
      taken.push({
        from: mailFrom ? mailFrom.address : "",
        to: rcptTo.map(({ address }) => address),
        // Long lines are folded (RFC 5322).
        text: text.replaceAll("\r\n", "\n").replace(/\n[ \t]+/g, " "),
      });
      done();
    });
  },
});

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const { port } = smtp.server.address() as AddressInfo;
  const env = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "hello@example.org" };
  app = await startApp({ ...database, env });
});
afterAll(async () => {
  await app?.stop();
  await new Promise<void>((resolve) => smtp.close(resolve));
});
beforeEach(() => {
  taken.length = 0;
  refuse = false;
});

test("a mail leaves from the house's address, to one person, under a name that stays; nothing lies in the folder", async () => {
  await post(app, "/sign-up", { email: "grace@example.org" });
  const mail = (await until("the mail has left", () => taken[0]))!;
  expect([mail.from, mail.to]).toEqual(["hello@example.org", ["grace@example.org"]]);
  expect(mail.text).toMatch(/^From: Daybook <hello@example\.org>$/m);
  expect(mail.text).toMatch(/^Message-ID: <[0-9a-f-]{36}\.1\.signup@book\.example\.org>$/m);
  expect(outbox(app)).toEqual([]);
});

test("a server that refuses for now gets the mail later, and the form never waited for it", async () => {
  refuse = true;
  expect((await post(app, "/sign-up", { email: "late@example.org" })).status).toBe(303);
  await until("it was refused", async () =>
    (await answers()).some((answer) => answer.includes("Greylisted")),
  );
  // What the server said is kept; whom it said it of is not.
  expect((await answers()).join()).not.toContain("late@example.org");
  expect(taken).toEqual([]);
  refuse = false;
  await database.admin.query(
    "select graphile_worker.reschedule_jobs(array_agg(id), now()) from graphile_worker.jobs",
  );
  expect((await until("the mail has left", () => taken[0]))?.to).toEqual(["late@example.org"]);
});

test("names cannot write headers", async () => {
  const name = "Eve\r\nBcc: victim@example.org";
  const { email } = await createAccount(database.admin, { name, email: "eve@example.org" });
  await post(app, "/forgot-password", { email });
  const mail = (await until("the mail has left", () => taken[0]))!;
  const [head = ""] = mail.text.split("\n\n");
  expect(mail.to).toEqual([email]);
  expect(head).not.toMatch(/^bcc:/im);
});
