import type { DeskView } from "#app/domain/views.ts";

export type HolidayPlace = { code: string; name: string };

export type HolidayDayView = {
  date: string;
  name: string;
  /** Only from some hour on, by the library: open unless it is ticked. */
  partial: boolean;
  closed: boolean;
  /** Bookings that stand on it; instants in `desk.time_zone`. */
  bookings: { id: string; starts_at: number; customer_name: string; service_title: string }[];
};

/** Somebody else's choice, saved meanwhile. */
export type HolidayConflict = { place: string; kept_open: { date: string; name: string }[]; shown: string };

export type HolidaysView = {
  desk: DeskView;
  locale: string;
  countries: HolidayPlace[];
  regions: HolidayPlace[];
  /** Of the list on show; "" when no country is chosen yet. */
  country: string;
  region: string;
  place: string;
  /** What is switched on now, in words, or null. */
  on: string | null;
  /** The list on show is what is switched on. */
  is_current: boolean;
  days: HolidayDayView[];
  shown: string;
  just: string | null;
  /** After "off": what to switch on again. */
  undo: { country: string; region: string } | null;
};
