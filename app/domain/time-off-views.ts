import type { AgendaEntry, DeskView } from "#app/domain/views.ts";

/** What the pages of time off show. Instants are epoch ms, to be read in `desk.time_zone`. */

export type AbsenceView = {
  id: string;
  /** Null: the whole provider is away. */
  schedule_name: string | null;
  starts_at: number;
  ends_at: number;
  reason: string;
  public_text: string;
  version: number;
  /** Bookings that stand in it and are not over. */
  bookings: number;
};

export type ScheduleOption = { id: string; name: string };

export type TimeOffShared = {
  desk: DeskView;
  locale: string;
  now: number;
  schedules: ScheduleOption[];
};

export type TimeOffListView = TimeOffShared & {
  coming: AbsenceView[];
  /** More lie ahead than are listed. */
  has_more_coming: boolean;
  past: AbsenceView[];
  /** Where the list of past ones goes on, or null. */
  older: string | null;
  just: string | null;
  /** The absence just removed can be put back. */
  can_undo: boolean;
  values: Record<string, string>;
};

export type TimeOffChangeView = TimeOffShared & { absence: AbsenceView; values: Record<string, string> };

/** What somebody else saved meanwhile, beside what the form says. */
export type TimeOffConflict = { theirs: AbsenceView; version: number };

export type TimeOffBookingsView = {
  desk: DeskView;
  locale: string;
  now: number;
  absence: AbsenceView;
  bookings: AgendaEntry[];
  /** How many stand in it altogether. */
  total: number;
  /** Where the list goes on, or null. */
  next: string | null;
  all_ticked: boolean;
  just: string | null;
  /** Of a cancellation just made: how many were cancelled, and how many had changed meanwhile. */
  cancelled: number;
  left: number;
};

/** Out of office, as everybody may see it. */
export type PublicAbsenceView = { starts_at: number; ends_at: number; public_text: string; heading: string };
