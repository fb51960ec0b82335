import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownPath } from "#app/http/next.ts";

/** Where a browser on a page of ours would go when told this address. */
const leadsTo = (address: string) => new URL(address, "https://book.example.org/sign-in");

describe("where one wanted to go", () => {
  test.each([
    "/dashboard",
    "/dashboard/lena?date=2026-11-22#today",
    "/book/lena/trial-lesson/details?start=2026-11-22T10:00:00Z",
    "/a%2F%2Fevil.example",
    "/?next=https://evil.example",
    "/@evil.example",
  ])("%s is a page of ours", (next) => {
    expect(ownPath(next, "/otherwise")).toBe(next);
  });

  test.each([
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n//evil.example",
    "\t//evil.example",
    " //evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/./\\evil.example",
    "/%2e//evil.example",
    "/a/..//evil.example",
    "/a/%2e%2e//evil.example",
    "https://evil.example",
    "https:/evil.example",
    "https:evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "evil.example",
    "@evil.example",
    "?x",
    "#x",
    "",
    "/\u0000/evil.example\\",
    `/${"a".repeat(2000)}`,
    null,
    undefined,
  ])("%j is not", (next) => {
    const path = ownPath(next, "/otherwise");
    if (path !== "/otherwise") expect(leadsTo(path).origin).toBe("https://book.example.org");
    if (/evil|script|data/.test(next ?? "") && !next?.startsWith("/\u0000")) expect(path).toBe("/otherwise");
  });

  const piece = fc.constantFrom(
    ..."/\\.:@?#%;&= \t\r\n\0\u00a0\u2028\uff0f\u3002".split(""),
    "//",
    "/\\",
    "..",
    "%2f",
    "%5c",
    "%2e",
    "%09",
    "%0a",
    "http:",
    "https:",
    "javascript:",
    "evil.example",
    "[::1]",
    "a",
  );
  const hostile = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
    fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join("")}`),
    fc.string({ unit: "binary" }),
    fc.webUrl(),
  );

  test("nothing leads elsewhere: read by a browser it is on our origin, and it stands in a header on one line", () => {
    fc.assert(
      fc.property(hostile, (next) => {
        const path = ownPath(next, "/otherwise");
        expect(leadsTo(path).origin).toBe("https://book.example.org");
        expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
        // Asked again it is the same: what was checked is what is used.
        expect(ownPath(path, "/otherwise")).toBe(path);
      }),
      { numRuns: 20_000, seed: 20261122 },
    );
  });
});
