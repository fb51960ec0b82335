import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { calendarFile, deskCalendarFile } from "#app/domain/calendar-file.ts";
import { googleCalendarUrl, outlookCalendarUrl } from "#app/domain/calendar-links.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";

const provider = { name: "Lena Hartmann", time_zone: "Europe/Berlin" } as ProviderRow;
const booking = {
  id: "019b0000-0000-7000-8000-000000000002",
  version: 1,
  status: "confirmed",
  starts_at: Date.parse("2026-10-25T00:30:00Z"),
  ends_at: Date.parse("2026-10-25T01:30:00Z"),
  updated_at: Date.parse("2026-10-01T12:00:00Z"),
  service_title: "Trial lesson",
  place_detail: "Example Street 1",
  note: "",
} as BookingRow;

const read = (values: Partial<BookingRow> = {}, name = provider.name) => {
  const text = calendarFile({ ...booking, ...values }, { ...provider, name });
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent");
  expect(events).toHaveLength(1);
  return { text, event: new ICAL.Event(events[0]), component: events[0]! };
};
const at = (time: ICAL.Time) => time.toJSDate().getTime();

describe("calendar file", () => {
  test("times are UTC and exact, also over the change of clocks", () => {
    const { text, event } = read();
    expect(text).toContain("DTSTART:20261025T003000Z");
    expect(text).toContain("DTEND:20261025T013000Z");
    expect(text).not.toMatch(/VTIMEZONE|TZID/);
    expect([at(event.startDate), at(event.endDate)]).toEqual([booking.starts_at, booking.ends_at]);
    expect(event.duration.toSeconds()).toBe(3600);
  });

  test("one UID for ever, a sequence that grows, the stamp of the last change", () => {
    const versions = [1, 2, 7].map(
      (version) => read({ version, starts_at: booking.starts_at - 3_600_000 * version }).event,
    );
    expect(new Set(versions.map(({ uid }) => uid)).size).toBe(1);
    expect(versions.map(({ sequence }) => sequence)).toEqual([0, 1, 6]);
    expect(read().text).toContain("DTSTAMP:20261001T120000Z");
    expect(read({ id: "019b0000-0000-7000-8000-000000000003" }).event.uid).not.toBe(versions[0]!.uid);
  });

  test.each([
    ["confirmed", "CONFIRMED"],
    ["pending", "TENTATIVE"],
    ["held", "TENTATIVE"],
    ["cancelled", "CANCELLED"],
    ["declined", "CANCELLED"],
    ["expired", "CANCELLED"],
  ] as const)("a %s booking is %s", (status, expected) => {
    expect(read({ status }).component.getFirstPropertyValue("status")).toBe(expected);
  });

  test.each([
    "a,b;c\\d:e",
    "Zoë 😀 日本語 עברית",
    "x".repeat(1000),
    "😀".repeat(300),
    'say "hi"; <b>bold</b>',
    "END:VEVENT",
    "a\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM",
    "a\r\nATTENDEE:mailto:x@example.org",
    "line one\n\n  line three",
  ])("hostile text comes back as it was, and makes no line of its own: %j", (hostile) => {
    const { text, event, component } = read(
      { note: hostile, place_detail: hostile, service_title: hostile.replace(/\s+/g, " ") },
      hostile.replace(/\s+/g, " "),
    );
    const unix = hostile.replace(/\r\n/g, "\n");
    expect(event.description.replace(/\r\n/g, "\n")).toBe(unix);
    expect(event.location.replace(/\r\n/g, "\n")).toBe(unix);
    expect(event.summary).toBe(`${hostile.replace(/\s+/g, " ")} with ${hostile.replace(/\s+/g, " ")}`);
    expect(component.getAllSubcomponents()).toHaveLength(0);
    expect(component.getAllProperties("attendee")).toHaveLength(0);
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
    const lines = text.split("\r\n");
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(lines.filter((line) => /[\r\n]/.test(line))).toEqual([]);
  });

  test("what has no place in a text is left out, and no other end of a line makes one", () => {
    const { text, event } = read({ note: "a\u0000\u0007b\u2028END:VEVENT\u0085c\td" });
    expect(event.description).toBe("ab\nEND:VEVENT\nc\td");
    expect(/[^\P{Cc}\r\n\t]|\u2028/u.test(text)).toBe(false);
  });

  test("the provider's own: the customer is its title; it is the same entry", () => {
    const named = { ...booking, customer_name: "Grace, Hopper", customer_phone: "+49 30 1", note: "Late" };
    const [component] = new ICAL.Component(ICAL.parse(deskCalendarFile(named))).getAllSubcomponents("vevent");
    const event = new ICAL.Event(component);
    expect(event.summary).toBe("Grace, Hopper: Trial lesson");
    expect(event.description).toBe("Phone: +49 30 1\nLate");
    expect([event.uid, event.sequence]).toEqual([read().event.uid, 0]);
  });
});

describe("calendar links", () => {
  const event = { ...booking, provider_name: 'Lena & "Co" #1' };
  test("carry times in UTC and the words whole", () => {
    const google = new URL(googleCalendarUrl(event));
    expect(google.searchParams.get("dates")).toBe("20261025T003000Z/20261025T013000Z");
    expect(google.searchParams.get("text")).toBe('Trial lesson with Lena & "Co" #1');
    const outlook = new URL(outlookCalendarUrl(event));
    expect(outlook.searchParams.get("startdt")).toBe("2026-10-25T00:30:00.000Z");
    expect(outlook.searchParams.get("enddt")).toBe("2026-10-25T01:30:00.000Z");
    for (const { protocol, pathname } of [google, outlook]) {
      expect(protocol).toBe("https:");
      expect(pathname).not.toContain("bookings");
    }
  });
});
