import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { type FeedFile, feedPieces } from "#app/domain/calendar-feed-file.ts";
import { feedName, feedWindow, mayKeepFeed } from "#app/domain/calendar-feeds.ts";
import { calendarFile } from "#app/domain/calendar-file.ts";
import { calendarText } from "#app/domain/calendar-text.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { FeedSessionRow } from "#db/feed_sessions.ts";
import type { ProviderRow } from "#db/providers.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DESK = "https://book.example.org/dashboard/lena";
const idOf = (n: number) => `019b0000-0000-7000-8000-${String(n).padStart(12, "0")}`;

const session: FeedSessionRow = {
  session_id: idOf(1),
  booking_id: idOf(2),
  capacity: 1,
  seats_taken: 1,
  is_confirmed: true,
  version: 3,
  created_at: Date.parse("2026-09-01T12:00:00Z"),
  updated_at: Date.parse("2026-10-01T12:00:00Z"),
  // The hour that the clocks of Berlin show twice.
  starts_at: Date.parse("2026-10-25T00:30:00Z"),
  ends_at: Date.parse("2026-10-25T01:30:00Z"),
  service_title: "Trial lesson",
  place_detail: "Example Street 1",
  guests: [{ name: "Grace Hopper", phone: "+49 30 1234567", is_pending: false }],
};

const textOf = (file: Partial<FeedFile>) =>
  [...feedPieces({ name: "Lena", detail: "details", desk_url: DESK, sessions: [session], ...file })].join("");

const read = (file: Partial<FeedFile> = {}) => {
  const text = textOf(file);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent");
  return { text, calendar, events: events.map((one) => new ICAL.Event(one)), components: events };
};
const said = (component: ICAL.Component, name: string) => component.getFirstPropertyValue(name);
const linesAreRight = (text: string) => {
  expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  const lines = text.split("\r\n");
  expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  expect(lines.filter((line) => /[\r\n\p{Cc}\u2028\u2029]/u.test(line.replaceAll("\t", "")))).toEqual([]);
  // Half a character would come back as U+FFFD.
  expect(Buffer.from(text).toString()).toBe(text);
};

describe("a feed's file", () => {
  test("one booking, with details", () => {
    const { text, calendar, events, components } = read();
    linesAreRight(text);
    expect(said(calendar, "method")).toBe("PUBLISH");
    expect(said(calendar, "x-wr-calname")).toBe("Lena");
    expect(String(said(calendar, "refresh-interval"))).toBe("PT15M");
    const [event] = events;
    expect(event!.summary).toBe("Grace Hopper: Trial lesson");
    expect(event!.location).toBe("Example Street 1");
    expect(event!.description).toBe(`Phone: +49 30 1234567\n${DESK}/bookings/${session.booking_id}`);
    expect(said(components[0]!, "url")).toBe(`${DESK}/bookings/${session.booking_id}`);
    expect(said(components[0]!, "status")).toBe("CONFIRMED");
    expect(said(components[0]!, "transp")).toBe("OPAQUE");
    expect(event!.startDate.toJSDate().getTime()).toBe(session.starts_at);
    expect(event!.endDate.toJSDate().getTime()).toBe(session.ends_at);
    expect(text).toContain("DTSTART:20261025T003000Z");
    expect(text).not.toMatch(/VTIMEZONE|TZID/);
  });

  test("it is the entry that the booking's own file makes: the same UID, the same SEQUENCE", () => {
    const booking = { ...session, id: session.booking_id, status: "confirmed", note: "" };
    const own = new ICAL.Component(
      ICAL.parse(calendarFile(booking as unknown as BookingRow, { name: "Lena" } as ProviderRow)),
    );
    const entry = new ICAL.Event(own.getFirstSubcomponent("vevent")!);
    const [event] = read().events;
    expect([event!.uid, event!.sequence]).toEqual([entry.uid, entry.sequence]);
    expect(event!.sequence).toBe(2);
  });

  test("busy says when, and nothing else of anybody", () => {
    const { text, components } = read({ detail: "busy", name: "Lena: busy" });
    linesAreRight(text);
    expect(said(components[0]!, "summary")).toBe("Busy");
    const names = components[0]!.getAllProperties().map(({ name }) => name);
    for (const name of ["description", "location", "url", "attendee", "organizer"])
      expect(names).not.toContain(name);
    expect(text).not.toMatch(/Grace|Trial|Example|1234567|dashboard/);
  });

  test("what waits is tentative, and says so", () => {
    const guests = [{ name: "Grace Hopper", phone: null, is_pending: true }];
    const { events, components } = read({ sessions: [{ ...session, is_confirmed: false, guests }] });
    expect(said(components[0]!, "status")).toBe("TENTATIVE");
    expect(events[0]!.summary).toBe("Grace Hopper: Trial lesson (waiting)");
    expect(events[0]!.description).toBe(`Waiting for your answer.\n${DESK}/bookings/${session.booking_id}`);
  });

  test("a group is one entry with its seats and names, under a UID of its own", () => {
    const guests = [
      { name: "Ada Lovelace", phone: null, is_pending: true },
      { name: "Grace Hopper", phone: "+49 30 1", is_pending: false },
    ];
    const group = { ...session, capacity: 8, seats_taken: 5, guests, version: 9 };
    const { events } = read({ sessions: [group] });
    expect(events).toHaveLength(1);
    expect(events[0]!.summary).toBe("Trial lesson (5 of 8)");
    expect(events[0]!.description.split("\n")).toEqual([
      "Ada Lovelace (waiting)",
      "Grace Hopper, +49 30 1",
      "and 3 more",
      `${DESK}/calendar/sessions/${session.session_id}`,
    ]);
    expect([events[0]!.uid, events[0]!.sequence]).toEqual([`${session.session_id}@daybook`, 0]);
    // Whoever comes first or goes, it stays the same entry.
    const later = read({ sessions: [{ ...group, booking_id: idOf(3), version: 1 }] });
    expect(later.events[0]!.uid).toBe(events[0]!.uid);
  });

  test("nothing to show is a calendar too, with the one component that RFC 5545 asks for", () => {
    const { text, calendar, events } = read({ sessions: [] });
    linesAreRight(text);
    expect(events).toEqual([]);
    expect(calendar.getAllSubcomponents()).toHaveLength(1);
  });

  test.each([1, 199, 200, 201, 1000])("%i entries, written in pieces, are one calendar", (count) => {
    const sessions = Array.from({ length: count }, (_, n) => ({
      ...session,
      booking_id: idOf(n),
      starts_at: session.starts_at + n * HOUR,
      ends_at: session.ends_at + n * HOUR,
    }));
    const { text, events } = read({ sessions });
    expect(text.match(/BEGIN:VCALENDAR/g)).toHaveLength(1);
    expect(text.match(/END:VCALENDAR/g)).toHaveLength(1);
    expect(events.map(({ uid }) => uid)).toEqual(sessions.map(({ booking_id }) => `${booking_id}@daybook`));
    const pieces = [...feedPieces({ name: "x", detail: "busy", desk_url: DESK, sessions })];
    expect(pieces).toHaveLength(2 + Math.ceil(count / 200));
  });

  const HOSTILE = [
    "END:VEVENT",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil",
    "x\nATTENDEE:mailto:evil@example.org",
    "x\rEND:VCALENDAR",
    "x\u2028END:VCALENDAR\u2029\u0085BEGIN:VALARM",
    "<script>alert(1)</script>",
    "a,b;c\\d:e\\n",
    "\u0000\u0007\u001b[31m\u007f",
    "😀".repeat(100),
    "x".repeat(500),
    "\\",
    "👩‍👩‍👧‍👦 עברית 日本語",
    "",
  ];
  test.each(HOSTILE)("in every text: %j", (hostile) => {
    const group = { ...session, capacity: 5, seats_taken: 1, session_id: idOf(7) };
    const texts = {
      service_title: hostile,
      place_detail: hostile,
      guests: [{ name: hostile, phone: hostile, is_pending: false }],
    };
    const { text, calendar, events, components } = read({
      name: hostile,
      sessions: [
        { ...session, ...texts },
        { ...group, ...texts },
      ],
    });
    linesAreRight(text);
    const clean = calendarText(hostile).replace(/\r\n?/g, "\n");
    expect(events).toHaveLength(2);
    expect(calendar.getAllSubcomponents()).toHaveLength(2);
    // ical.js takes properties that it does not know as they stand; programs read them as text.
    const called = String(said(calendar, "x-wr-calname") ?? "").replace(/\\([\\;,])/g, "$1");
    expect(called).toBe(clean.replace(/\s+/g, " "));
    expect(events[0]!.summary).toBe(`${clean}: ${clean}`);
    expect(events[0]!.location ?? "").toBe(clean);
    expect(events[1]!.summary).toBe(`${clean} (1 of 5)`);
    for (const component of components) {
      expect(component.getAllSubcomponents()).toEqual([]);
      expect(component.getAllProperties("attendee")).toEqual([]);
      expect(component.getAllProperties("uid")).toHaveLength(1);
    }
  });

  test("whatever is typed comes back, and no line is too long", { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (typed) => {
        const { text, events } = read({
          sessions: [{ ...session, place_detail: typed, service_title: typed }],
        });
        linesAreRight(text);
        const clean = calendarText(typed).replace(/\r\n?/g, "\n");
        expect(events[0]!.location ?? "").toBe(clean);
        expect(events[0]!.summary).toBe(`Grace Hopper: ${clean}`);
      }),
      { numRuns: 100 },
    );
  });
});

describe("rules of feeds", () => {
  test("the window begins at midnight UTC, 30 days ago, and ends after 365 days", () => {
    const now = Date.parse("2026-11-25T23:59:59Z");
    const { day, starts_at, ends_at } = feedWindow(now);
    expect(new Date(day).toISOString()).toBe("2026-11-25T00:00:00.000Z");
    expect(day - starts_at).toBe(30 * DAY);
    // A booking 365 days ahead to the minute is in it.
    expect(ends_at).toBeGreaterThan(now + 365 * DAY);
    expect(feedWindow(now + 1000).starts_at).toBe(starts_at + DAY);
  });

  test("a calendar's name: busy ones name no service, which may be hidden", () => {
    const of = (scope: "provider" | "service" | "member", detail: "busy" | "details") =>
      feedName({ scope, detail, service_title: scope === "service" ? "Secret" : null }, "Lena");
    expect(of("provider", "details")).toBe("Lena");
    expect(of("service", "details")).toBe("Lena: Secret");
    expect([of("provider", "busy"), of("service", "busy"), of("member", "busy")]).toEqual(
      Array(3).fill("Lena: busy"),
    );
  });

  test.each([
    ["owner", true, true, false],
    ["manager", true, true, false],
    ["viewer", false, true, false],
  ] as const)("%s: shared %s, own %s, another's %s", (role, shared, own, others) => {
    const who = { role, account_id: idOf(1) };
    expect([
      mayKeepFeed(who, { scope: "provider", account_id: null }),
      mayKeepFeed(who, { scope: "service", account_id: null }),
      mayKeepFeed(who, { scope: "member", account_id: idOf(1) }),
      mayKeepFeed(who, { scope: "member", account_id: idOf(2) }),
    ]).toEqual([shared, shared, own, others]);
  });
});
