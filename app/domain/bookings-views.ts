import type { BookingListWish } from "#app/domain/bookings/desk.ts";
import type { DeliveryView, RefusalView } from "#app/domain/delivery-views.ts";
import type { HistoryEntryView } from "#app/domain/member-views.ts";
import type { BookingStatus, DeskView, Place, ProviderView } from "#app/domain/views.ts";

/** A line of the list of bookings. */
export type BookingLineView = {
  id: string;
  status: BookingStatus;
  starts_at: number;
  ends_at: number;
  service_title: string;
  customer_name: string;
  no_show: boolean;
};

export type BookingListView = {
  desk: DeskView;
  provider: Pick<ProviderView, "time_zone" | "locale" | "username">;
  wish: BookingListWish;
  services: { slug: string; title: string }[];
  /** Whose bookings alone are shown, when the address asks for one customer's. */
  customer_name: string | null;
  lines: BookingLineView[];
  /** Requests that wait for an answer, counted up to 100. */
  waiting: number;
  /** The query of the next page, or null at the end. */
  next: string | null;
  is_first: boolean;
  /** Messages that could not be delivered, counted up to 100. */
  undelivered: number;
};

/** All that the house may see of one booking. */
export type DeskBookingView = {
  id: string;
  status: BookingStatus;
  version: number;
  starts_at: number;
  ends_at: number;
  service_title: string;
  price_cents: number | null;
  currency: string;
  place: Exclude<Place, "customer_choice">;
  place_detail: string;
  customer_id: string;
  customer_name: string;
  customer_email: string;
  customer_phone: string | null;
  customer_time_zone: string;
  note: string;
  answers: { label: string; value: string }[];
  end_reason: string;
  cancelled_by: "customer" | "provider" | "system" | null;
  booked_by: "customer" | "provider";
  created_at: number;
  internal_note: string;
  no_show: boolean;
  /** Its session's seats, for a group; null for one-to-one and for what takes no time any more. */
  seats: { taken: number; capacity: number } | null;
  /** It is pending or confirmed. */
  is_live: boolean;
  has_begun: boolean;
  is_past: boolean;
};

export type DeskBookingPageView = {
  desk: DeskView;
  provider: ProviderView;
  booking: DeskBookingView;
  /** Who else is in a group's session. */
  others: { id: string; status: BookingStatus; customer_name: string; seat: number }[];
  history: HistoryEntryView[];
  messages: DeliveryView[];
  /** Its customer's address was refused, when and why. */
  refusal: RefusalView | null;
};
