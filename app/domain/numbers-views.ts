import type { DeskView } from "#app/domain/views.ts";

/** Figures of one stretch of time. Minutes, whole cents by currency; the median of lead times in minutes. */
export type FiguresView = {
  bookings: number;
  cancelled: number;
  no_shows: number;
  booked_min: number;
  offered_min: number;
  income: { currency: string; cents: number }[];
  new_customers: number;
  returning_customers: number;
  lead_min: number | null;
};

export type WeekView = {
  /** Its first day, provider-local; and that of the same week of the period before. */
  date: string;
  date_before: string;
  bookings: number;
  bookings_before: number;
  cancelled: number;
  no_shows: number;
  booked_min: number;
  offered_min: number;
  income: { currency: string; cents: number }[];
};

export type ServiceNumbersView = {
  slug: string;
  title: string;
  bookings: number;
  bookings_before: number;
  cancelled: number;
  no_shows: number;
  booked_min: number;
  income: { currency: string; cents: number }[];
};

export type BusyView = { weekday: number; hour: number; bookings: number };

export type NumbersPageView = {
  desk: DeskView;
  locale: string;
  weeks: number;
  /** The service that is looked at, or null for all. */
  service: string | null;
  services: { slug: string; title: string }[];
  first_date: string;
  last_date: string;
  now: FiguresView;
  before: FiguresView;
  by_week: WeekView[];
  by_service: ServiceNumbersView[];
  busy: BusyView[];
  week_starts_on: number;
};

/** One line of the file: a week and a service in one currency. */
export type NumbersLine = {
  week: string;
  service: string;
  bookings: number;
  cancelled: number;
  no_shows: number;
  hours_booked: number;
  income: string;
  currency: string;
};
