/** The two places where photos may lie, held to the same rules; and the whole way of a photo through S3. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Storage, StorageUnavailableError } from "#app/integrations/storage.server.ts";
import { diskStorage } from "#app/integrations/storage-disk.server.ts";
import { s3Storage } from "#app/integrations/storage-s3.server.ts";
import { createProvider } from "#tests/support/factories.ts";
import { photo, uploadOf } from "#tests/support/pictures.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { BUCKET, type S3Server, startS3 } from "#tests/support/s3.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp, until } from "#tests/support/web.ts";

const folder = mkdtempSync(path.join(tmpdir(), "daybook-storage-"));
let s3: S3Server;
const settings = (endpoint: string, more = {}) => ({
  bucket: BUCKET,
  endpoint,
  region: "auto",
  access_key_id: "S3RVER",
  secret_access_key: "S3RVER",
  ...more,
});

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => {
  await s3?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const PLACES: [string, () => Storage][] = [
  ["disk", () => diskStorage(folder)],
  ["s3", () => s3Storage(settings(s3.endpoint))],
];

describe.each(PLACES)("%s", (_name, open) => {
  const [one, other] = ["00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"];
  const bytes = (text: string) => Buffer.from(text);
  const text = async (storage: Storage, key: string) => {
    const found = await storage.get(key);
    return found && Buffer.from(found).toString();
  };

  test("puts, gets, replaces and deletes; what is absent is null, and deleted twice is deleted", async () => {
    const storage = open();
    const key = `${one}/photo-512.webp`;
    expect(await storage.get(key)).toBeNull();
    await storage.put(key, bytes("first"), "image/webp");
    expect(await text(storage, key)).toBe("first");
    await storage.put(key, bytes("second"), "image/webp");
    expect(await text(storage, key)).toBe("second");
    await storage.delete(key);
    await storage.delete(key);
    expect(await storage.get(key)).toBeNull();
  });

  test("all of one provider goes, nothing of another", async () => {
    const storage = open();
    for (let n = 0; n < 5; n++) await storage.put(`${one}/file-${n}.webp`, bytes("x"), "image/webp");
    await storage.put(`${other}/kept.webp`, bytes("kept"), "image/webp");
    expect((await storage.list(`${one}/`)).length).toBe(5);
    await storage.deletePrefix(`${one}/`);
    await storage.deletePrefix(`${one}/`);
    expect(await storage.list(`${one}/`)).toEqual([]);
    expect(await text(storage, `${other}/kept.webp`)).toBe("kept");
  });

  test.each([
    ...["", "/", "a", "../a.webp", `${one}/../x.webp`, `/${one}/x.webp`, `${one}/x`, `${one}/.x.webp`],
    ...[`${one}/a/b.webp`, `${one}\\x.webp`, `${one}/x.webp\0`, `${one}/X.webp`, `${one}/x.webp.part`],
  ])("%j is no key", async (key) => {
    const storage = open();
    await expect(async () => storage.put(key, bytes("x"), "image/webp")).rejects.toThrow(TypeError);
    await expect(async () => storage.get(key)).rejects.toThrow(TypeError);
    await expect(async () => storage.delete(key)).rejects.toThrow(TypeError);
  });

  test.each(["", "/", ".", "../", "a", "a/b/", "./"])("%j is no prefix to delete", async (prefix) => {
    await expect(async () => open().deletePrefix(prefix)).rejects.toThrow(TypeError);
  });
});

test("the disk: an unfinished file is never seen, and an unusable folder is said", async () => {
  const blocked = path.join(folder, "blocked");
  writeFileSync(blocked, "a file where a folder should be");
  const storage = diskStorage(blocked);
  await expect(storage.put("a/b.webp", Buffer.from("x"), "image/webp")).rejects.toThrow(
    StorageUnavailableError,
  );
  expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith(".part"))).toEqual(
    [],
  );
});

test("s3: away, with a wrong key, with a bucket that is not there", async () => {
  for (const wrong of [
    settings("http://127.0.0.1:9"),
    settings(s3.endpoint, { access_key_id: "unknown" }),
    settings(s3.endpoint, { bucket: "no-such-bucket" }),
  ]) {
    const storage = s3Storage(wrong);
    await expect(storage.put("a/b.webp", Buffer.from("x"), "image/webp")).rejects.toThrow(
      StorageUnavailableError,
    );
    await expect(storage.get("a/b.webp")).rejects.toThrow(StorageUnavailableError);
  }
});

describe("a photo in S3", () => {
  const database = testDatabase();
  const WHERE = "/dashboard/lena/settings/photo";
  let app: App;
  let cookie: string;
  let provider_id: string;
  let own: S3Server;
  beforeAll(async () => {
    own = await startS3();
    provider_id = (await createProvider(database.admin, { username: "lena" })).id;
    const account = await createAccount(database.admin);
    await createMembership(database.admin, provider_id, account.id);
    cookie = (await signIn(database.admin, account.id)).cookie;
    app = await startApp({ ...database, env: own.env });
  });
  afterAll(async () => {
    await app?.stop();
    await own?.stop().catch(() => {});
  });
  const send = async () => {
    const { body, headers } = uploadOf(await photo("png"));
    return ask(app, WHERE, { method: "POST", body, headers: { ...headers, Cookie: cookie } });
  };
  const current = async (): Promise<string> =>
    (await database.admin.query("select photo_path from providers")).rows[0].photo_path;

  test("is put, served, replaced and removed, and nothing of it lies on the disk", async () => {
    const bucket = s3Storage(settings(own.endpoint));
    expect((await send()).status).toBe(303);
    const first = await current();
    const served = await ask(app, first);
    expect([served.status, served.headers["content-type"]]).toEqual([200, "image/webp"]);
    expect((await bucket.list(`${provider_id}/`)).length).toBe(2);
    await send();
    await until("the first is gone", async () => (await ask(app, first)).status === 404);
    expect((await ask(app, await current())).status).toBe(200);
    expect((await post(app, `${WHERE}/removal`, {}, { Cookie: cookie })).status).toBe(303);
    await until("nothing is left", async () => (await bucket.list(`${provider_id}/`)).length === 0);
    expect(existsSync(path.join(app.data_dir, "photos"))).toBe(false);
  });

  test("while it is away: 503 in words, the photo of before stays, the pages go on", {
    timeout: 60_000,
  }, async () => {
    await send();
    const before = await current();
    await own.stop();
    const answer = await send();
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "30"]);
    expect(answer.text).toContain("Nothing was changed");
    expect(await current()).toBe(before);
    const asked = await ask(app, before);
    expect([asked.status, asked.headers["cache-control"]]).toEqual([503, "no-store"]);
    expect((await ask(app, "/book/lena")).status).toBe(200);
  });
});
