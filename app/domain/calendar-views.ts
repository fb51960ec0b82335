/** What the calendar's pages show. Instants epoch ms, dates of the provider's zone, spans elapsed minutes of their day. */

import type { Span, Tick } from "#app/domain/calendar/axis.ts";
import type { Place } from "#app/domain/calendar/layout.ts";
import type { TimeOffChangeView, TimeOffShared } from "#app/domain/time-off-views.ts";
import type { AgendaEntry, DeskView } from "#app/domain/views.ts";

export type CalendarKind = "day" | "week" | "month";

/** A booking, a group's session (one entry, however many come), a blocked time, or what another calendar has. */
export type CalendarItem = {
  kind: "booking" | "group" | "blocked" | "busy";
  /** Of the booking, the session or the blocked time; of what another calendar has, one of the day only. */
  id: string;
  title: string;
  detail: string;
  /** Its true times, without buffers; it may begin or end on another day. */
  starts_at: number;
  ends_at: number;
  seats: { taken: number; capacity: number } | null;
  /** People in it who wait for an answer. */
  waiting: number;
  /** Of this day: buffers included. */
  place: Place | null;
  /** The buffers' parts of the box, minutes. */
  before_min: number;
  after_min: number;
};

/** Time in which nothing is and somebody works; `pieces` are cut at the full hours, to be chosen from. */
export type FreeGap = Span & {
  starts_at: number;
  ends_at: number;
  pieces: (Span & { starts_at: number })[];
};

export type CalendarDay = {
  date: string;
  starts_at: number;
  minutes: number;
  ticks: Tick[];
  is_today: boolean;
  is_past: boolean;
  /** Where "now" is, on the day that is today. */
  now: { at: number; from: number } | null;
  holiday: string | null;
  /** Words beside a date's own hours. */
  notes: string[];
  /** When somebody works, schedule by schedule; only those that do on this day. */
  hours: {
    schedule: string;
    index: number;
    spans: Span[];
    ranges: { starts_at: number; ends_at: number }[];
  }[];
  /** What fills the day from end to end stands above it. */
  all_day: CalendarItem[];
  items: CalendarItem[];
  gaps: FreeGap[];
};

export type CalendarPageView = {
  desk: DeskView;
  locale: string;
  kind: CalendarKind;
  date: string;
  today: string;
  previous_date: string;
  next_date: string;
  /** Schedules by their place in `hours[].index`. */
  schedules: string[];
  days: CalendarDay[];
  /** The dates of the week around a day view's day. */
  strip: { date: string }[];
  /** The part of the axis on show, elapsed minutes. */
  frame: Span;
  /** True while all hours of the days are on show, and whether there are others to show. */
  all_hours: boolean;
  now: number;
  rights: { book: boolean; block: boolean };
  flash: CalendarFlash | null;
};

export type CalendarFlash = {
  text: string;
  undo: { action: string; fields?: Record<string, string | number> } | null;
};

/** The form that blocks a time, and what stands in that time already. */
export type BlockPageView = TimeOffShared & {
  /** The form's fields as they begin. */
  values: Record<string, string | undefined>;
  hits: HitsView;
  back: string;
};

export type HitsView = { bookings: AgendaEntry[]; has_more: boolean };

/** One blocked time: to change, to remove, and the bookings that stand in it. */
export type BlockedPageView = TimeOffChangeView & {
  hits: HitsView;
  just: string | null;
  /** The calendar around it. */
  back: string;
};

/** Who sits in one session of a group. */
export type SessionPageView = {
  desk: DeskView;
  locale: string;
  service_title: string;
  starts_at: number;
  ends_at: number;
  capacity: number;
  guests: { id: string; customer_name: string; status: string }[];
  back: string;
  can_book: boolean;
};
