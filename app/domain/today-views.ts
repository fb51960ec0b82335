import type { FailingSourceView } from "#app/domain/calendar-source-views.ts";
import type { AgendaEntry, DeskView, ProviderView } from "#app/domain/views.ts";

/** People who come at the same time to the same: one, or a group. */
export type MeetingView = {
  service_title: string;
  starts_at: number;
  ends_at: number;
  place: "in_person" | "phone" | "video";
  place_detail: string;
  /** Of a single one, when it takes place by phone. */
  customer_phone: string | null;
  people: { booking_id: string; name: string; is_waiting: boolean }[];
  /** There are more than the page shows. */
  has_more: boolean;
};

export type ChangeKind = "booked" | "moved" | "cancelled" | "approved" | "declined";

/** The latest that somebody else did to a booking. */
export type ChangeView = {
  id: string;
  booking_id: string;
  kind: ChangeKind;
  /** The member who did it, or null when it was the customer. */
  by: string | null;
  customer_name: string;
  service_title: string;
  starts_at: number;
  at: number;
};

export type GapView = { starts_at: number; ends_at: number };

/** A line of today's plan: somebody comes, or nobody does. */
export type PlanLine = { kind: "booking"; entry: AgendaEntry } | { kind: "gap"; gap: GapView };

export type TodayPageView = {
  desk: DeskView;
  provider: ProviderView;
  /** Of the public booking page, whole, to pass on. */
  page_address: string;
  /** When all of it was read (epoch ms), and the day it is then in the provider's zone. */
  now: number;
  date: string;
  /** What is on at this moment, then what comes. */
  current: MeetingView | null;
  next: MeetingView | null;
  plan: PlanLine[];
  /** False when nobody can book anything. */
  has_services: boolean;
  waiting: AgendaEntry[];
  /** Messages that could not be delivered, counted up to 100. */
  undelivered: number;
  /** Calendars elsewhere that could not be read for more than an hour. */
  failing_calendars: FailingSourceView[];
  changes: ChangeView[];
  /** Changes beyond those. */
  more_changes: number;
};
