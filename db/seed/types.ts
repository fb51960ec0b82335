/** What a demo provider is, as a person would write it down. Times are "HH:MM" on the provider's wall clock. */

export type Interval = readonly [from: string, to: string];

/** ISO weekday, 1 is Monday. */
export type WeekdayHours = Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, Interval[]>>;

export type DemoSchedule = {
  name: string;
  hours: WeekdayHours;
  /** On the first such weekday that is at least `in_days` away; without intervals the date is closed. */
  overrides?: { in_days: number; weekday: number; intervals: Interval[]; note: string }[];
};

export type DemoQuestion = {
  label: string;
  help?: string;
  kind: "text" | "long_text" | "choice" | "several" | "checkbox" | "number";
  options?: string[];
  is_required?: boolean;
  /** Answers that customers of the demo give, in turn. */
  answers: string[];
};

export type DemoService = {
  slug: string;
  title: string;
  description: string;
  /** Name of one of the provider's schedules; absent for the default, the first. */
  schedule?: string;
  durations: { duration_min: number; price_cents: number }[];
  slot_interval_min?: number;
  buffer_before_min?: number;
  buffer_after_min?: number;
  min_notice_min: number;
  limit_per_day?: number;
  limit_per_week?: number;
  capacity?: number;
  place: "in_person" | "phone" | "video" | "customer_choice";
  place_address?: string;
  place_url?: string;
  place_phone?: string;
  phone_field?: "hidden" | "optional" | "required";
  requires_approval?: boolean;
  cancel_cutoff_min?: number;
  reschedule_cutoff_min?: number;
  hidden?: boolean;
  questions?: DemoQuestion[];
  /** How many of the free times are taken, 0 to 1; of a group, how full its sessions are. */
  popularity: number;
};

export type DemoProvider = {
  username: string;
  name: string;
  headline: string;
  about: string;
  email: string;
  phone: string;
  time_zone: string;
  locale: string;
  currency: string;
  week_starts_on: number;
  schedules: [DemoSchedule, ...DemoSchedule[]];
  /** Whole local days away, from `in_days` after today on. */
  away: { in_days: number; days: number; reason: string }[];
  services: DemoService[];
  customers: { name: string; email: string; phone: string; time_zone?: string }[];
  notes: string[];
  end_reasons: string[];
};

/** Customers from their names: addresses and numbers that belong to nobody. */
export const people = (names: string[], phone: (index: number) => string): DemoProvider["customers"] =>
  names.map((name, index) => ({
    name,
    email: `${name
      .normalize("NFD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, ".")}@example.org`,
    phone: phone(index),
  }));
