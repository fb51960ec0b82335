/** The calendar part of mails (iMIP, RFC 6047), written by one library and read back by another. */
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { calendarFile, calendarInvite } from "#app/domain/calendar-file.ts";
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
  customer_name: "Grace Hopper",
  customer_email: "grace@example.org",
} as BookingRow;

const read = (
  values: Partial<BookingRow> = {},
  method: "REQUEST" | "CANCEL" = "REQUEST",
  name = provider.name,
) => {
  const text = calendarInvite(method, { ...booking, ...values }, { ...provider, name }, "lena@example.org");
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent");
  expect(events).toHaveLength(1);
  const property = (of: string) =>
    events[0]!.getAllProperties(of).map((one) => String(one.getFirstValue()).replace(/^MAILTO/, "mailto"));
  return { text, calendar, event: new ICAL.Event(events[0]), component: events[0]!, property };
};

describe("the calendar part of a mail", () => {
  test("asks, with one organizer and one attendee who has accepted and need not answer", () => {
    const { calendar, component, property } = read();
    expect(calendar.getFirstPropertyValue("method")).toBe("REQUEST");
    expect(property("organizer")).toEqual(["mailto:lena@example.org"]);
    expect(property("attendee")).toEqual(["mailto:grace@example.org"]);
    const attendee = component.getFirstProperty("attendee")!;
    expect(attendee.getParameter("partstat")).toBe("ACCEPTED");
    expect(String(attendee.getParameter("rsvp") ?? "FALSE")).toBe("FALSE");
  });

  test("is the entry of the booking's own file: one UID, a SEQUENCE that grows up to the cancellation", () => {
    const first = read();
    const moved = read({
      version: 2,
      starts_at: booking.starts_at + 86_400_000,
      ends_at: booking.ends_at + 86_400_000,
    });
    const gone = read({ version: 3, status: "cancelled" }, "CANCEL");
    const file = new ICAL.Component(ICAL.parse(calendarFile(booking, provider))).getFirstSubcomponent(
      "vevent",
    )!;
    expect(new Set([first, moved, gone].map(({ event }) => event.uid))).toEqual(
      new Set([file.getFirstPropertyValue("uid")]),
    );
    expect([first, moved, gone].map(({ event }) => event.sequence)).toEqual([0, 1, 2]);
    expect(gone.calendar.getFirstPropertyValue("method")).toBe("CANCEL");
    expect(gone.property("status")).toEqual(["CANCELLED"]);
  });

  test("times are UTC and exact over the change of clocks", () => {
    const { text, event } = read();
    expect(text).toContain("DTSTART:20261025T003000Z");
    expect(event.endDate.toJSDate().getTime()).toBe(booking.ends_at);
  });

  test.each([
    'Eve";CN=x:mailto:evil@example.org',
    "Eve\r\nATTENDEE:mailto:evil@example.org",
    "Eve\nEND:VEVENT\nBEGIN:VEVENT",
    "a,b;c:d\\e^f'g",
    "Zoë 😀 日本語 עברית",
    "😀".repeat(120),
    "x".repeat(400),
  ])("a name such as %j adds nothing and breaks no line", (name) => {
    const { text, property } = read({ customer_name: name, note: name, place_detail: name }, "REQUEST", name);
    expect(property("attendee")).toEqual(["mailto:grace@example.org"]);
    expect(property("organizer")).toEqual(["mailto:lena@example.org"]);
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});
