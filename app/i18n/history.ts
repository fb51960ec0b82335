import { isTimeZone } from "#app/domain/zones.ts";
import { formatAbsence } from "#app/i18n/absence.ts";
import { jobName } from "#app/i18n/jobs.ts";
import { ROLE_WORDS } from "#app/i18n/members.ts";
import { messageTitle } from "#app/i18n/message-kinds.ts";
import { kindWords } from "#app/i18n/messages.ts";
import type { OperatorEventRow } from "#db/account_events.ts";
import type { AuditEventRow } from "#db/audit_events.ts";
import type { Role } from "#db/memberships.ts";

/** Lines of history in words. What a word is missing for is shown by its own name: better than hiding that it happened. */

type Details = Record<string, unknown>;

const text = (details: Details, name: string): string =>
  typeof details[name] === "string" || typeof details[name] === "number" ? String(details[name]) : "";

const role = (details: Details, name = "role"): string =>
  ROLE_WORDS[text(details, name) as Role]?.as ?? "a member";

const because = (details: Details): string => {
  const reason = text(details, "reason");
  return reason ? `: “${reason}”` : "";
};

const bookingOf = ({ customer_name, service_title }: AuditEventRow): string =>
  customer_name
    ? `the booking of ${customer_name}${service_title ? ` (${service_title})` : ""}`
    : "a booking";

const plain = (action: string): string => action.replace(/[._]/g, " ");

/** ": Monday 7 December to Friday 11 December" of an absence, by the clock it was meant on. */
const period = ({ starts_at, ends_at, zone }: Details): string =>
  typeof starts_at === "number" && typeof ends_at === "number" && isTimeZone(zone)
    ? `: ${formatAbsence({ starts_at, ends_at }, zone, "en-GB", 0)}`
    : "";

const placeOf = (details: Details): string =>
  [text(details, "country"), text(details, "region")].filter(Boolean).join(" ");

/** Who did it, for the members of the provider: an operator acts under no name of their own. */
export function auditActor({ actor, account_name }: AuditEventRow): string {
  if (actor === "customer") return "A customer";
  if (actor === "system") return account_name ? "The operator" : "Daybook";
  return account_name ?? "A former member";
}

const named = (details: Details): string => {
  const name = text(details, "name");
  return name ? ` “${name}”` : "";
};

const dates = (details: Details): string => {
  const [from, to] = [text(details, "from"), text(details, "to")];
  return from === to ? from : `${from} to ${to}`;
};

/** "reminder about the booking of Grace Hopper (Lesson)" */
const messageOf = (event: AuditEventRow): string =>
  [kindWords(text(event.details, "kind")), event.customer_name && `about ${bookingOf(event)}`]
    .filter(Boolean)
    .join(" ");
/** " of “Trial lesson”, busy times only" */
const feed = (details: Details): string => {
  const { scope, detail } = details;
  const title = text(details, "title");
  const whose = scope === "member" ? " for themself" : title ? ` of “${title}”` : " of all bookings";
  return whose + (detail === "busy" ? ", busy times only" : ", with details");
};

const AUDIT_WORDS: Record<string, (event: AuditEventRow) => string> = {
  "blocked_time.added": ({ details }) => `Added time off${period(details)}`,
  "blocked_time.changed": ({ details }) => `Changed time off${period(details)}`,
  "blocked_time.removed": ({ details }) => `Removed time off${period(details)}`,
  "booking.booked": (event) => `Made ${bookingOf(event)}`,
  "booking.moved": (event) => `Moved ${bookingOf(event)}`,
  "booking.cancelled": (event) => `Cancelled ${bookingOf(event)}${because(event.details)}`,
  "booking.approved": (event) => `Approved ${bookingOf(event)}`,
  "booking.declined": (event) => `Declined ${bookingOf(event)}${because(event.details)}`,
  "booking.expired": (event) => `Gave up ${bookingOf(event)}, which was only held`,
  "booking.no_show": (event) => `Noted that nobody came to ${bookingOf(event)}`,
  "booking.no_show_undone": (event) => `Took back that nobody came to ${bookingOf(event)}`,
  "booking.note_written": (event) => `Wrote a note about ${bookingOf(event)}`,
  "calendar_feed.created": ({ details }) => `Made a calendar feed${feed(details)}`,
  "calendar_feed.renewed": ({ details }) => `Gave a calendar feed a new address${feed(details)}`,
  "calendar_feed.removed": ({ details }) => `Removed a calendar feed${feed(details)}`,
  "calendar_source.added": ({ details }) => `Added the calendar${named(details)} (${text(details, "host")})`,
  "calendar_source.changed": ({ details }) =>
    `Changed the calendar${named(details)}${details.address === true ? ", with another address" : ""}`,
  "calendar_source.removed": ({ details }) => `Removed the calendar${named(details)}`,
  "calendar_source.failing": ({ details }) =>
    `The calendar${named(details)} could not be read for more than a day`,
  "holidays.switched_on": ({ details }) => `Switched on the public holidays of ${placeOf(details)}`,
  "holidays.changed": ({ details }) => `Changed the public holidays (${placeOf(details)})`,
  "holidays.switched_off": ({ details }) => `Switched off the public holidays of ${placeOf(details)}`,
  "holidays.filled": ({ details }) =>
    `Added the next public holidays (${text(details, "days")}), as every night`,
  "invitation.sent": ({ details }) => `Invited ${text(details, "email")} as ${role(details)}`,
  "invitation.sent_again": ({ details }) => `Sent the invitation to ${text(details, "email")} again`,
  "invitation.withdrawn": ({ details }) => `Withdrew the invitation to ${text(details, "email")}`,
  "member.joined": ({ details }) => `Joined as ${role(details)}`,
  "member.role_changed": ({ details, member_name }) =>
    `Made ${member_name ?? "a former member"} ${role(details, "to")}, who was ${role(details, "from")}`,
  "member.removed": ({ details, member_name }) =>
    `Removed ${member_name ?? "a former member"}, who was ${role(details)}`,
  "member.left": ({ details }) => `Left; was ${role(details)}`,
  "customer.added": () => "Added a customer",
  "customer.changed": ({ details }) =>
    `Changed a customer (${text(details, "fields").replaceAll(",", ", ")})`,
  "customer.blocked": () => "Blocked a customer from booking",
  "customer.unblocked": () => "Let a blocked customer book again",
  "customer.merged": () => "Merged two customers",
  "customer.erased": ({ details }) =>
    details.by_rule === true ? "Erased a customer whose last visit was long ago" : "Erased a customer’s data",
  "customer.exported": () => "Downloaded one customer’s data",
  "customer.all_exported": () => "Downloaded the list of customers",
  "customer.imported": ({ details }) =>
    `Imported customers: ${text(details, "added")} added, ${text(details, "updated")} changed`,
  "customer.retention_changed": ({ details }) =>
    details.months === null || details.months === undefined
      ? "Switched off erasing old customers"
      : `Customers are erased ${text(details, "months")} months after their last visit`,
  "message.sent_again": (event) => `Sent a message again (${messageOf(event)})`,
  "message.dismissed": (event) => `Took note of an undelivered message (${messageOf(event)})`,
  "data.exported": () => "Downloaded all data",
  "message.texts_changed": ({ details }) =>
    details.to_own === true
      ? `Went back to Daybook’s words in the message “${messageTitle(text(details, "kind"))}”`
      : `Changed the words of the message “${messageTitle(text(details, "kind"))}”`,
  "message.switched_on": ({ details }) => `Switched on the messages “${messageTitle(text(details, "kind"))}”`,
  "message.switched_off": ({ details }) =>
    `Switched off the messages “${messageTitle(text(details, "kind"))}”`,
  "message.agenda_time_changed": ({ details }) => `Set the agenda’s time to ${text(details, "to")}`,
  "message.own_on": ({ details }) => `Wants the mails “${messageTitle(text(details, "kind"))}” again`,
  "message.own_off": ({ details }) => `Ended their own mails “${messageTitle(text(details, "kind"))}”`,
  "message.ended": ({ details }) => `Ended the mails “${messageTitle(text(details, "kind"))}” by their link`,
  "message.wanted_again": ({ details }) =>
    `Wanted the mails “${messageTitle(text(details, "kind"))}” again, by their link`,
  "message.tested": ({ details }) => `Sent themself a test of “${messageTitle(text(details, "kind"))}”`,
  "photo.changed": ({ details }) => (details.removed === true ? "Removed the photo" : "Changed the photo"),
  "provider.created": () => "Began to set up this booking page",
  "provider.opened": () => "Opened the booking page",
  "provider.changed": () => "Changed name, link or time zone while setting up",
  "provider.renamed": ({ details }) =>
    `Changed the link from ${text(details, "from")} to ${text(details, "to")}`,
  "provider.deletion_planned": ({ details }) =>
    `Asked to delete everything on ${text(details, "deletes_at").slice(0, 10)}`,
  "provider.deletion_undone": () => "Kept everything after all",
  "schedule.changed": ({ details }) => `Changed the working hours${named(details)}`,
  "schedule.created": ({ details }) =>
    details.copied_from
      ? `Copied the hours “${text(details, "copied_from")}” to “${text(details, "name")}”`
      : `Added the hours${named(details)}`,
  "schedule.renamed": ({ details }) =>
    details.from === details.to
      ? `Changed the time zone of the hours “${text(details, "to")}” to ${text(details, "zone")}`
      : `Renamed the hours “${text(details, "from")}” to “${text(details, "to")}”`,
  "schedule.made_default": ({ details }) => `Made the hours${named(details)} the default`,
  "schedule.deleted": ({ details }) => `Deleted the hours${named(details)}`,
  "schedule.alternation_set": ({ details }) =>
    details.from
      ? `Set weeks A and B${named(details)}, A from ${text(details, "from")}`
      : `Made every week the same${named(details)}`,
  "schedule.dates_set": ({ details }) =>
    `${details.intervals === 0 ? "Closed" : "Set other hours on"} ${dates(details)}${named(details)}`,
  "schedule.dates_removed": ({ details }) =>
    `Went back to the week’s hours on ${text(details, "date")}${named(details)}`,
  "service.created": ({ details }) => `Added the service “${text(details, "title")}”`,
  "service.changed": ({ details }) => `Changed the service “${text(details, "title")}”`,
  "service.hidden": ({ details }) => `Hid the service “${text(details, "title")}” from the booking page`,
  "service.shown": ({ details }) => `Put the service “${text(details, "title")}” on the booking page`,
  "service.archived": ({ details }) => `Archived the service “${text(details, "title")}”`,
  "service.restored": ({ details }) => `Took the service “${text(details, "title")}” back from the archive`,
  "service.moved": ({ details }) =>
    `Moved the service “${text(details, "title")}” ${text(details, "direction")}`,
  "settings.changed": ({ details }) => `Changed the settings${changes(details)}`,
  "provider.suspended": ({ details }) => `Suspended the provider${because(details)}`,
  "provider.suspension_lifted": () => "Lifted the suspension",
};

/** What happened, in a few words: "Invited grace@example.org as a viewer". */
export function auditWords(event: AuditEventRow): string {
  return AUDIT_WORDS[event.action]?.(event) ?? `${plain(event.action)}${changes(event.details)}`;
}

/** What changed, field by field, for acts without words of their own. */
const changes = (details: Details): string => {
  const parts = Object.entries(details)
    .filter(([, value]) => value !== null && value !== "" && typeof value !== "object")
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${String(value)}`);
  return parts.length > 0 ? ` (${parts.join(", ").slice(0, 300)})` : "";
};

/** What an operator did. */
export function operatorWords({ action, details, account_name }: OperatorEventRow): string {
  const account = account_name ?? "an account that is gone";
  switch (action) {
    case "provider.suspended":
      return `Suspended the provider ${text(details, "username")}${because(details)}`;
    case "provider.suspension_lifted":
      return `Lifted the suspension of the provider ${text(details, "username")}`;
    case "account.suspended":
      return `Suspended the account of ${account}${because(details)}`;
    case "account.suspension_lifted":
      return `Lifted the suspension of the account of ${account}`;
    case "account.invited":
      return `Invited ${text(details, "email")} to make an account`;
    case "installation.sign_up_changed":
      return text(details, "sign_up") === "open"
        ? "Opened sign-up to everybody"
        : "Made sign-up by invitation";
    case "message.sent_again":
      return account_name === null
        ? `Sent a message again to an address without an account: ${kindWords(text(details, "kind"))}`
        : `Sent a message to ${account} again: ${kindWords(text(details, "kind"))}`;
    case "job.retried":
      return `Had a job tried again: ${jobName(text(details, "task"))}`;
    case "job.removed":
      return `Removed a job that was given up: ${jobName(text(details, "task"))}`;
  }
}
