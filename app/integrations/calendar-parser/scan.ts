/**
 * The first look at an iCalendar file: which events and zones it has, as lines, without what busy times do not need
 * (descriptions, attendees, alarms). ical.js is then given one event at a time, so that a calendar of 10 MB needs a
 * little memory, and one broken event is one event.
 */

/** Why a text is no calendar that can be read. */
export type Unreadable = "web_page" | "not_a_calendar" | "cut_off" | "too_many_events";

export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
  readonly code: Unreadable;
  constructor(code: Unreadable) {
    super(code);
    this.code = code;
  }
}

export type Scanned = {
  /** Each one's own lines, unfolded, from BEGIN to END. */
  events: string[][];
  free_busy: string[][];
  zones: string[][];
  /** Events that end where another one begins. */
  broken: number;
};

export const MAX_EVENTS = 20_000;

const KEPT = new Set([
  ...["UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS"],
  ...["TRANSP", "SEQUENCE", "X-MICROSOFT-CDO-BUSYSTATUS", "FREEBUSY"],
]);

/** What stands for "the calendar's owner said no" among an event's lines. */
export const DECLINED = "X-DAYBOOK-DECLINED:TRUE";

/** The lines of a text, continued ones joined (RFC 5545, 3.1); those may be folded within a character. */
function* unfolded(text: string): Generator<string> {
  let line = "";
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    let end = text.indexOf("\n", at);
    if (end < 0) end = text.length;
    const raw = text.slice(at, text[end - 1] === "\r" ? end - 1 : end);
    at = end + 1;
    if (raw.startsWith(" ") || raw.startsWith("\t")) {
      // Nothing that we keep is longer; a description of megabytes is not put together.
      if (line.length < 100_000) line += raw.slice(1);
      continue;
    }
    if (line !== "") yield line;
    line = raw;
  }
  if (line !== "") yield line;
}

const nameOf = (line: string): string => /^[A-Za-z0-9-]+/.exec(line)?.[0].toUpperCase() ?? "";

/**
 * Reads the outline. An old Mac's lone carriage returns are line ends too.
 * @throws UnreadableError when it is no calendar, ends in the middle, or has more than MAX_EVENTS events
 */
export function scan(text: string): Scanned {
  const lines = unfolded(text.includes("\n") ? text : text.replaceAll("\r", "\n"));
  const found: Scanned = { events: [], free_busy: [], zones: [], broken: 0 };
  const open: string[] = [];
  let owner: string | null = null;
  let current: { kind: string; lines: string[] } | null = null;
  let is_calendar = false;

  for (const line of lines) {
    const name = nameOf(line);
    const value =
      name === "BEGIN" || name === "END"
        ? line
            .slice(name.length + 1)
            .trim()
            .toUpperCase()
        : "";
    if (name === "BEGIN") {
      if (!is_calendar && value !== "VCALENDAR") break;
      is_calendar = true;
      if (value === "VEVENT" && current?.kind === "VEVENT") {
        found.broken++;
        open.splice(open.lastIndexOf("VEVENT"));
        current = null;
      }
      if (!current && (value === "VEVENT" || value === "VTIMEZONE" || value === "VFREEBUSY"))
        current = { kind: value, lines: [] };
      if (current?.kind === value || current?.kind === "VTIMEZONE") current.lines.push(line);
      open.push(value);
      continue;
    }
    if (name === "END") {
      const from = open.lastIndexOf(value);
      if (from < 0) continue;
      open.splice(from);
      if (!current) continue;
      if (current.kind === value || current.kind === "VTIMEZONE") current.lines.push(line);
      if (current.kind !== value) continue;
      keep(found, current);
      current = null;
      continue;
    }
    if (!is_calendar) {
      if (line.trim() === "") continue;
      break;
    }
    if (!current) {
      if (name === "X-WR-CALNAME")
        owner = /:\s*([^\s@]+@[^\s@]+)\s*$/.exec(line)?.[1]?.toLowerCase() ?? owner;
      continue;
    }
    if (current.kind === "VTIMEZONE") current.lines.push(line);
    else if (open.at(-1) !== current.kind) continue;
    else if (KEPT.has(name)) current.lines.push(line);
    else if (name === "ATTENDEE" && owner && isDecline(line, owner)) current.lines.push(DECLINED);
  }
  if (!is_calendar)
    throw new UnreadableError(/^\s*<(!doctype|html|\?xml)/i.test(text) ? "web_page" : "not_a_calendar");
  if (open.length > 0) throw new UnreadableError("cut_off");
  return found;
}

const isDecline = (line: string, owner: string): boolean => {
  const lower = line.toLowerCase();
  return lower.includes("partstat=declined") && lower.trimEnd().endsWith(`mailto:${owner}`);
};

const keep = (found: Scanned, { kind, lines }: { kind: string; lines: string[] }) => {
  if (kind === "VTIMEZONE") found.zones.push(lines);
  else if (kind === "VFREEBUSY") found.free_busy.push(lines);
  else found.events.push(lines);
  if (found.events.length > MAX_EVENTS) throw new UnreadableError("too_many_events");
};
