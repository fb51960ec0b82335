import type { ComingWeek, HoursRow } from "#app/domain/schedules.ts";
import type { Interval } from "#app/domain/setup/hours.ts";
import type { DeskView } from "#app/domain/views.ts";

/** What the pages of hours show. */

/** What every one of them needs: the desk, how times read, and in which zone the provider is. */
export type HoursFrame = {
  desk: DeskView;
  locale: string;
  week_starts_on: number;
  /** Today, in the schedule's zone (the provider's on the list). */
  today: string;
};

export type ScheduleView = {
  id: string;
  name: string;
  time_zone: string;
  is_default: boolean;
  is_named: boolean;
  version: number;
  alternates_from: string | null;
  weekly_hours: HoursRow[];
  services: string[];
};

export type OverrideView = { date: string; hours: Interval[]; note: string };

export type SchedulesView = HoursFrame & { schedules: ScheduleView[]; just: string | null };

export type EditorView = HoursFrame & {
  schedule: ScheduleView;
  overrides: OverrideView[];
  has_more_overrides: boolean;
  /** The next weeks with whose turn it is; none where every week is the same. */
  weeks: ComingWeek[];
  just: string | null;
  /** Names of days whose hours were joined on saving. */
  merged: string | null;
  /** Coming bookings outside the hours; null when nothing was just changed. */
  outside: number | null;
  /** A date whose hours were just taken away: what puts them back. */
  undo: Record<string, string> | null;
};
