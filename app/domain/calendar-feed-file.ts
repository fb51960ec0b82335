import ical, {
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from "ical-generator";
import { REFRESH_S } from "#app/domain/calendar-feeds.ts";
import { calendarText } from "#app/domain/calendar-text.ts";
import type { FeedSessionRow } from "#db/feed_sessions.ts";

export type FeedFile = {
  /** What the reader's program calls the calendar. */
  name: string;
  detail: "busy" | "details";
  /** The provider's dashboard: "https://…/dashboard/lena". */
  desk_url: string;
  sessions: readonly FeedSessionRow[];
};

/** So many entries are written in one go (about 10 ms): requests that came meanwhile are answered in between. */
const BATCH = 200;

const BEGIN = "BEGIN:VEVENT";
const END = "END:VCALENDAR";

/** RFC 5545 wants a component in every calendar; some programs refuse one without. */
const NO_ENTRIES = [
  "BEGIN:VTIMEZONE",
  "TZID:Etc/UTC",
  "BEGIN:STANDARD",
  "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0000",
  "TZOFFSETTO:+0000",
  "END:STANDARD",
  "END:VTIMEZONE",
  "",
].join("\r\n");

/** The one text that the library writes as it stands. */
const escapedName = (name: string): string =>
  calendarText(name)
    .replace(/\s+/g, " ")
    .replace(/[\\;,]/g, "\\$&");

const calendar = (name: string, events: ICalEventData[]): string =>
  ical({
    prodId: "-//Daybook//Feed//EN",
    method: ICalCalendarMethod.PUBLISH,
    name: escapedName(name),
    ttl: REFRESH_S,
    events,
  }).toString();

/** A feed's file (RFC 5545), times in UTC, piece by piece. */
export function* feedPieces(file: FeedFile): Generator<string> {
  const { name, sessions } = file;
  yield calendar(name, []).slice(0, -END.length);
  if (sessions.length === 0) yield NO_ENTRIES;
  for (let at = 0; at < sessions.length; at += BATCH) {
    const whole = calendar(
      name,
      sessions.slice(at, at + BATCH).map((session) => entryOf(session, file)),
    );
    yield whole.slice(whole.indexOf(`\r\n${BEGIN}`) + 2, -END.length);
  }
  yield `${END}\r\n`;
}

/**
 * One entry a session. A booking has the UID that its own file has (calendar-file.ts); a group's session has one of its
 * own, and its time never changes, so its SEQUENCE stays: who moves takes a seat in another session.
 */
function entryOf(session: FeedSessionRow, { detail, desk_url }: FeedFile): ICalEventData {
  const is_group = session.capacity > 1;
  const shared: ICalEventData = {
    id: `${is_group ? session.session_id : session.booking_id}@daybook`,
    sequence: is_group ? 0 : session.version - 1,
    stamp: new Date(session.updated_at),
    created: new Date(session.created_at),
    lastModified: new Date(session.updated_at),
    start: new Date(session.starts_at),
    end: new Date(session.ends_at),
    status: session.is_confirmed ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE,
    transparency: ICalEventTransparency.OPAQUE,
    summary: "Busy",
  };
  if (detail === "busy") return shared;
  const path = is_group ? `calendar/sessions/${session.session_id}` : `bookings/${session.booking_id}`;
  const url = `${desk_url}/${path}`;
  return {
    ...shared,
    summary: calendarText(is_group ? groupTitle(session) : ownTitle(session)),
    location: calendarText(session.place_detail) || null,
    description: calendarText([...(is_group ? guestLines(session) : ownLines(session)), url].join("\n")),
    url,
  };
}

const ownTitle = ({ guests, service_title, is_confirmed }: FeedSessionRow): string =>
  `${guests[0]?.name ?? ""}: ${service_title}${is_confirmed ? "" : " (waiting)"}`;

const ownLines = ({ guests, is_confirmed }: FeedSessionRow): string[] => [
  ...(is_confirmed ? [] : ["Waiting for your answer."]),
  ...(guests[0]?.phone ? [`Phone: ${guests[0].phone}`] : []),
];

const groupTitle = ({ service_title, seats_taken, capacity }: FeedSessionRow): string =>
  `${service_title} (${seats_taken} of ${capacity})`;

const guestLines = ({ guests, seats_taken }: FeedSessionRow): string[] => [
  ...guests.map(
    ({ name, phone, is_pending }) => `${name}${phone ? `, ${phone}` : ""}${is_pending ? " (waiting)" : ""}`,
  ),
  ...(seats_taken > guests.length ? [`and ${seats_taken - guests.length} more`] : []),
];
