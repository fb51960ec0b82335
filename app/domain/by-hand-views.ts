/** What the pages of booking and moving by hand show. Instants are epoch ms; dates and times are of the provider's clock. */
import type { Missed } from "#app/domain/by-hand.ts";
import type {
  BookingStatus,
  DeskView,
  Place,
  ProviderView,
  QuestionView,
  RefusalView,
  ServiceView,
  TimeView,
} from "#app/domain/views.ts";
import type { WallTime } from "#app/domain/wall-time.ts";

/** A day's free times, as customers are offered them. */
export type DayTimesView = {
  date: string;
  previous_date: string;
  next_date: string;
  times: TimeView[];
  /** The first later day with a free time, within some weeks. */
  next_open_date: string | null;
};

/** A date and a time as they were typed, and why they are no instant. */
export type TypedTimeView = {
  date: string;
  time: string;
  problem: Exclude<WallTime, { kind: "one" }> | null;
};

/** Rules of the provider's own that a time breaks: in words, and as the form sends them back when they are passed over. */
export type WarningView = { rules: string; words: string[] };

export type CustomerChoiceView = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  is_blocked: boolean;
};

type Shared = { desk: DeskView; provider: ProviderView };

export type ServiceChoiceView = ServiceView & { is_hidden: boolean };

/** What has been chosen so far, as the address says it: links and forms of the page carry it on. */
export type ByHandQuery = Partial<Record<"service" | "duration" | "start" | "customer" | "repeat", string>>;

export type NewBookingView = Shared & {
  query: ByHandQuery;
  /** The booking that is repeated. */
  repeated: { customer_name: string; starts_at: number } | null;
  step: "service" | "time" | "form";
  services: ServiceChoiceView[];
  /** The address names a service that is not offered (any more). */
  is_gone: boolean;
  service: ServiceView | null;
  duration_min: number | null;
  day: DayTimesView | null;
  typed: TypedTimeView;
  chosen: { starts_at: number; ends_at: number } | null;
  seats_left: number | null;
  price_cents: number | null;
  warning: WarningView | null;
  refusal: RefusalView | null;
  /** The refusal is about the time, so the form must not send it again. */
  is_taken: boolean;
  customer: CustomerChoiceView | null;
  /** What was searched; `found` null when nothing was. */
  search: { q: string; found: CustomerChoiceView[] | null; is_cut: boolean };
  questions: QuestionView[];
  places: Exclude<Place, "customer_choice">[];
  idempotency_key: string;
  /** What the form begins with: a repeated booking's place and answers. */
  values: Record<string, string | string[] | undefined>;
};

export type MoveByHandView = Shared & {
  booking: {
    id: string;
    service_title: string;
    customer_name: string;
    starts_at: number;
    ends_at: number;
    version: number;
  };
  day: DayTimesView;
  typed: TypedTimeView;
  chosen: { starts_at: number; ends_at: number } | null;
  warning: WarningView | null;
  refusal: RefusalView | null;
};

/** What became of a series: each week with its booking or the reason why there is none. */
export type SeriesView = Shared & {
  first_id: string;
  service_title: string;
  customer_name: string;
  weeks: {
    week: number;
    date: string;
    booking: { id: string; starts_at: number; ends_at: number; status: BookingStatus } | null;
    missed: Missed | null;
  }[];
};
