import ICAL from "ical.js";

export type CalendarFact = { name: string; value: string };

/** What a calendar program reads in a mail's entry, in words: by another library than the one that wrote it. */
export function calendarFacts(content: string): CalendarFact[] {
  const calendar = new ICAL.Component(ICAL.parse(content) as unknown[]);
  const event = calendar.getFirstSubcomponent("vevent");
  const value = (name: string) => String(event?.getFirstPropertyValue(name) ?? "");
  return [
    { name: "Summary", value: value("summary") },
    { name: "Begins", value: value("dtstart") },
    { name: "Ends", value: value("dtend") },
    { name: "Place", value: value("location") },
    { name: "Status", value: value("status") },
    { name: "Organizer", value: value("organizer") },
    { name: "For", value: value("attendee") },
    { name: "UID", value: value("uid") },
    { name: "Sequence", value: value("sequence") },
  ].filter((fact) => fact.value !== "");
}
