/** What every route asks of who comes, said once more beside the code: tests/integration/http-roles.test.ts compares. */

/** A right of a member, somebody signed in, the operator; or nothing to see: the address has a form only. */
type Guard =
  | "desk:read"
  | "bookings:write"
  | "customers:write"
  | "services:write"
  | "schedules:write"
  | "settings:write"
  | "data:export"
  | "members:write"
  | "provider:delete"
  | "account"
  | "operator";

export type Rule = {
  get: Guard | "nothing";
  /** What who may gets to see; 200 unless said. */
  shown?: number;
  post?: Guard;
  /** What an empty form of who may is answered. */
  done?: number;
};

const page = (get: Guard, shown?: number): Rule => ({ get, ...(shown && { shown }) });
const form = (get: Guard, done: number, post: Guard = get): Rule => ({ get, post, done });
/** An address that only takes a form; who looks at it gets `shown`, whoever they are. */
const act = (post: Guard, done: number, shown = 404): Rule => ({ get: "nothing", shown, post, done });
/** The same, but that there is nothing to see is said to who may see it only. */
const closed = (guard: Guard, done: number): Rule => ({ get: guard, shown: 404, post: guard, done });

export const GUARDS: Record<string, Rule> = {
  "account._index": page("account"),
  "account.data": page("account"),
  "account.deletion._index": form("account", 422),
  "account.deletion.undo": act("account", 303, 303),
  "account.email._index": form("account", 422),
  "account.password": form("account", 422),
  "account.profile": form("account", 422),
  "account.sessions.$id.end": act("account", 303, 303),
  "account.sessions.end-others": act("account", 303, 303),
  "account_.identities.$id.removal": act("account", 404, 303),
  "account_.identities.$provider": act("account", 404, 303),
  "admin._index": page("operator"),
  "admin.accounts._index": page("operator"),
  "admin.accounts.$id.suspension": form("operator", 422),
  "admin.accounts.$id.reinstatement": closed("operator", 303),
  "admin.invitations": form("operator", 422),
  "admin.history": page("operator"),
  "admin.messages._index": page("operator"),
  "admin.messages.$id.attempt": closed("operator", 303),
  "admin.jobs._index": page("operator"),
  "admin.jobs.$id.removal": form("operator", 303),
  "admin.jobs.$id.retry": closed("operator", 303),
  "admin.providers._index": page("operator"),
  "admin.providers.$username.suspension": form("operator", 422),
  "admin.providers.$username.reinstatement": closed("operator", 303),
  "admin.sign-up": closed("operator", 422),
  "dashboard._index": page("account", 302),
  "dashboard.providers": page("account"),
  "dashboard.$username._index": page("desk:read"),
  "dashboard.$username.bookings.$id.approval": act("bookings:write", 400),
  "dashboard.$username.bookings.$id.decline": form("bookings:write", 400),
  "dashboard.$username.bookings.$id.cancellation": form("bookings:write", 400),
  "dashboard.$username.bookings.$id.no-show": act("bookings:write", 409),
  "dashboard.$username.bookings.$id.note": form("bookings:write", 303),
  "dashboard.$username.bookings.$id._index": page("desk:read"),
  "dashboard.$username.bookings.$id.calendar[.]ics": page("desk:read"),
  "dashboard.$username.bookings._index": page("desk:read"),
  "dashboard.$username.bookings[.]csv": page("data:export"),
  "dashboard.$username.bookings.new": form("bookings:write", 400),
  // Without a series in the address there is none.
  "dashboard.$username.bookings.series": page("bookings:write", 404),
  "dashboard.$username.bookings.$id.time": form("bookings:write", 400),
  "dashboard.$username.customers._index": page("desk:read"),
  "dashboard.$username.customers.new": form("customers:write", 422),
  "dashboard.$username.customers.$id._index": page("desk:read"),
  "dashboard.$username.customers.$id.edit": form("customers:write", 422),
  "dashboard.$username.customers.$id.block": act("customers:write", 303),
  "dashboard.$username.customers.$id.unblock": act("customers:write", 303),
  "dashboard.$username.customers.$id.merge": form("customers:write", 422),
  "dashboard.$username.customers.$id.erasure": form("customers:write", 422),
  "dashboard.$username.customers.$id.cancellations": act("customers:write", 303),
  "dashboard.$username.customers.$id.export[.]json": page("data:export"),
  "dashboard.$username.customers.$id.bookings[.]csv": page("data:export"),
  "dashboard.$username.customers.export[.]csv": page("data:export"),
  "dashboard.$username.customers.retention": form("desk:read", 422, "customers:write"),
  "dashboard.$username.customers.import._index": form("customers:write", 422),
  "dashboard.$username.customers.import.run": form("customers:write", 422),
  // The stream is for who asks for one (tests/integration/changes.test.ts).
  "dashboard.$username.changes": page("desk:read", 406),
  "dashboard.$username.messages._index": page("desk:read"),
  "dashboard.$username.messages.$id.attempt": act("bookings:write", 303),
  "dashboard.$username.messages.$id.dismissal": act("bookings:write", 303),
  "dashboard.$username.history": page("settings:write"),
  "dashboard.$username.numbers._index": page("desk:read"),
  "dashboard.$username.numbers[.]csv": page("data:export"),
  "dashboard.$username.calendar._index": page("desk:read"),
  "dashboard.$username.calendar.block": form("schedules:write", 422),
  "dashboard.$username.calendar.blocked.$id._index": form("desk:read", 422, "schedules:write"),
  "dashboard.$username.calendar.blocked.$id.removal": act("schedules:write", 400),
  "dashboard.$username.calendar.restoration": act("schedules:write", 409),
  "dashboard.$username.calendar.sessions.$id": page("desk:read"),
  "dashboard.$username.hours.time-off._index": form("desk:read", 422, "schedules:write"),
  "dashboard.$username.hours.time-off.$id._index": form("desk:read", 422, "schedules:write"),
  "dashboard.$username.hours.time-off.$id.bookings": form("desk:read", 422, "bookings:write"),
  "dashboard.$username.hours.time-off.$id.removal": act("schedules:write", 400),
  "dashboard.$username.hours.time-off.restoration": act("schedules:write", 409),
  "dashboard.$username.hours.holidays._index": form("desk:read", 422, "schedules:write"),
  "dashboard.$username.hours.holidays.removal": act("schedules:write", 303),
  "dashboard.$username.hours.calendars._index": form("desk:read", 422, "schedules:write"),
  "dashboard.$username.hours.calendars.$id._index": form("desk:read", 422, "schedules:write"),
  "dashboard.$username.hours.calendars.$id.reading": act("schedules:write", 303),
  "dashboard.$username.hours.calendars.$id.removal": act("schedules:write", 303),
  "dashboard.$username.hours.why": page("desk:read"),
  "dashboard.$username.hours._index": form("desk:read", 422, "schedules:write"),
  "dashboard.$username.hours.$id._index": form("desk:read", 422, "schedules:write"),
  "dashboard.$username.hours.$id.alternation": form("schedules:write", 422),
  "dashboard.$username.hours.$id.copy": act("schedules:write", 303),
  "dashboard.$username.hours.$id.default": act("schedules:write", 303),
  "dashboard.$username.hours.$id.details": form("schedules:write", 422),
  "dashboard.$username.hours.$id.override._index": form("schedules:write", 422),
  "dashboard.$username.hours.$id.override.removal": act("schedules:write", 400),
  // The practice's only hours are the default ones: they cannot go.
  "dashboard.$username.hours.$id.removal": form("schedules:write", 409),
  "dashboard.$username.members._index": page("desk:read"),
  "dashboard.$username.members.departure": form("desk:read", 303),
  "dashboard.$username.members.invitations": form("members:write", 422),
  "dashboard.$username.members.invitations.$id.mail": closed("members:write", 303),
  "dashboard.$username.members.invitations.$id.withdrawal": closed("members:write", 303),
  "dashboard.$username.members.$id.role": form("members:write", 422),
  "dashboard.$username.members.$id.removal": form("members:write", 303),
  "dashboard.$username.services._index": page("desk:read"),
  "dashboard.$username.services.new": form("services:write", 422),
  "dashboard.$username.services.$id._index": form("desk:read", 422, "services:write"),
  "dashboard.$username.services.$id.example": form("services:write", 422),
  "dashboard.$username.services.$id.questions": form("desk:read", 422, "services:write"),
  "dashboard.$username.services.$id.hide": closed("services:write", 303),
  "dashboard.$username.services.$id.show": closed("services:write", 303),
  "dashboard.$username.services.$id.archive": closed("services:write", 303),
  "dashboard.$username.services.$id.restore": closed("services:write", 303),
  "dashboard.$username.services.$id.copy": closed("services:write", 303),
  "dashboard.$username.services.$id.move": closed("services:write", 400),
  "dashboard.$username.settings._index": form("desk:read", 422, "settings:write"),
  "dashboard.$username.settings.address": form("desk:read", 400, "settings:write"),
  "dashboard.$username.settings.appearance": form("desk:read", 422, "settings:write"),
  "dashboard.$username.settings.messages._index": form("desk:read", 422, "settings:write"),
  "dashboard.$username.settings.messages.$kind._index": form("desk:read", 422, "settings:write"),
  "dashboard.$username.settings.messages.$kind.preview": form("settings:write", 422),
  "dashboard.$username.settings.messages.$kind.frame": page("desk:read"),
  "dashboard.$username.settings.messages.$kind.on": closed("settings:write", 303),
  "dashboard.$username.settings.messages.$kind.off": closed("settings:write", 303),
  "dashboard.$username.settings.messages.$kind.test": closed("settings:write", 303),
  "dashboard.$username.settings.messages.own.$notice.on": closed("settings:write", 303),
  "dashboard.$username.settings.messages.own.$notice.off": closed("settings:write", 303),
  // Everybody keeps feeds of their own; whose feed it is decides the rest (calendar-feeds-verbs.test.ts).
  "dashboard.$username.settings.feeds._index": form("desk:read", 422),
  "dashboard.$username.settings.feeds.$id.renewal": closed("desk:read", 404),
  "dashboard.$username.settings.feeds.$id.removal": closed("desk:read", 404),
  "dashboard.$username.settings.photo._index": form("desk:read", 422, "settings:write"),
  "dashboard.$username.settings.photo.removal": form("desk:read", 303, "settings:write"),
  "dashboard.$username.settings.times": form("desk:read", 422, "settings:write"),
  "dashboard.$username.settings.export": page("data:export"),
  "dashboard.$username.settings.export[.]zip": page("data:export"),
  "dashboard.$username.settings.deletion._index": form("provider:delete", 422),
  "dashboard.$username.settings.deletion.undo": act("provider:delete", 303),
  "dashboard.$username.setup._index": page("settings:write", 302),
  "dashboard.$username.setup.profile": form("settings:write", 422),
  "dashboard.$username.setup.hours": form("settings:write", 422),
  "dashboard.$username.setup.service": form("settings:write", 422),
  "dashboard.$username.setup.live": page("desk:read"),
  "dashboard.$username.setup.qr[.]png": page("desk:read"),
  "dashboard.$username.setup.qr[.]svg": page("desk:read"),
  "welcome._index": form("account", 422),
  "welcome.username-check": page("account"),
};

/** Routes that ask nobody who they are: public, or opened by what stands in the address. With the reason. */
export const OPEN: Record<string, string> = {
  _index: "the front page",
  $: "addresses that lead nowhere",
  "account.deletion.asked": "what is shown after the sign-out that a deletion is",
  "account.email.confirm": "opened by the link in a mail",
  "account.restore": "opened by the link in a mail",
  "dev.mail._index": "the demo's own machine only (http-guards.test.ts)",
  "dev.mail.$id._index": "the same",
  "dev.mail.$id.html": "the same",
  "dev.mail.$id.invite[.]ics": "the same",
  "robots[.]txt": "a file",
  "sitemap[.]xml": "a file",
};
const OPEN_BEGINNINGS = [
  "book.",
  "join.",
  "photos.",
  "feeds.",
  "theme.",
  "sign-in",
  "sign-up",
  "sign-out",
  "forgot-password",
  "reset-password",
  // Opened by the token in their address.
  "unsubscribe.",
];
export const isOpen = (id: string): boolean =>
  id in OPEN || OPEN_BEGINNINGS.some((beginning) => id.startsWith(beginning));
