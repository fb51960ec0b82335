/** When a calendar from elsewhere says that its owner is busy; each file as such programs write them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTimeZone } from "#app/domain/zones.ts";
import { MAX_OCCURRENCES, type Question, readCalendar } from "#app/integrations/calendar-parser/read.ts";
import { zoneOfWindows } from "#app/integrations/calendar-parser/windows-zones.ts";

const QUESTION: Question = {
  time_zone: "Europe/Berlin",
  from: Date.parse("2026-10-01T00:00:00Z"),
  until: Date.parse("2027-10-01T00:00:00Z"),
};

const calendar = (...lines: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", ...lines, "END:VCALENDAR", ""].join("\r\n");
const event = (...lines: string[]) => ["BEGIN:VEVENT", ...lines, "END:VEVENT"];

const iso = (ms: number) => new Date(ms).toISOString().replace(/:00\.000Z$/, "Z");
const read = (text: string, question: Partial<Question> = {}) => {
  const found = readCalendar(text, { ...QUESTION, ...question });
  if (!found.ok) throw new Error(found.code);
  return { ...found, times: found.busy.map(([from, until]) => `${iso(from)} ${iso(until)}`) };
};
const times = (...lines: string[]) => read(calendar(...lines)).times;

describe("single events", () => {
  test("in UTC, in a zone, floating; with an end, a duration, neither", () => {
    expect(
      times(
        ...event("UID:1", "DTSTART:20261105T090000Z", "DTEND:20261105T100000Z"),
        ...event("UID:2", "DTSTART;TZID=America/New_York:20261105T090000", "DURATION:PT90M"),
        ...event("UID:3", "DTSTART:20261106T090000", "DTEND:20261106T100000"),
        ...event("UID:4", "DTSTART:20261107T090000Z"),
        ...event("UID:5", "DTSTART:20261107T100000Z", "DTEND:20261107T100000Z"),
        ...event("UID:6", "DTSTART:20261107T100000Z", "DTEND:20261107T090000Z"),
      ),
    ).toEqual([
      "2026-11-05T09:00Z 2026-11-05T10:00Z",
      "2026-11-05T14:00Z 2026-11-05T15:30Z",
      "2026-11-06T08:00Z 2026-11-06T09:00Z",
    ]);
  });

  test("whole days are the provider's own days, also when the clocks change", () => {
    expect(
      times(
        ...event("UID:1", "DTSTART;VALUE=DATE:20261025", "DTEND;VALUE=DATE:20261026"),
        ...event("UID:2", "DTSTART;VALUE=DATE:20261201"),
        ...event("UID:3", "DTSTART;VALUE=DATE:20261210", "DURATION:P2D"),
      ),
    ).toEqual([
      "2026-10-24T22:00Z 2026-10-25T23:00Z",
      "2026-11-30T23:00Z 2026-12-01T23:00Z",
      "2026-12-09T23:00Z 2026-12-11T23:00Z",
    ]);
  });

  test.each([
    ["free", "TRANSP:TRANSPARENT"],
    ["free in Outlook", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"],
    ["working elsewhere", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"],
    ["cancelled", "STATUS:CANCELLED"],
  ])("nobody is busy in what is %s", (_what, line) => {
    expect(times(...event("UID:1", "DTSTART;VALUE=DATE:20261105", line))).toEqual([]);
  });

  test.each(["STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"])(
    "%s counts",
    (line) => {
      expect(times(...event("UID:1", "DTSTART:20261105T090000Z", "DURATION:PT1H", line))).toHaveLength(1);
    },
  );

  test("what the calendar's owner declined does not count, what others declined does", () => {
    const invited = (uid: string, who: string) =>
      event(
        ...[`UID:${uid}`, "DTSTART:20261105T090000Z", "DURATION:PT1H"],
        `ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=DECLINED;CN=Somebody with a long name indeed:\r\n mailto:${who}`,
      );
    const named = "X-WR-CALNAME:Ada@example.org";
    expect(times(named, ...invited("1", "ada@example.org"))).toEqual([]);
    expect(times(named, ...invited("1", "bob@example.org"))).toHaveLength(1);
    expect(times(...invited("1", "ada@example.org"))).toHaveLength(1);
  });

  test("overlapping and touching ones are one; what lies outside of what is asked is cut", () => {
    expect(
      times(
        ...event("UID:1", "DTSTART:20261105T090000Z", "DURATION:PT1H"),
        ...event("UID:2", "DTSTART:20261105T093000Z", "DURATION:PT1H"),
        ...event("UID:3", "DTSTART:20261105T103000Z", "DURATION:PT1H"),
        ...event("UID:4", "DTSTART:20200101T000000Z", "DTEND:20261002T000000Z"),
        ...event("UID:5", "DTSTART:20250101T000000Z", "DURATION:PT1H"),
        ...event("UID:6", "DTSTART:20290101T000000Z", "DURATION:PT1H"),
      ),
    ).toEqual(["2026-10-01T00:00Z 2026-10-02T00:00Z", "2026-11-05T09:00Z 2026-11-05T11:30Z"]);
  });

  test("free and busy without events, as some servers publish it", () => {
    expect(
      times(
        "BEGIN:VFREEBUSY",
        "FREEBUSY;FBTYPE=BUSY:20261105T090000Z/20261105T100000Z,20261106T090000Z/PT30M",
        "FREEBUSY;FBTYPE=FREE:20261107T090000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261108T090000Z/PT1H",
        "END:VFREEBUSY",
      ),
    ).toEqual([
      "2026-11-05T09:00Z 2026-11-05T10:00Z",
      "2026-11-06T09:00Z 2026-11-06T09:30Z",
      "2026-11-08T09:00Z 2026-11-08T10:00Z",
    ]);
  });

  test("entries that a Daybook made come apart from the others", () => {
    const id = "019b0000-0000-7000-8000-000000000002";
    const found = read(calendar(...event(`UID:${id}@daybook`, "DTSTART:20261105T090000Z", "DURATION:PT1H")));
    expect(found.busy).toEqual([]);
    expect(found.ours).toEqual([[id, Date.parse("2026-11-05T09:00Z"), Date.parse("2026-11-05T10:00Z")]]);
  });
});

describe("series", () => {
  const nine = (...lines: string[]) =>
    event(
      "UID:1",
      "DTSTART;TZID=Europe/Berlin:20261019T090000",
      "DTEND;TZID=Europe/Berlin:20261019T100000",
      ...lines,
    );

  test("keep their hour on their own clock when it changes", () => {
    expect(times(...nine("RRULE:FREQ=WEEKLY;COUNT=2"))).toEqual([
      "2026-10-19T07:00Z 2026-10-19T08:00Z",
      "2026-10-26T08:00Z 2026-10-26T09:00Z",
    ]);
  });

  test("of another zone than the provider's keep theirs: New York changes a week later", () => {
    expect(
      times(
        ...event(
          ...["UID:1", "DTSTART;TZID=America/New_York:20261019T090000", "DURATION:PT1H"],
          "RRULE:FREQ=WEEKLY;COUNT=3",
        ),
      ).map((line) => line.slice(0, 17)),
    ).toEqual(["2026-10-19T13:00Z", "2026-10-26T13:00Z", "2026-11-02T14:00Z"]);
  });

  test("a time that the clocks skip is an hour later, one that comes twice is the first", () => {
    const at = (start: string) =>
      times(
        ...event(
          "UID:1",
          `DTSTART;TZID=Europe/Berlin:${start}`,
          "DURATION:PT15M",
          "RRULE:FREQ=DAILY;COUNT=2",
        ),
      );
    expect(at("20270327T023000")).toEqual([
      "2027-03-27T01:30Z 2027-03-27T01:45Z",
      "2027-03-28T01:30Z 2027-03-28T01:45Z",
    ]);
    expect(at("20261024T023000")).toEqual([
      "2026-10-24T00:30Z 2026-10-24T00:45Z",
      "2026-10-25T00:30Z 2026-10-25T00:45Z",
    ]);
  });

  test("end where UNTIL says, in UTC, on their clock or by a date", () => {
    const last = (until: string) => times(...nine(`RRULE:FREQ=DAILY;UNTIL=${until}`)).length;
    expect([last("20261026T080000Z"), last("20261026T075959Z")]).toEqual([8, 7]);
    expect([last("20261026T090000"), last("20261026")]).toEqual([8, 8]);
  });

  test("without what EXDATE takes out, in whatever form, and with what RDATE adds", () => {
    const lines = [
      "RRULE:FREQ=DAILY;COUNT=6",
      "EXDATE;TZID=Europe/Berlin:20261020T090000,20261021T090000",
      "EXDATE:20261022T070000Z",
      "EXDATE;VALUE=DATE:20261023",
      "RDATE;TZID=Europe/Berlin:20261101T120000",
      "RDATE;VALUE=PERIOD:20261102T120000Z/PT3H",
    ];
    expect(times(...nine(...lines))).toEqual([
      "2026-10-19T07:00Z 2026-10-19T08:00Z",
      "2026-10-24T07:00Z 2026-10-24T08:00Z",
      "2026-11-01T11:00Z 2026-11-01T12:00Z",
      "2026-11-02T12:00Z 2026-11-02T15:00Z",
    ]);
  });

  test("with single ones moved, made free or cancelled, whichever stands first in the file", () => {
    const changed = [
      ...event(
        "UID:1",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000",
        "DTSTART:20261020T120000Z",
        "DURATION:PT2H",
      ),
      ...event(
        "UID:1",
        "RECURRENCE-ID:20261021T070000Z",
        "DTSTART:20261021T070000Z",
        "DURATION:PT1H",
        "STATUS:CANCELLED",
      ),
      ...event(
        "UID:1",
        "RECURRENCE-ID:20261022T070000Z",
        "DTSTART:20261022T070000Z",
        "DURATION:PT1H",
        "TRANSP:TRANSPARENT",
      ),
    ];
    const series = nine("RRULE:FREQ=DAILY;COUNT=4");
    const expected = ["2026-10-19T07:00Z 2026-10-19T08:00Z", "2026-10-20T12:00Z 2026-10-20T14:00Z"];
    expect(times(...series, ...changed)).toEqual(expected);
    expect(times(...changed, ...series)).toEqual(expected);
  });

  test("a change for all later ones moves these too, and may end the series", () => {
    const later = (...lines: string[]) =>
      event("UID:1", "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261021T090000", ...lines);
    const series = nine("RRULE:FREQ=DAILY;COUNT=4");
    expect(
      times(...series, ...later("DTSTART;TZID=Europe/Berlin:20261021T110000", "DURATION:PT30M")),
    ).toEqual([
      "2026-10-19T07:00Z 2026-10-19T08:00Z",
      "2026-10-20T07:00Z 2026-10-20T08:00Z",
      "2026-10-21T09:00Z 2026-10-21T09:30Z",
      "2026-10-22T09:00Z 2026-10-22T09:30Z",
    ]);
    expect(times(...series, ...later("DTSTART:20261021T070000Z", "STATUS:CANCELLED"))).toHaveLength(2);
  });

  test("an invitation to one meeting of somebody's series counts without the series", () => {
    expect(
      times(...event("UID:1", "RECURRENCE-ID:20261021T070000Z", "DTSTART:20261021T080000Z", "DURATION:PT1H")),
    ).toEqual(["2026-10-21T08:00Z 2026-10-21T09:00Z"]);
  });

  test("of whole days, without one of them, whether that is named as a date or as a time", () => {
    const days = (exdate: string) =>
      times(...event("UID:1", "DTSTART;VALUE=DATE:20261019", "RRULE:FREQ=WEEKLY;COUNT=3", exdate));
    const expected = ["2026-10-18T22:00Z 2026-10-19T22:00Z", "2026-11-01T23:00Z 2026-11-02T23:00Z"];
    expect(days("EXDATE;VALUE=DATE:20261026")).toEqual(expected);
    expect(days("EXDATE:20261026T000000")).toEqual(expected);
  });

  test("the newer version of an event that is there twice counts", () => {
    expect(
      times(
        ...event("UID:1", "SEQUENCE:1", "DTSTART:20261106T090000Z", "DURATION:PT1H"),
        ...event("UID:1", "SEQUENCE:0", "DTSTART:20261105T090000Z", "DURATION:PT1H"),
      ),
    ).toEqual(["2026-11-06T09:00Z 2026-11-06T10:00Z"]);
  });

  test("yearly, weekly on some days, the last Friday of a month", () => {
    const starts = (rule: string) =>
      times(...event("UID:1", "DTSTART:20260101T090000Z", "DURATION:PT1H", `RRULE:${rule}`)).map((line) =>
        line.slice(0, 10),
      );
    expect(starts("FREQ=YEARLY")).toEqual(["2027-01-01"]);
    expect(starts("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231T000000Z")).toEqual([
      "2026-10-30",
      "2026-11-27",
      "2026-12-25",
    ]);
    expect(starts("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261008T000000Z")).toEqual(["2026-10-05", "2026-10-07"]);
  });
});

describe("zones", () => {
  const rules = [
    ...["BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:16010101T030000"],
    ...["TZOFFSETFROM:+0500", "TZOFFSETTO:+0400", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD"],
    ...["BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0400", "TZOFFSETTO:+0500"],
    ...["RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE"],
  ];
  const on = (tzid: string, ...lines: string[]) =>
    read(calendar(...lines, ...event("UID:1", `DTSTART;TZID=${tzid}:20261105T090000`, "DURATION:PT1H")));

  test.each([
    ["Asia/Tokyo", "2026-11-05T00:00Z"],
    ["/mozilla.org/20070129_1/America/New_York", "2026-11-05T14:00Z"],
    ["America/Argentina/Buenos_Aires", "2026-11-05T12:00Z"],
    ["W. Europe Standard Time", "2026-11-05T08:00Z"],
    ["Pacific Standard Time", "2026-11-05T17:00Z"],
    ["UTC", "2026-11-05T09:00Z"],
    ['"tzone://Microsoft/Utc"', "2026-11-05T09:00Z"],
  ])("%s is known by its name", (tzid, start) => {
    const { times: found, warnings } = on(tzid);
    expect([found[0]?.slice(0, 17), warnings]).toEqual([start, []]);
  });

  test("a name of nobody's goes by the file's own rules, both halves of the year", () => {
    const { times: found, warnings } = read(
      calendar(
        ...rules,
        ...event("UID:1", "DTSTART;TZID=Customized Time Zone:20261105T090000", "DURATION:PT1H"),
        ...event("UID:2", "DTSTART;TZID=Customized Time Zone:20270605T090000", "DURATION:PT1H"),
      ),
    );
    expect([found, warnings]).toEqual([
      ["2026-11-05T05:00Z 2026-11-05T06:00Z", "2027-06-05T04:00Z 2027-06-05T05:00Z"],
      [],
    ]);
  });

  test("a known name goes by our rules, whatever the file's say", () => {
    const wrong = rules.map((line) => line.replace("Customized Time Zone", "Europe/Paris"));
    expect(on("Europe/Paris", ...wrong).times).toEqual(["2026-11-05T08:00Z 2026-11-05T09:00Z"]);
  });

  test("a name without rules is read on the provider's clock, and said", () => {
    const { times: found, warnings } = on("Mars/Olympus_Mons");
    expect(found).toEqual(["2026-11-05T08:00Z 2026-11-05T09:00Z"]);
    expect(warnings).toEqual([{ code: "unknown_zones", names: ["Mars/Olympus_Mons"] }]);
  });

  test("every Windows name in the table leads to a zone that Node knows", () => {
    for (const name of [
      "W. Europe Standard Time",
      "UTC-11",
      "UTC",
      "GMT Standard Time",
      "Russia Time Zone 11",
    ])
      expect([name, isTimeZone(zoneOfWindows(name))]).toEqual([name, true]);
    expect(zoneOfWindows("Nowhere Standard Time")).toBeNull();
  });
});

describe("broken files", () => {
  test("a broken event is left out and counted, the others stay", () => {
    const good = event("UID:9", "DTSTART:20261105T090000Z", "DURATION:PT1H");
    const { times: found, warnings } = read(
      calendar(
        ...event("UID:1", "SUMMARY:No start"),
        ...event("UID:2", "DTSTART:yesterday", "DURATION:PT1H"),
        ...event("UID:3", "DTSTART:20261105T120000Z", "RRULE:FREQ=SOMETIMES"),
        ...["BEGIN:VEVENT", "UID:4", "DTSTART:20261105T130000Z"],
        ...good,
      ),
    );
    expect(found).toEqual(["2026-11-05T09:00Z 2026-11-05T10:00Z"]);
    expect(warnings).toEqual([{ code: "broken_events", count: 4 }]);
  });

  test("lines end as they like, fold within a name, begin with a mark; an alarm is no event", () => {
    const text = calendar(
      ...event(
        ...["UID:1", "DTSTART;TZID=Europe/Ber\r\n lin:20261105T090000", "DURATION:PT1H"],
        ...["BEGIN:VALARM", "TRIGGER:-PT10M", "DURATION:PT5H", "END:VALARM"],
      ),
    );
    const expected = ["2026-11-05T08:00Z 2026-11-05T09:00Z"];
    expect(read(text).times).toEqual(expected);
    expect(read(`\uFEFF${text}`).times).toEqual(expected);
    expect(read(text.replaceAll("\r\n", "\n")).times).toEqual(expected);
    expect(read(text.replaceAll("\r\n ", "").replaceAll("\r\n", "\r")).times).toEqual(expected);
  });

  test.each([
    ["web_page", "<!doctype html><html>"],
    ["not_a_calendar", ""],
    ["not_a_calendar", "BEGIN:VCARD\r\nEND:VCARD\r\n"],
    ["cut_off", calendar(...event("UID:1", "DTSTART:20261105T090000Z")).slice(0, -30)],
    ["too_many_events", calendar(...Array.from({ length: 20_001 }, () => event("UID:1")).flat())],
  ])("what is %s is refused", (code, text) => {
    expect(readCalendar(text, QUESTION)).toEqual({ ok: false, code });
  });

  test("any text is read or refused", () => {
    const line = fc.oneof(
      fc.constantFrom("BEGIN:VEVENT", "END:VEVENT", "UID:1", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "TZID:A"),
      fc.constantFrom(
        "DTSTART:20261105T090000Z",
        "DTSTART;VALUE=DATE:20261105",
        "DTEND:20261105T100000",
        "DURATION:PT",
      ),
      fc.constantFrom(
        "RRULE:FREQ=DAILY;COUNT=3",
        "RRULE:FREQ=YEARLY;COUNT=x",
        "EXDATE:20261105",
        "RDATE:2026",
      ),
      fc.constantFrom(
        "RECURRENCE-ID:20261106T090000Z",
        "DTSTART;TZID=A:20261105T090000",
        "DURATION:-P1W",
        "END:X",
      ),
      fc.string({ maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const found = readCalendar(calendar(...lines), QUESTION);
        if (!found.ok) return;
        for (const [from, until] of found.busy) {
          expect(until).toBeGreaterThan(from);
          expect(from).toBeGreaterThanOrEqual(QUESTION.from);
          expect(until).toBeLessThanOrEqual(QUESTION.until);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("an event that repeats too often counts as far as is read, and is named", () => {
  const { busy, warnings } = read(
    calendar(...event("UID:1", "DTSTART:20261105T090000Z", "DURATION:PT30S", "RRULE:FREQ=MINUTELY")),
  );
  expect(busy).toHaveLength(MAX_OCCURRENCES);
  expect(warnings).toEqual([{ code: "often", count: 1 }]);
});
