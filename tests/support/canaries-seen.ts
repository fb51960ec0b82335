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

/**
 * The calendar, all of a booking and what happened to it, the colleagues, who is invited, the names of schedules, who is away
 * and why, all of a service, the words of messages.
 */
const DESK = [
  ...[
    "accounts.email",
    "accounts.name",
    "audit_events.details",
    "bookings.answers",
    "bookings.customer_name",
  ],
  ...["bookings.customer_phone", "bookings.end_reason", "bookings.internal_note", "bookings.note"],
  ...["bookings.place_detail", "bookings.service_title", "customers.email"],
  "deliveries.answer",
  ...["blocked_times.public_text", "blocked_times.reason", "invitations.email", "schedules.name"],
  ...["message_settings.opening", "message_settings.subject"],
  ...["calendar_sources.failure", "calendar_sources.host", "calendar_sources.name"],
  ...["calendar_sources.warnings"],
  ...["date_overrides.note", "holidays.name", "services.place_phone", "services.place_url"],
];

/** Who the customers are, and what is noted of them. */
const CUSTOMERS = ["customers.name", "customers.note", "customers.phone", "customer_tags.tag"];

/** All that is known of one customer, in the files that one can download of them. (Of all data: export.test.ts.) */
const CUSTOMER_FILES = ["audit_events.action"];

const list = (...parts: string[][]) => parts.flat().sort();

export const CANARIES_SEEN = {
  nobody: list(PUBLIC),
  nobody_with_contact: list(PUBLIC, CONTACT),
  customer: list(PUBLIC, CONTACT, BOOKING),
  calendar: list(["bookings.note", "bookings.place_detail", "bookings.service_title", "providers.name"]),
  viewer: list(PUBLIC, CONTACT, DESK, CUSTOMERS),
  manager: list(PUBLIC, CONTACT, DESK, CUSTOMERS, CUSTOMER_FILES),
  owner: list(PUBLIC, CONTACT, DESK, CUSTOMERS, CUSTOMER_FILES),
  /** Never the password's hash, and no hash of a link. */
  self: list([
    ...["account_events.action", "account_events.address", "account_events.details"],
    ...["accounts.email", "accounts.name", "sessions.address", "sessions.user_agent"],
    ...["identities.email", "identities.issuer", "identities.subject"],
  ]),
  operator: list(PUBLIC, CONTACT, [
    ...[
      "account_deliveries.answer",
      "accounts.email",
      "accounts.name",
      "accounts.suspension_reason",
      "providers.suspension_reason",
    ],
  ]),
  mail: list(CONTACT, [
    // The note is the customer's own, in the entry for their calendar.
    ...["bookings.customer_name", "bookings.note", "bookings.place_detail", "bookings.service_title"],
    ...["customers.email", "providers.accent", "providers.name"],
  ]),
} satisfies Record<string, string[]>;
