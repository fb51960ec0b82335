/** Several job workers, each a process, on one database: they share the work, and take over what a dead one held. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { accountToken, sha256 } from "#app/domain/secrets.server.ts";
import { insertRow, uuid } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type App, ask, outbox, SECRET, spawnWeb, startApp, until } from "#tests/support/web.ts";
import { startWorkerProcess, type WorkerProcess } from "#tests/support/worker.ts";

const database = testDatabase();
// Each starts processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });
const rows = async (query: string, values: unknown[] = []) =>
  (await database.admin.query(query, values)).rows;

/** Mails that came in, by their recipients; while `stalls`, the server takes a mail and says nothing more. */
const came: string[] = [];
const taken: string[] = [];
let stalls = false;
const waiting: (() => void)[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData: (stream, { envelope }, done) => {
    stream.resume();
    stream.on("end", () => {
      const to = envelope.rcptTo[0]?.address ?? "";
      came.push(to);
      const take = () => {
        taken.push(to);
        done();
      };
      if (stalls) waiting.push(take);
      else take();
    });
  },
});
smtp.on("error", () => {});

const workers: WorkerProcess[] = [];
/** A sign of life each 0.5 s: after 2 s without one a worker is dead. */
const start = async (env: Record<string, string> = {}) => {
  const worker = await startWorkerProcess({ ...database, env: { WORKER_HEARTBEAT: "0.5", ...env } });
  workers.push(worker);
  return worker;
};
const mailing = () => {
  const { port } = smtp.server.address() as AddressInfo;
  return { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "hello@example.org" };
};

let web: App;
beforeAll(async () => {
  web = await startApp({ ...database, env: { DAYBOOK_WORKER: "0" } });
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await web?.stop();
  await new Promise<void>((resolve) => smtp.close(resolve));
});
beforeEach(() => {
  came.length = 0;
  taken.length = 0;
  stalls = false;
});
afterEach(async () => {
  for (const give of waiting.splice(0)) give();
  await Promise.all(workers.splice(0).map((worker) => worker.stop("SIGKILL")));
  await rows("delete from graphile_worker._private_jobs");
  await rows("delete from worker_heartbeats");
});

/** Somebody asked for a link to sign up: a row and its mail's job. */
const asked = async (email: string) => {
  const id = uuid();
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const token_hash = Buffer.from(sha256(accountToken(SECRET, id)));
  await insertRow(database.admin, "verification_tokens", {
    ...{ id, purpose: "sign_up", email, token_hash },
    ...{ created_at: day(-1), expires_at: day(1) },
  });
  await rows("select graphile_worker.add_job('account_mail', json_build_object('token_id', $1::text))", [id]);
  return id;
};
const jobs = () => rows("select attempts, locked_by from graphile_worker._private_jobs order by id");
const isDone = async () => (await jobs()).length === 0;

test("killed with -9 while it holds a job: another one does it, within the time that was promised", async () => {
  stalls = true;
  const first = await start(mailing());
  await asked("ada@example.org");
  await until("the first worker is at it", () => came.length === 1);
  const [held] = await jobs();
  await first.stop("SIGKILL");
  stalls = false;
  const second = await start(mailing());
  const began = Date.now();
  await until("the other one has done it", isDone);
  // Four beats of half a second, and one more for each of the two; with a beat of 20 s it is less than two minutes.
  expect(Date.now() - began).toBeLessThan(15_000);
  expect(taken).toEqual(["ada@example.org"]);
  expect(held).toEqual({ attempts: 1, locked_by: expect.stringMatching(/^pool-/) });
  expect(second.output()).toContain("took over the jobs of 1 that ended without a word");
});

test("a job that takes long stays with its living worker, also when it stands still for a while", async () => {
  stalls = true;
  const slow = await start(mailing());
  await asked("slow@example.org");
  await until("it is at it", () => came.length === 1);
  await start(mailing());
  // Still for half of the time after which it would be dead.
  slow.kill("SIGSTOP");
  const [{ now }] = await rows("select now()::text as now");
  await until(
    "a second has gone by",
    async () => (await rows("select now() > $1::timestamptz + interval '1 s' as past", [now]))[0].past,
  );
  slow.kill("SIGCONT");
  await until("it is held for longer than a dead one's would be", async () => {
    const [{ past }] = await rows(
      "select locked_at < now() - interval '4 s' as past from graphile_worker._private_jobs",
    );
    return past;
  });
  expect(await jobs()).toMatchObject([{ attempts: 1 }]);
  expect(came).toEqual(["slow@example.org"]);
  for (const give of waiting.splice(0)) give();
  await until("it is done", isDone);
  expect(taken).toEqual(["slow@example.org"]);
});

test("one that was frozen loses its job, and does no harm when it wakes", async () => {
  stalls = true;
  const frozen = await start(mailing());
  await asked("twice@example.org");
  await until("it is at it", () => came.length === 1);
  frozen.kill("SIGSTOP");
  stalls = false;
  await start(mailing());
  await until("the other one has done it", isDone);
  frozen.kill("SIGCONT");
  for (const give of waiting.splice(0)) give();
  await asked("next@example.org");
  await until("all is done", isDone);
  // It comes twice under one Message-ID: that, and never none, is what "at least once" means.
  expect([...taken].sort()).toEqual(["next@example.org", "twice@example.org", "twice@example.org"]);
  expect(frozen.is_running()).toBe(true);
});

test.each([2, 4])(
  "%i workers share the work, and each job is done once",
  { timeout: 120_000 },
  async (count) => {
    const crowd = await Promise.all(Array.from({ length: count }, () => start({ WORKER_HEARTBEAT: "20" })));
    const ids = await Promise.all(
      Array.from({ length: 60 }, (_, i) => asked(`guest-${count}-${i}@example.org`)),
    );
    await until("all is done", isDone, 90_000);
    // Without a mail server each keeps its mails in a folder of its own.
    const mails = crowd.map((worker) => outbox(worker).map((name) => name.split(".")[0]));
    expect(mails.flat().sort()).toEqual([...ids].sort());
    expect(mails.filter((some) => some.length === 0)).toEqual([]);
    expect(await rows("select count(*)::int as n from worker_heartbeats where fresh_until > now()")).toEqual([
      { n: count },
    ]);
  },
);

test("told to stop: it ends what it is at, takes nothing more, and leaves no trace", async () => {
  stalls = true;
  const worker = await start(mailing());
  await asked("last@example.org");
  await until("it is at it", () => came.length === 1);
  const stopped = worker.stop();
  await asked("later@example.org");
  for (const give of waiting.splice(0)) give();
  expect(await stopped).toBe(0);
  expect(taken).toEqual(["last@example.org"]);
  expect(await jobs()).toEqual([{ attempts: 0, locked_by: null }]);
  expect(await rows("select * from worker_heartbeats")).toEqual([]);
});

test("a web process without a worker serves, and leaves the jobs to others", async () => {
  expect((await ask(web, "/healthz")).status).toBe(200);
  expect(await rows("select * from worker_heartbeats")).toEqual([]);
  const id = await asked("elsewhere@example.org");
  const worker = await start();
  await until("it is done", isDone);
  expect(outbox(worker).map((name) => name.split(".")[0])).toEqual([id]);
  expect(outbox(web)).toEqual([]);
});

test("started while the database is away it ends with a sentence and a code", async () => {
  const { exited, output } = spawnWeb({ ownerUrl: "postgres://nobody@127.0.0.1:9/nothing" }, "bin/worker.ts");
  expect(await exited).toBe(1);
  expect(output()).toContain("The database cannot be reached");
});
