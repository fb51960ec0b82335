/** What nobody should send, for the fuzzer: arbitraries of paths, queries, cookies, forms and bytes. */
import fc from "fast-check";

const FAR_DATES = [
  "0000-01-01",
  "1969-12-31",
  "2026-02-30",
  "2026-13",
  "2199-12-31",
  "9999-12-31",
  "+275760-09-13",
];
const NUMBERS = ["-1", "0", "1e999", "NaN", "0x1e", "30.5", "2147483648", "99999999999999999999"];
const ZONES = [
  "Europe/Berlin",
  "europe/berlin",
  "Mars/Base",
  "EST",
  "+02:00",
  "../../etc/passwd",
  "Pacific/Apia",
];
const HOSTILE = [
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\u202eevil",
  "a\r\nBcc: x@example.org",
  "<script>alert(1)</script>",
  "'; drop table bookings; --",
  "__proto__",
  "[object Object]",
  "%00",
  "%",
  "😀".repeat(2500),
  "x".repeat(10_000),
  "",
  " ",
];
const INSTANTS = [
  "2026-12-31T25:00:00Z",
  "2199-12-31T23:59:59.999Z",
  "2000-01-01T00:00:00.001+23:59",
  "2030-06-01T10:00:00+99:99",
  "tomorrow",
  "1767225600000",
];

/** One value of any field or parameter. */
export const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FAR_DATES, ...NUMBERS, ...ZONES, ...HOSTILE, ...INSTANTS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);

/** A segment of a path, as it stands in the request line. */
export const segment = fc.oneof(
  fc.constantFrom(
    ...[
      "%00",
      "%2e%2e",
      "..",
      ".",
      "%2F",
      "%25",
      "%E2%82%AC",
      "%C3%28",
      "%E0%A4%A",
      "%",
      "é",
      "LENA",
      "constructor",
    ],
    ...[
      "a".repeat(3000),
      "lena;x",
      "lena.data",
      "%62ookings",
      "\\",
      "*",
      "$username",
      ":token",
      "0".repeat(32),
    ],
  ),
  value.map((text) => encodeURIComponent(text.toWellFormed().slice(0, 400))),
);

const NAMES = [
  "start",
  "duration",
  "tz",
  "month",
  "date",
  "just",
  "version",
  "reason",
  "name",
  "email",
  "phone",
  "place",
];
const ODD_NAMES = [
  "__proto__",
  "constructor",
  "constructor.prototype.x",
  "a.b[0].__proto__",
  "name[4000000000]",
  "name[]",
  "name.first",
  "__intent__",
  "__state__",
  "intent",
  "_routes",
  "index",
  "",
  "toString",
  "then",
];

/** Pairs of a query or a form: known names with wrong values, repeated ones, names that mean something to a parser. */
export const pairs = (extra_names: string[] = []) =>
  fc.array(
    fc.tuple(fc.constantFrom(...NAMES, "note", "idempotency_key", ...extra_names, ...ODD_NAMES), value),
    { maxLength: 6 },
  );

/** As `application/x-www-form-urlencoded`; half the time bytes that no encoder would make. */
export const encoded = (list: [string, string][], wild: boolean): string =>
  wild
    ? list.map(([name, text]) => `${name}=${text}`).join("&")
    : new URLSearchParams(list.map(([name, text]) => [name, text.toWellFormed()])).toString();

export const cookie = fc.oneof(
  fc.constantFrom(
    "tz=",
    "tz=%",
    "tz=not-base64!!",
    `tz=${Buffer.from("{").toString("base64")}`,
    `tz=${Buffer.from('{"a":1}').toString("base64")}`,
    `tz=${Buffer.from('["Europe/Berlin"]').toString("base64")}`,
    `tz=${"A".repeat(6000)}`,
    "__proto__=x; constructor=y; tz",
    ";;;===",
  ),
  fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, "")),
);

export const CONTENT_TYPES = [
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=utf-7",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "multipart/form-data; boundary=--------------------------0123456789abcdef",
  "application/json",
  "text/plain",
  "image/png",
  "/",
  "",
];

export const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "QUERY",
  "M-SEARCH",
];

/** Bytes that are not quite HTTP, or HTTP that nobody should speak. */
export const rawRequests = (port: number): string[] => {
  const lines = (...all: string[]) => `${all.join("\r\n")}\r\n\r\n`;
  const host = `Host: localhost:${port}`;
  const form = "Content-Type: application/x-www-form-urlencoded";
  const hosts = ["[", "a b", "x:99999999", "x@y", "\xe9", "a/../b", "[::1", "%00", "localhost:x"];
  return [
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "\u0000".repeat(200),
    lines("GET / HTTP/9.9", host),
    lines("G\u0000ET / HTTP/1.1", host),
    lines("GET  /  HTTP/1.1", host),
    lines("GET http://[ HTTP/1.1", host),
    lines("GET http://evil.example/book/lena HTTP/1.1", "Host: evil.example"),
    lines("GET /book/lena?\xff\xfe HTTP/1.1", host, "Connection: close"),
    lines("GET /\u0001 HTTP/1.1", host),
    lines(`GET /${"a".repeat(40_000)} HTTP/1.1`, host),
    lines("OPTIONS * HTTP/1.1", host, "Connection: close"),
    lines("CONNECT localhost:1 HTTP/1.1", host),
    lines("GET / HTTP/1.1", host, "X: a\u0000b"),
    lines("GET / HTTP/1.1", host, `X: ${"a".repeat(40_000)}`),
    lines("GET / HTTP/1.1", "Connection: close"),
    lines("GET / HTTP/1.0"),
    lines("POST /book/lena/full/details HTTP/1.1", host, form, "Content-Length: -1"),
    lines("POST /book/lena/full/details HTTP/1.1", host, form, "Content-Length: 1e3"),
    lines("POST /book/lena/full/details HTTP/1.1", host, form, "Content-Length: 5", "Content-Length: 6"),
    lines(
      "POST /book/lena/full/details HTTP/1.1",
      host,
      form,
      "Transfer-Encoding: chunked",
      "Content-Length: 5",
    ),
    `${lines("POST /book/lena/full/details HTTP/1.1", host, form, "Transfer-Encoding: chunked")}zz\r\n`,
    `${lines("POST /book/lena/full/details HTTP/1.1", host, form, "Content-Length: 3", "Connection: close")}name=too long`,
    lines("GET / HTTP/1.1", host, "Upgrade: websocket", "Connection: Upgrade"),
    lines("GET /enhance.js HTTP/1.1", host, "Range: bytes=99999999-", "Connection: close"),
    lines("GET /enhance.js HTTP/1.1", host, "If-Modified-Since: rubbish", "Connection: close"),
    ...hosts.map((name) => lines("GET /book/lena HTTP/1.1", `Host: ${name}`, "Connection: close")),
    lines("GET /book/lena HTTP/1.1", host, "X-Forwarded-Host: a:99999999", "Connection: close"),
    lines("GET /book/lena HTTP/1.1", host, "X-Forwarded-Host: [", "Connection: close"),
  ];
};
