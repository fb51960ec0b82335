import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clockChanges, oracleSlots, wallAt } from "#tests/support/availability-oracle.ts";
import { createHours, createProvider, createSchedule, createService } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { type App, ask, PUBLIC_URL, post, startApp } from "#tests/support/web.ts";
import { bookingForm, createFullService, createOpenPractice, startAt } from "#tests/support/web-practice.ts";

const database = testDatabase();
const DAY = 86_400_000;
let app: App;

beforeAll(async () => {
  const { admin } = database;
  const { provider_id } = await createOpenPractice(admin, {
    username: "lena",
    name: "Lena </script><b>",
    headline: "Tutor & more",
  });
  await createFullService(admin, provider_id);
  await createService(admin, provider_id, { slug: "hidden", hidden_at: new Date() });
  await createService(admin, provider_id, { slug: "ended", title: "Old one", archived_at: new Date() });
  await createService(admin, provider_id, { slug: "empty", durations: [] });
  const kiwi = await createProvider(admin, { username: "kiwi", time_zone: "Pacific/Auckland" });
  const schedule = await createSchedule(admin, kiwi.id, { is_default: true, time_zone: "Pacific/Auckland" });
  for (let weekday = 1; weekday <= 7; weekday++) await createHours(admin, kiwi.id, schedule.id, weekday);
  await createService(admin, kiwi.id, { slug: "talk" });
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const slotsOf = (html: string) =>
  [...html.matchAll(/<a class="slot" href="[^"]*[?&;]start=([^&"]+)/g)].map(([, at]) =>
    Date.parse(decodeURIComponent(at!)),
  );
const localDate = (at: number, zone: string) =>
  new Date(wallAt(zone, at) * 60_000).toISOString().slice(0, 10);
const meta = (html: string, name: string) =>
  new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`).exec(html)?.[1];

describe("statuses", () => {
  test.each<[string, number]>([
    ["/", 200],
    ["/book/lena", 200],
    ["/book/lena/full", 200],
    ["/book/lena/hidden", 200],
    ["/book/LENA", 301],
    ["/book/Lena/full?date=2030-01-01", 301],
    ["/book/nobody", 404],
    ["/book/a%20b", 404],
    ["/book/lena/nothing", 404],
    ["/book/lena/empty", 404],
    ["/book/lena/ended", 410],
    ["/book/lena/ended/details", 410],
    ["/book/lena/full/details", 400],
    ["/book/lena/full/details?start=tomorrow", 400],
    ["/book/lena/full/details?start=2020-01-01T10:00:00Z", 409],
    ["/book/lena/full?month=2030-13", 400],
    ["/book/lena/full?date=2030-02-30", 400],
    ["/book/lena/full?duration=45", 400],
    ["/book/lena/full?tz=Mars/Base", 400],
    ["/book/lena/full?month=1999-01", 200],
    ["/book/lena/full?date=2199-12-31", 200],
    ["/nothing/here", 404],
    ["/%E0%A4%A", 400],
  ])("%s: %i", async (where, status) => {
    const answer = await ask(app, where);
    expect(answer.status).toBe(status);
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    // An error is a page with a heading and a way on; a malformed address is turned away before there are pages.
    if (status >= 400 && !where.startsWith("/%")) {
      expect(answer.text).toMatch(/<h1/);
      expect(answer.text).toMatch(/<main[\s\S]*<a [^>]*href="/);
      expect(meta(answer.text, "robots")).toContain("noindex");
      expect(answer.text).not.toMatch(/\bat .*\.(js|ts):\d+/);
    }
  });

  test("a name written in capitals leads to the right place of this site, whatever else the address says", async () => {
    expect((await ask(app, "/book/LENA/full?date=2030-01-01&tz=UTC")).headers.location).toBe(
      "/book/lena/full?date=2030-01-01&tz=UTC",
    );
    for (const where of ["//book/LENA", "/book/LENA//evil.example", "/book/LENA/..//evil.example"]) {
      const { headers } = await ask(app, where);
      expect(headers.location ?? "/book/").toMatch(/^\/book\//);
    }
  });
});

describe("search engines and chats", () => {
  test("title, description, Open Graph, canonical: ours, never the Host's", async () => {
    for (const where of ["/book/lena", "/book/lena/full"]) {
      const { text } = await ask(app, `${where}?tz=UTC`, {
        headers: { Host: "evil.example", "X-Forwarded-Host": "evil.example" },
      });
      expect(text).not.toContain("evil.example");
      expect(text).toContain(`<link rel="canonical" href="${PUBLIC_URL}${where}"`);
      expect(meta(text, "og:url")).toBe(`${PUBLIC_URL}${where}`);
      for (const name of ["description", "og:title", "og:description", "og:type"])
        expect([name, meta(text, name)]).toEqual([name, expect.stringMatching(/.+/)]);
      expect(text.match(/<title>/g)).toHaveLength(1);
    }
  });

  test("structured data can be read, and no text of a provider closes it", async () => {
    for (const [where, type] of [
      ["/book/lena", "LocalBusiness"],
      ["/book/lena/full", "Service"],
    ] as const) {
      const { text } = await ask(app, where);
      const [, json] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(text)!;
      const data = JSON.parse(json!);
      expect(data).toMatchObject({ "@context": "https://schema.org", "@type": type });
      expect(JSON.stringify(data)).toContain("Lena </script><b>");
      expect(text).not.toContain("</script><b>");
    }
  });

  test("the sitemap has the listed providers, robots.txt keeps private pages out, hidden services ask for it", async () => {
    const sitemap = await ask(app, "/sitemap.xml");
    expect(sitemap.headers["content-type"]).toContain("xml");
    expect([...sitemap.text.matchAll(/<loc>([^<]+)</g)].map(([, url]) => url)).toEqual([
      `${PUBLIC_URL}/`,
      `${PUBLIC_URL}/book/lena`,
    ]);
    const robots = await ask(app, "/robots.txt");
    for (const line of ["/book/*/bookings/", "/dashboard", "/dev/"])
      expect(robots.text).toContain(`Disallow: ${line}`);
    expect(robots.text).toContain(`Sitemap: ${PUBLIC_URL}/sitemap.xml`);
    expect(meta((await ask(app, "/book/lena/hidden")).text, "robots")).toBe("noindex");
    const listed = await ask(app, "/book/lena");
    expect(listed.text).not.toMatch(/lena\/(hidden|ended)/);
  });
});

describe("the zone of the visitor", () => {
  const zoneOf = (html: string) => /data-zone="([^"]+)"/.exec(html)?.[1];

  test("is chosen in the address, remembered in a cookie, and used from then on", async () => {
    expect(zoneOf((await ask(app, "/book/lena/full")).text)).toBe("Europe/Berlin");
    const chosen = await ask(app, "/book/lena/full?tz=Asia/Kathmandu");
    expect(zoneOf(chosen.text)).toBe("Asia/Kathmandu");
    const [cookie] = chosen.headers["set-cookie"]!;
    expect(cookie!.split("; ").slice(1).sort()).toEqual(["Max-Age=31536000", "Path=/", "SameSite=Lax"]);
    const later = await ask(app, "/book/lena/full", { headers: { Cookie: cookie!.split(";")[0]! } });
    expect([zoneOf(later.text), later.headers["set-cookie"]]).toEqual(["Asia/Kathmandu", undefined]);
  });

  test("and as the page's own script writes it", async () => {
    const cookie = `tz=${encodeURIComponent("America/New_York")}`;
    expect(zoneOf((await ask(app, "/book/lena/full", { headers: { Cookie: cookie } })).text)).toBe(
      "America/New_York",
    );
  });

  test("rubbish in the cookie is ignored", async () => {
    const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");
    for (const value of [
      "",
      "%",
      "x",
      "Mars/Base",
      base64("Mars/Base"),
      base64({ a: 1 }),
      base64(["UTC"]),
      "A".repeat(3000),
    ]) {
      const { status, text } = await ask(app, "/book/lena/full", { headers: { Cookie: `tz=${value}` } });
      expect([value.slice(0, 20), status, zoneOf(text)]).toEqual([value.slice(0, 20), 200, "Europe/Berlin"]);
    }
  });

  test("a booking is shown in both zones", async () => {
    const made = await post(app, "/book/lena/full/details", bookingForm(0, { tz: "America/New_York" }));
    const { text } = await ask(app, made.headers.location!);
    expect(text).toContain("New York time");
    expect(text).toContain("Berlin time");
    expect(text).toContain(`dateTime="${startAt(0)}"`);
  });
});

describe("days are the visitor's", () => {
  const input = (zone: string, from: number, to: number, ends_min = 1020, starts_min = 540) => ({
    time_zone: zone,
    weekly_hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, starts_min, ends_min })),
    date_overrides: [],
    blocked: [],
    occupied: [],
    service: {
      ...{ id: "x", duration_min: 30, slot_interval_min: null, buffer_before_min: 0, buffer_after_min: 0 },
      ...{ min_notice_min: 0, horizon_days: null, bookable_from: null, bookable_until: null },
      ...{ limit_per_day: null, limit_per_week: null, capacity: 1 },
    },
    now: Date.now(),
    from_date: new Date(from).toISOString().slice(0, 10),
    to_date: new Date(to).toISOString().slice(0, 10),
  });

  test.each([
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Europe/Berlin",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
  ])("an Auckland provider seen from %s", async (zone) => {
    const around = Date.now() + 12 * DAY;
    const all = oracleSlots(input("Pacific/Auckland", around - 4 * DAY, around + 4 * DAY));
    for (const offset of [-1, 0, 1]) {
      const date = localDate(around + offset * DAY, zone);
      const { text } = await ask(app, `/book/kiwi/talk?date=${date}&tz=${zone}`);
      const expected = all.filter((at) => localDate(at, zone) === date);
      expect(expected.length).toBeGreaterThan(10);
      expect(slotsOf(text)).toEqual(expected);
    }
  });

  test("the days on which the clocks change", async () => {
    const changes = clockChanges("Europe/Berlin", Date.now() + 3 * DAY, Date.now() + 370 * DAY);
    expect(changes.length).toBeGreaterThanOrEqual(2);
    for (const change of changes) {
      const date = localDate(change, "Europe/Berlin");
      const all = oracleSlots(input("Europe/Berlin", change - 2 * DAY, change + 2 * DAY, 1440, 0));
      const expected = all.filter((at) => localDate(at, "Europe/Berlin") === date);
      expect([46, 50]).toContain(expected.length);
      const { text } = await ask(app, `/book/lena/full?date=${date}&tz=Europe/Berlin&duration=30`);
      expect(slotsOf(text)).toEqual(expected);
      // The hour that comes twice says which of the two it is.
      if (expected.length === 50) for (const offset of ["(UTC+1)", "(UTC+2)"]) expect(text).toContain(offset);
      else expect(text).not.toMatch(/dateTime="[^"]+">02:\d\d/);
    }
  });
});

describe("weight", () => {
  test("the first visit of a service page moves at most 20 KB, and no framework comes along", async () => {
    const gzip = { "Accept-Encoding": "gzip" };
    const page = await ask(app, "/book/lena/full", { headers: gzip });
    const linked = [
      ...page.text.matchAll(
        /<(?:link[^>]*rel="(?:stylesheet|icon)"[^>]*href|script[^>]*src|img[^>]*src)="([^"]+)"/g,
      ),
    ].map(([, href]) => href!);
    expect(linked.sort()).toEqual([
      expect.stringMatching(/^\/assets\/app-.*\.css$/),
      "/enhance.js",
      "/favicon.svg",
    ]);
    let total = page.bytes;
    for (const where of linked) {
      const part = await ask(app, where, { headers: gzip });
      expect([where, part.status, part.headers["cache-control"]]).toEqual([
        where,
        200,
        expect.stringContaining("max-age="),
      ]);
      total += part.bytes;
    }
    expect(page.headers["content-encoding"]).toBe("gzip");
    expect(total).toBeLessThanOrEqual(20_000);
    expect(gzipSync(page.text).length).toBeLessThanOrEqual(page.bytes * 1.1);
  });

  test("no public page has another script than ours", async () => {
    const made = await post(app, "/book/lena/full/details", bookingForm(4));
    const link = made.headers.location!.replace(/\?.*/, "");
    const pages = [
      "/",
      "/book/lena",
      "/book/lena/full",
      `/book/lena/full/details?start=${startAt(8)}`,
      link,
      `${link}/time`,
      `${link}/cancellation`,
      "/nothing",
    ];
    for (const where of pages) {
      const { text } = await ask(app, where);
      const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect([
        where,
        scripts.filter((tag) => !/src="\/enhance\.js"|application\/ld\+json/.test(tag)),
      ]).toEqual([where, []]);
      expect(text).not.toMatch(/modulepreload|__remix|\son\w+="/);
    }
  });
});
