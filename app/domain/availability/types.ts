/** What `openSlots` is given. Row fields are snake_case so that database rows fit straight in. */

/** ISO weekday 1..7; minutes 0..1440 of the wall clock in the provider's zone; `week` 0 (or none) is every week, 1 A, 2 B. */
export type WeeklyHours = { weekday: number; starts_min: number; ends_min: number; week?: number };

/** Replaces the weekly hours of a provider-local date; several rows make several intervals, nulls close it. */
export type DateOverride = { date: string; starts_min: number | null; ends_min: number | null };

/** Epoch ms, half-open [starts_at, ends_at). An empty range occupies nothing. */
export type TimeRange = { starts_at: number; ends_at: number };

/** A taken range, already widened by the booking's OWN buffers; `session` has the true times. */
export type Occupied = TimeRange & {
  session?: {
    service_id: string;
    starts_at: number;
    ends_at: number;
    seats_taken: number;
    capacity: number;
  };
};

export type ServiceRules = {
  id: string;
  duration_min: number;
  /** The step between starts; null means the duration. */
  slot_interval_min: number | null;
  buffer_before_min: number;
  buffer_after_min: number;
  min_notice_min: number;
  /** Days after today, in the provider's zone, today being 0. */
  horizon_days: number | null;
  /** Provider-local dates, both inclusive. */
  bookable_from: string | null;
  bookable_until: string | null;
  limit_per_day: number | null;
  limit_per_week: number | null;
  capacity: number;
};

export type AvailabilityInput = {
  time_zone: string;
  weekly_hours: WeeklyHours[];
  /** A date of an A week: hours alternate from week to week. None: only hours of every week count. */
  alternates_from?: string | null;
  date_overrides: DateOverride[];
  blocked: TimeRange[];
  occupied: Occupied[];
  /** Bookings of this service that count against its limits: of every whole day and week touched. */
  counted?: { session_key: string; starts_at: number }[];
  service: ServiceRules;
  now: number;
  /** Provider-local dates, inclusive. */
  from_date: string;
  to_date: string;
  /** ISO weekday on which the week of `limit_per_week` starts; 1 (Monday) when absent. */
  week_starts_on?: number;
};

export type SlotRefusal =
  | "past"
  | "horizon"
  | "outside_hours"
  | "override"
  | "off_grid"
  | "notice"
  | "blocked"
  | "full"
  | "booked"
  | "buffer"
  | "daily_limit"
  | "weekly_limit";

export type SlotVerdict = { offered: true } | { offered: false; reason: SlotRefusal };
