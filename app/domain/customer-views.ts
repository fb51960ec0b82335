import type { BookingGroup } from "#app/domain/customers.ts";
import type { RefusalView } from "#app/domain/delivery-views.ts";
import type { DeskView } from "#app/domain/views.ts";

/** What the pages of a provider's customers show; instants are epoch ms, see views.ts. */

export type CustomerEntryView = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  tags: string[];
  is_blocked: boolean;
  visits: number;
  last_at: number | null;
  next_at: number | null;
};

export type CustomersPageView = {
  desk: DeskView;
  locale: string;
  customers: CustomerEntryView[];
  /** What is asked for; all empty without a question. */
  filter: { text: string; tag: string | null; blocked: boolean };
  /** The tags in use. */
  tags: string[];
  is_first: boolean;
  /** The address of the next page, or null at the end. */
  more: string | null;
  may_write: boolean;
  may_export: boolean;
};

export type CustomerView = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  note: string;
  tags: string[];
  is_blocked: boolean;
  is_erased: boolean;
  created_at: number;
};

export type CustomerFiguresView = {
  visits: number;
  no_shows: number;
  cancelled: number;
  upcoming: number;
  last_at: number | null;
  next_at: number | null;
};

export type CustomerBookingView = {
  id: string;
  group: BookingGroup;
  status: string;
  starts_at: number;
  ends_at: number;
  service_title: string;
  note: string;
};

/** The latest answer to a question, and when the booking was for. */
export type GivenAnswer = { label: string; value: string; at: number };

export type CustomerPageView = {
  desk: DeskView;
  locale: string;
  customer: CustomerView;
  /** Their address was refused, when and why. */
  refusal: RefusalView | null;
  figures: CustomerFiguresView;
  bookings: CustomerBookingView[];
  answers: GivenAnswer[];
  is_first: boolean;
  more: string | null;
  may_write: boolean;
  may_book: boolean;
  may_export: boolean;
};

/** One of two customers that may become one. */
export type MergeSide = CustomerView & { version: number; bookings: number };

export type MergePageView = {
  desk: DeskView;
  one: MergeSide;
  /** The other one, when they are chosen. */
  other: MergeSide | null;
  search: string;
  found: { id: string; name: string; email: string; phone: string | null }[];
};

export type ErasurePageView = {
  desk: DeskView;
  customer: CustomerView;
  /** Bookings that stand and lie ahead. */
  coming: number;
  done: string | null;
};

export type RetentionPageView = {
  desk: DeskView;
  locale: string;
  /** The rule as it stands; null: nobody is erased by themselves. */
  months: number | null;
  /** What is shown: whom a rule of so many months would erase tonight. */
  preview: {
    months: number;
    count: number;
    customers: { id: string; name: string; last_at: number | null }[];
  } | null;
  saved: boolean;
  may_write: boolean;
};
