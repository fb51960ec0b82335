/** Photos through HTTP: what is taken, what is refused, what is served, where it lies. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProvider } from "#tests/support/factories.ts";
import { bombPng, photo, uploadOf } from "#tests/support/pictures.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp, until } from "#tests/support/web.ts";

const database = testDatabase();
const WHERE = "/dashboard/lena/settings/photo";
let app: App;
let provider_id: string;
let owner: string;
let viewer: string;

beforeAll(async () => {
  const provider = await createProvider(database.admin, {
    username: "lena",
    setup_finished_at: "2026-01-01T00:00:00Z",
  });
  provider_id = provider.id;
  const cookieOf = async (role: "owner" | "viewer") => {
    const account = await createAccount(database.admin);
    await createMembership(database.admin, provider_id, account.id, role);
    return (await signIn(database.admin, account.id)).cookie;
  };
  owner = await cookieOf("owner");
  viewer = await cookieOf("viewer");
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const send = (bytes: Uint8Array, options: Parameters<typeof uploadOf>[1] = {}, cookie = owner) => {
  const { body, headers } = uploadOf(bytes, options);
  return ask(app, WHERE, { method: "POST", body, headers: { ...headers, Cookie: cookie } });
};
const current = async (): Promise<string | null> =>
  (await database.admin.query("select photo_path from providers where id = $1", [provider_id])).rows[0]
    .photo_path;
const folder = () => path.join(app.data_dir, "photos", provider_id);
const stored = () => (existsSync(folder()) ? readdirSync(folder()).sort() : []);
const fetched = async (where: string) =>
  Buffer.from(await (await fetch(`http://127.0.0.1:${app.port}${where}`)).arrayBuffer());

describe("a picture", () => {
  test.each(["jpeg", "png", "webp"] as const)(
    "%s: cut, written anew without its metadata, served for ever",
    async (format) => {
      // Its name and declared type say something else: neither counts.
      const answer = await send(await photo(format), { filename: "x.html", type: "text/html" });
      expect([answer.status, answer.headers.location]).toEqual([303, `${WHERE}?just=changed`]);
      const where = (await current())!;
      expect(where).toMatch(new RegExp(`^/photos/${provider_id}/[0-9a-f]{32}-512\\.webp$`));
      for (const [address, side] of [
        [where, 512],
        [where.replace("-512", "-128"), 128],
      ] as const) {
        const served = await ask(app, address);
        expect(served.headers).toMatchObject({
          "content-type": "image/webp",
          "x-content-type-options": "nosniff",
          "cache-control": "public, max-age=31536000, immutable",
        });
        const bytes = await fetched(address);
        const seen = await sharp(bytes).metadata();
        expect([seen.format, seen.width, seen.height]).toEqual(["webp", side, side]);
        expect([seen.exif, seen.xmp, seen.iptc]).toEqual([undefined, undefined, undefined]);
        expect(bytes.includes("SECRET")).toBe(false);
        const again = await ask(app, address, { headers: { "If-None-Match": served.headers.etag! } });
        expect([again.status, again.bytes]).toEqual([304, 0]);
      }
    },
  );

  test("the page shows it, and the one before is gone", async () => {
    const before = (await current())!;
    await send(await photo("jpeg"));
    const now = (await current())!;
    expect(now).not.toBe(before);
    expect((await ask(app, "/book/lena")).text).toContain(now.replace("-512", "-128"));
    await until("the old files are removed", async () => (await ask(app, before)).status === 404);
    await until("only the new ones lie there", () => stored().length === 2);
    expect((await ask(app, now)).status).toBe(200);
  });

  test("is turned the way its camera was held", async () => {
    // Left red, right blue; orientation 3 is upside down, so red is on the right.
    const turned = await sharp(await photo("jpeg"))
      .withMetadata({ orientation: 3 })
      .toBuffer();
    expect((await send(turned)).status).toBe(303);
    const { data } = await sharp(await fetched((await current())!))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const [first_red, first_blue] = [data[0]!, data[2]!];
    expect(first_blue).toBeGreaterThan(200);
    expect(first_red).toBeLessThan(60);
  });

  test("with something behind its end: that part is not kept", async () => {
    const polyglot = Buffer.concat([await photo("jpeg"), Buffer.from("<html><script>alert(1)</script>")]);
    expect((await send(polyglot)).status).toBe(303);
    expect((await fetched((await current())!)).includes("script")).toBe(false);
  });
});

describe("what is refused, with the photo of before untouched", () => {
  const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const cases: [string, () => Promise<Buffer> | Buffer, number, string][] = [
    ["text that claims to be a JPEG", () => Buffer.from("not a picture at all"), 422, "not a JPEG"],
    ["an SVG with a script", () => Buffer.from(SVG), 422, "not a JPEG"],
    [
      "an SVG behind a byte order mark",
      () => Buffer.from(`\ufeff<?xml version="1.0"?>${SVG}`),
      422,
      "not a JPEG",
    ],
    ["HTML", () => Buffer.from("<!doctype html><script>alert(1)</script>"), 422, "not a JPEG"],
    ["a GIF that is a script", () => Buffer.from("GIF89a/*\x01\x00\x01\x00*/=1;alert(1)"), 422, "not a JPEG"],
    [
      "the first bytes of a JPEG, then a script",
      () => Buffer.from("\xff\xd8\xff<script>", "latin1"),
      422,
      "damaged",
    ],
    [
      "the frame of a WebP around nothing",
      () => Buffer.from("RIFF\x10\0\0\0WEBPVP8 ", "latin1"),
      422,
      "damaged",
    ],
    ["a PDF", () => Buffer.from("%PDF-1.7\n"), 422, "not a JPEG"],
    ["2,500 megapixels in 70 bytes", () => bombPng(50_000, 50_000), 422, "too many pixels"],
    ["a picture one pixel high and 60,000,000 wide", () => bombPng(60_000_000, 1), 422, ""],
    ["100 megapixels that are really there", () => bombPng(10_000, 10_000, 10_000), 422, "too many pixels"],
    ["the first half of a picture", async () => half(await photo("jpeg")), 422, "damaged"],
    ["the first half of a PNG", async () => half(await photo("png")), 422, "damaged"],
    ["a picture too small to be seen", () => photo("png", 20, 20), 422, "too small"],
    ["nothing", () => Buffer.alloc(0), 422, "Choose a picture"],
    ["11 MB", () => Buffer.alloc(11_000_000, 0xff), 413, "larger than 10 MB"],
    ["25 MB", () => Buffer.alloc(25_000_000, 0xff), 413, "larger than 10 MB"],
  ];
  const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);

  test.each(cases)("%s", async (_name, make, status, words) => {
    const [before, files] = [await current(), stored()];
    const answer = await send(await make());
    expect([answer.status, answer.text.includes(words)]).toEqual([status, true]);
    expect(answer.headers["content-type"]).toContain("text/html");
    expect(answer.text).toContain('aria-invalid="true"');
    expect([await current(), stored()]).toEqual([before, files]);
    expect(app.is_running()).toBe(true);
  });

  test.each([
    ["11 MB", () => owner, "413"],
    ["5 MB by somebody who is signed out", () => "", "401"],
    ["5 MB by a viewer", () => viewer, "403"],
  ])("%s: answered to who reads only after all is sent, as browsers do", async (size, cookie, status) => {
    const { body, headers } = uploadOf(Buffer.alloc(Number.parseInt(size, 10) * 1_000_000, 0xff));
    const head = Object.entries({ ...headers, Cookie: cookie(), Host: "x" });
    const socket = net.connect(app.port, "127.0.0.1");
    socket.pause();
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.write(
        `POST ${WHERE} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
      );
      socket.write(body, () => resolve());
    });
    let text = "";
    for await (const chunk of socket) {
      text += chunk;
      if (text.length >= 12) break;
    }
    expect(text.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
  });

  test("40 MB: not even read", async () => {
    const answer = await ask(app, WHERE, {
      method: "POST",
      headers: { ...uploadOf(Buffer.alloc(0)).headers, "Content-Length": "40000000", Cookie: owner },
    }).catch(() => null);
    expect(answer?.status ?? 413).toBe(413);
  });

  test("no other address takes more than a form", async () => {
    const { body, headers } = uploadOf(Buffer.alloc(200_000));
    for (const where of ["/dashboard/lena/settings", "/book/lena/settings/photo", `${WHERE}/removal`]) {
      const answer = await ask(app, where, { method: "POST", body, headers: { ...headers, Cookie: owner } });
      expect([where, answer.status]).toEqual([where, 413]);
    }
  });

  test("a file in another field, two files, a body that is cut, none at all", async () => {
    expect((await send(await photo("png"), { field: "avatar" })).status).toBe(422);
    const { body, headers } = uploadOf(await photo("png"));
    const cut = body.subarray(0, body.length - 40);
    const answer = await ask(app, WHERE, {
      method: "POST",
      body: cut,
      headers: { ...headers, "Content-Length": String(cut.length), Cookie: owner },
    });
    expect(answer.status).toBe(400);
    expect((await post(app, WHERE, { photo: "text" }, { Cookie: owner })).status).toBe(422);
  });

  test("ten at once: each is answered, and the pages go on", async () => {
    const bytes = await photo("jpeg", 3000, 2000);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(bytes)));
    expect(answers.filter(({ status }) => status !== 303 && status !== 429)).toEqual([]);
    await until("what was replaced is removed", () => stored().length === 2);
    expect((await ask(app, (await current())!)).status).toBe(200);
  });
});

describe("who may, and from where", () => {
  test("not a viewer, nobody from outside, no other site", async () => {
    const bytes = await photo("png");
    const before = await current();
    expect((await send(bytes, {}, viewer)).status).toBe(403);
    expect((await send(bytes, {}, "")).status).toBe(401);
    const { body, headers } = uploadOf(bytes);
    const foreign = { ...headers, "Sec-Fetch-Site": "cross-site", Cookie: owner };
    expect((await ask(app, WHERE, { method: "POST", body, headers: foreign })).status).toBe(403);
    expect((await post(app, `${WHERE}/removal`, {}, { Cookie: viewer })).status).toBe(403);
    expect(await current()).toBe(before);
    expect((await ask(app, WHERE, { headers: { Cookie: viewer } })).text).not.toContain('type="file"');
  });

  test("every change is in the history, without the picture", async () => {
    const { rows } = await database.admin.query(
      "select details, account_id is not null as known, address from audit_events where action = 'photo.changed' limit 1",
    );
    expect(rows[0]).toMatchObject({ details: { removed: false }, known: true });
  });
});

describe("what is served", () => {
  test("nothing but photos, by their exact names", async () => {
    const name = path.basename((await current())!);
    writeFileSync(path.join(folder(), "secret.txt"), "secret");
    for (const where of [
      `/photos/${provider_id}/secret.txt`,
      `/photos/${provider_id}/${name}.part`,
      `/photos/${provider_id}/..%2f..%2fmail`,
      `/photos/${provider_id}/..%2f${provider_id}%2f${name}`,
      `/photos/../photos/${provider_id}/${name.replace("512", "999")}`,
      `/photos/00000000-0000-7000-8000-000000000000/${name}`,
      `/photos/${provider_id}/${name.toUpperCase()}`,
      `/photos/${provider_id}/`,
      "/photos",
    ])
      expect([where, (await ask(app, where)).status]).toEqual([where, 404]);
  });

  test("a file that became something else in the storage is not served", async () => {
    const name = `${"a".repeat(32)}-512.webp`;
    writeFileSync(path.join(folder(), name), "<script>alert(1)</script>");
    expect((await ask(app, `/photos/${provider_id}/${name}`)).status).toBe(404);
  });
});

test("removing: the page shows initials, and the files go", async () => {
  const before = (await current())!;
  const asked = await ask(app, `${WHERE}/removal`, { headers: { Cookie: owner } });
  expect([asked.status, asked.text.includes("Remove the photo?")]).toEqual([200, true]);
  expect((await post(app, `${WHERE}/removal`, {}, { Cookie: owner })).status).toBe(303);
  expect(await current()).toBeNull();
  await until("the files are removed", async () => (await ask(app, before)).status === 404);
  expect((await ask(app, "/book/lena")).text).not.toContain("/photos/");
});
