/**
 * What pages show. Loaders make these, components draw them; nothing else of a row reaches a browser.
 * Instants are epoch milliseconds (UTC), dates "YYYY-MM-DD" and months "YYYY-MM" in the zone that is named beside them,
 * prices whole cents beside their currency, lengths minutes.
 */

export type ProviderView = {
  username: string;
  name: string;
  headline: string;
  about: string;
  photo_path: string | null;
  time_zone: string;
  /** With the wish for 12 or 24 hours in it, where there is one ("en-GB-u-hc-h12"). */
  locale: string;
  /** "#rrggbb", or null for Daybook's own green. */
  accent: string | null;
  /** The contact that this visitor may see, for "call us" when it is too late to change a booking. */
  phone: string | null;
  email: string | null;
  links: { label: string; url: string }[];
  /** What everybody should know who comes to book, "" for nothing. */
  notice: string;
};

/** Who is signed in, for the menu at the top of a page. */
export type PersonView = { account_name: string; is_operator: boolean };

/** The shell around every page of a provider's dashboard. */
export type DeskView = PersonView & {
  username: string;
  name: string;
  photo_path: string | null;
  role: "owner" | "manager" | "viewer";
  /** False while the three forms of the start are not done. */
  setup_finished: boolean;
  /** The end of the grace period, when the provider is to be deleted. */
  deletes_at: number | null;
  time_zone: string;
};

export type Place = "in_person" | "phone" | "video" | "customer_choice";

export type DurationView = { duration_min: number; price_cents: number | null };

export type ServiceView = {
  slug: string;
  title: string;
  description: string;
  /** Shortest first; at least one. */
  durations: DurationView[];
  currency: string;
  place: Place;
  place_address: string;
  capacity: number;
  requires_approval: boolean;
};

/** A calendar cell; `open` days have a free time and are links. */
export type DayView = { date: string; in_month: boolean; open: boolean; selected: boolean; today: boolean };

/** `seats_left` is null for a one-to-one service. `show_offset`: this wall-clock time occurs twice that day. */
export type TimeView = { starts_at: number; seats_left: number | null; show_offset: boolean };

export type PickerView = {
  /** Where month, day, length and zone links lead, e.g. "/book/lena-hartmann/trial-lesson". */
  path: string;
  /** Where a time leads; gets ?start=<ISO>&duration=…, e.g. "/book/lena-hartmann/trial-lesson/details". */
  details_path: string;
  durations: DurationView[];
  currency: string;
  duration_min: number;
  /** The zone in which days and times are shown, and whether links must carry it (`tz` was in the address). */
  zone: string;
  zone_in_address: boolean;
  provider_zone: string;
  month: string;
  previous_month: string | null;
  next_month: string | null;
  /** Whole weeks, from the provider's first weekday. */
  weeks: DayView[][];
  date: string | null;
  times: TimeView[];
  /** The first day with a free time after `date` (or at all); null when there is none within the horizon. */
  next_open_date: string | null;
};

export type ServicePageView = {
  provider: ProviderView;
  service: ServiceView;
  picker: PickerView;
  /** Absolute address for search engines and chats. */
  canonical: string;
};

export type QuestionView = {
  id: string;
  label: string;
  help: string;
  kind: "text" | "long_text" | "choice" | "several" | "checkbox" | "number";
  options: string[];
  is_required: boolean;
};

/** Why a time is not to be had; `SlotRefusal` of availability.ts and "taken" (someone was faster). */
export type RefusalView = {
  title: string;
  text: string /** Free times near the wanted one. */;
  nearest: TimeView[];
};

/** What is about to be booked, with the form. */
export type DetailsPageView = {
  provider: ProviderView;
  service: ServiceView;
  questions: QuestionView[];
  phone_field: "hidden" | "optional" | "required";
  /** Places to choose from when the service leaves it to the customer; else one. */
  places: Exclude<Place, "customer_choice">[];
  starts_at: number;
  ends_at: number;
  duration_min: number;
  price_cents: number | null;
  seats_left: number | null;
  zone: string;
  idempotency_key: string;
  /** Back to the picker on the same day. */
  back: string;
  /** Set when the wanted time was not free already when the page was asked for. */
  refusal: RefusalView | null;
};

export type BookingStatus = "held" | "pending" | "confirmed" | "cancelled" | "declined" | "expired";

export type BookingView = {
  /** Its own address without query: "/book/<username>/bookings/<token>". */
  path: string;
  status: BookingStatus;
  service_slug: string;
  service_title: string;
  starts_at: number;
  ends_at: number;
  price_cents: number | null;
  currency: string;
  place: Exclude<Place, "customer_choice">;
  place_detail: string;
  customer_name: string;
  customer_email: string;
  note: string;
  answers: { label: string; value: string }[];
  zone: string;
  version: number;
  is_past: boolean;
  cancelled_by: "customer" | "provider" | "system" | null;
  end_reason: string;
  /** Until when (epoch ms) each change is possible; null when it is not (any more). */
  cancel_until: number | null;
  reschedule_until: number | null;
  /** The provider takes no bookings (suspended, or about to be deleted): so nothing can be moved either. */
  is_closed: boolean;
};

export type BookingPageView = {
  provider: ProviderView;
  booking: BookingView;
  google_url: string;
  outlook_url: string;
  /** What just happened, for the heading after a redirect. */
  just: "booked" | "moved" | "cancelled" | null;
};

/** Choosing another time for a booking, then confirming it. */
export type MovePageView = {
  provider: ProviderView;
  booking: BookingView;
  picker: PickerView;
  /** The time chosen, to confirm; null while choosing. */
  chosen: { starts_at: number; ends_at: number } | null;
  refusal: RefusalView | null;
};

export type AgendaEntry = {
  id: string;
  status: BookingStatus;
  starts_at: number;
  ends_at: number;
  service_title: string;
  customer_name: string;
  version: number;
};

/** A provider's day: what is on, and what waits for an answer. */
export type AgendaPageView = {
  desk: DeskView;
  provider: ProviderView;
  date: string;
  previous_date: string;
  next_date: string;
  entries: AgendaEntry[];
  waiting: AgendaEntry[];
};

/** The forms of the start that are done, for the line above each of them. `username` is null before the first. */
export type SetupView = {
  username: string | null;
  has_hours: boolean;
  has_service: boolean;
};

/** What is said beside the field of a username. */
export type UsernameCheckView = {
  username: string;
  is_free: boolean;
  problem: string;
  alternatives: string[];
};
