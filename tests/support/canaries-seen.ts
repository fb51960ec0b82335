/** Which columns each kind of visitor may see anywhere; tests/integration/canaries.test.ts looks at all there is. */

/** What a provider shows to everybody, and what a service asks. */
const PUBLIC = [
  ...["providers.about", "providers.accent", "providers.headline", "providers.links", "providers.name"],
  ...["providers.notice", "providers.photo_path"],
  ...["service_questions.help", "service_questions.label", "service_questions.options"],
  ...["services.description", "services.place_address", "services.title"],
];

/** Shown to everybody while the provider says so (shows_contact). */
const CONTACT = ["providers.email", "providers.phone"];

/** One's own booking. */
const BOOKING = [
  ...["bookings.answers", "bookings.customer_name", "bookings.end_reason", "bookings.note"],
  ...["bookings.place_detail", "bookings.service_title", "customers.email"],
];

/** The day's agenda, the colleagues, who is invited, the names of schedules and the notes of their dates. */
const DESK = [
  ...["accounts.email", "accounts.name", "bookings.customer_name", "bookings.service_title"],
  ...["date_overrides.note", "invitations.email", "schedules.name"],
];

/** The history, and where a service takes place online, to change it. (The archive: export.test.ts.) */
const RUNNING = ["audit_events.details", "services.place_url"];

const list = (...parts: string[][]) => parts.flat().sort();

export const CANARIES_SEEN = {
  nobody: list(PUBLIC),
  nobody_with_contact: list(PUBLIC, CONTACT),
  customer: list(PUBLIC, CONTACT, BOOKING),
  calendar: list(["bookings.note", "bookings.place_detail", "bookings.service_title", "providers.name"]),
  viewer: list(PUBLIC, CONTACT, DESK),
  manager: list(PUBLIC, CONTACT, DESK, RUNNING),
  owner: list(PUBLIC, CONTACT, DESK, RUNNING),
  /** Never the password's hash, and no hash of a link. */
  self: list([
    ...["account_events.action", "account_events.address", "account_events.details"],
    ...["accounts.email", "accounts.name", "sessions.address", "sessions.user_agent"],
    ...["identities.email", "identities.issuer", "identities.subject"],
  ]),
  operator: list(PUBLIC, CONTACT, [
    ...["accounts.email", "accounts.name", "accounts.suspension_reason", "providers.suspension_reason"],
  ]),
  mail: list(CONTACT, [
    ...["bookings.customer_name", "bookings.end_reason", "bookings.place_detail", "bookings.service_title"],
    ...["customers.email", "providers.name"],
  ]),
} satisfies Record<string, string[]>;
