import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { photoKey, photoOf, photoOfSize, photoPath } from "#app/domain/photos.ts";
import { findConflicts, parseHttpsUrl, type SettingsValues, wordsOf } from "#app/domain/settings.ts";
import { englishLocale, formatDay, formatTime, localeOf } from "#app/i18n/format.ts";

describe("a link", () => {
  test.each([
    ["https://example.org", "https://example.org/"],
    ["example.org/a b", "https://example.org/a%20b"],
    [" HTTPS://EXAMPLE.org/X ", "https://example.org/X"],
    ["münchen.example", "https://xn--mnchen-3ya.example/"],
  ])("%j is taken as %j", (typed, url) => {
    expect(parseHttpsUrl(typed)).toBe(url);
  });

  test.each([
    ...[
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      "data:text/html,x",
      "http://example.org",
      "//example.org:x",
    ],
    ...[
      "ftp://example.org",
      "https://",
      "https://localhost/",
      "https://a:b@example.org",
      "mailto:a@example.org",
      "",
    ],
    ...[
      "https://example.org@evil",
      `https://example.org/${"x".repeat(500)}`,
      "https://exa mple.org",
      'https://".org/',
    ],
  ])("%j is not", (typed) => {
    expect(parseHttpsUrl(typed)).toBeNull();
  });

  test("whatever is typed: https or nothing, and the same when typed again", { timeout: 20_000 }, () => {
    const typing = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => `https://${text}.org/${text}`),
    );
    fc.assert(
      fc.property(typing, (typed) => {
        const url = parseHttpsUrl(typed);
        if (url === null) return;
        expect(url).toMatch(/^https:\/\/[^\s"<>]+$/);
        expect(parseHttpsUrl(url)).toBe(url);
      }),
    );
  });
});

describe("two who save at once", () => {
  const values = (headline: string, about: string) =>
    ({ name: "N", headline, about, links: [] }) as unknown as SettingsValues;
  const text = fc.constantFrom("a", "b", "c");

  test("nothing that somebody else changed is overwritten unseen, and nothing else is asked", () => {
    fc.assert(
      fc.property(text, text, text, text, text, text, (h0, a0, h1, a1, h2, a2) => {
        const [shown, now, yours] = [values(h0, a0), values(h1, a1), values(h2, a2)];
        const asked = findConflicts("profile", wordsOf("profile", shown), now, yours).map(
          ({ field }) => field,
        );
        const wanted = [
          ...(h1 !== h0 && h2 !== h1 ? ["headline"] : []),
          ...(a1 !== a0 && a2 !== a1 ? ["about"] : []),
        ];
        expect(asked).toEqual(wanted);
      }),
    );
  });
});

describe("hours of the day", () => {
  const at = Date.parse("2026-12-01T13:05:00Z");
  const time = (locale: string, hour_cycle: string | null) =>
    formatTime(at, "UTC", localeOf({ locale, hour_cycle })).replace(/\s/g, " ");

  test("are those that were chosen, else the region's", () => {
    expect(time("en-GB", null)).toBe("13:05");
    expect(time("en-GB", "h12")).toBe("1:05 pm");
    expect(time("en-US", null)).toBe("1:05 pm");
    expect(time("en-US", "h23")).toBe("13:05");
    expect(time("de-DE", "h12")).toBe("1:05 pm");
    expect(time("en", "h23")).toBe("13:05");
    const midnight = Date.parse("2026-12-01T00:05:00Z");
    expect(formatTime(midnight, "UTC", "en-US-u-hc-h23")).toBe("00:05");
    expect(formatTime(midnight, "UTC", "en-GB-u-hc-h12").replace(/\s/g, " ")).toBe("12:05 am");
  });

  test("change nothing else", () => {
    expect(formatDay("2026-12-01", "en-US-u-hc-h23")).toBe("Tuesday, December 1");
    expect(formatDay("2026-12-01", "en-GB-u-hc-h12")).toBe("Tuesday 1 December");
    expect(englishLocale("en-GB-u-hc-h99")).toBe("en-GB");
    expect(englishLocale("x-u-hc-h12")).toBe("en-GB-u-hc-h12");
  });
});

test("a photo's address and its key belong together", () => {
  const [provider_id, name] = ["00000000-0000-7000-8000-000000000001", "0".repeat(32)];
  const path = photoPath(provider_id, name);
  expect(photoOf(path)).toEqual({ provider_id, name, size: 512 });
  expect(photoOfSize(path, 128)).toBe(`/photos/${photoKey(provider_id, name, 128)}`);
  for (const other of ["/images/demo.jpg", `${path}x`, path.replace("512", "64"), ""]) {
    expect(photoOf(other)).toBeNull();
    expect(photoOfSize(other, 128)).toBe(other);
  }
});
