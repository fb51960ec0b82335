import { PEOPLE_RULES } from "./column-rules-people.ts";
import {
  bounded,
  currency,
  locale,
  long,
  number,
  oneOf,
  positive,
  text,
  type Values,
  zone,
} from "./column-values.ts";

/** What one column may hold: values that its constraint must refuse, and values at the edge that it must take. */
export type ColumnRule = {
  table: string;
  constraint: string;
  column: string;
  bad: unknown[];
  good: unknown[];
  /** Other columns that the values need beside them. */
  beside?: Record<string, unknown>;
};

const RULES: Record<string, Record<string, Values[]>> = {
  providers: {
    providers_name_length: [text("name", 1, 120)],
    providers_headline_length: [text("headline", 0, 160)],
    providers_about_length: [text("about", 0, 4000)],
    providers_contact_length: [text("phone", 0, 40), text("email", 0, 254), text("photo_path", 0, 300)],
    providers_time_zone_known: [zone("time_zone")],
    providers_locale_form: [locale("locale")],
    providers_currency_form: [currency],
    providers_week_starts_on_weekday: [number("week_starts_on", 1, 7)],
    providers_version_positive: [positive("version")],
    providers_accent_form: [
      {
        column: "accent",
        bad: ["", "red", "#FFF", "#fff", "#ABCDEF", "#12345g", "#1234567"],
        good: ["#00ff7f", null],
      },
    ],
    providers_hour_cycle_known: [oneOf("hour_cycle", ["h12", "h23"])],
    providers_links_list: [
      { column: "links", bad: [{}, '"text"', "null", [long(4000)]], good: [[], [long(3990)]] },
    ],
    providers_notice_length: [text("notice", 0, 500)],
    providers_suspension_reason_length: [text("suspension_reason", 0, 500)],
    providers_agenda_min_range: [number("agenda_min", 0, 1439)],
    providers_retention_months_range: [{ column: "retention_months", bad: [0, 241], good: [1, 240, null] }],
    providers_holiday_country_form: [
      { column: "holiday_country", bad: ["", "de", "DEU"], good: ["DE", null] },
    ],
    providers_holiday_region_form: [
      {
        column: "holiday_region",
        bad: ["", "by", long(21)],
        good: ["BY", null],
        beside: { holiday_country: "DE" },
      },
    ],
    usernames_form: [
      {
        column: "username",
        bad: [
          "",
          "Lena",
          "lena_h",
          "-lena",
          "lena-",
          "lena.h",
          "lénä",
          "le na",
          "lena\n",
          "lena/x",
          long(41),
        ],
        good: ["l", "lena-hartmann", "4you", long(40)],
      },
    ],
    usernames_not_reserved: [
      { column: "username", bad: ["admin", "api", "book", "dashboard", "www"], good: ["administrator"] },
    ],
  },
  schedules: {
    schedules_name_length: [text("name", 1, 80)],
    schedules_time_zone_known: [zone("time_zone")],
    schedules_version_positive: [positive("version")],
    schedules_alternates_from_range: [
      {
        column: "alternates_from",
        bad: ["1969-12-31", "2200-01-01", "infinity"],
        good: ["2199-12-31", null],
      },
    ],
  },
  weekly_hours: {
    weekly_hours_week_known: [{ column: "week", bad: [-1, 3], good: [0, 1, 2] }],
    weekly_hours_weekday_iso: [{ column: "weekday", bad: [0, 8, -1], good: [6, 7] }],
    weekly_hours_within_day: [
      { column: "starts_min", bad: [-1, 700, 701], good: [0, 699] },
      { column: "ends_min", bad: [600, 1441], good: [601, 1440] },
    ],
  },
  date_overrides: {
    date_overrides_within_day: [
      { column: "starts_min", bad: [540], good: [null] },
      { column: "ends_min", bad: [540], good: [null] },
      { column: "ends_min", bad: [null, 540, 500, 1441], good: [541, 1440], beside: { starts_min: 540 } },
    ],
    date_overrides_date_range: [
      { column: "date", bad: ["1969-12-31", "2200-01-01", "infinity", "-infinity"], good: ["2199-12-31"] },
    ],
    date_overrides_note_length: [text("note", 0, 200)],
  },
  calendar_sources: {
    calendar_sources_name_length: [text("name", 1, 60)],
    calendar_sources_sealed_address_length: [text("sealed_address", 1, 4000)],
    calendar_sources_host_length: [text("host", 1, 260)],
    calendar_sources_ending_length: [text("ending", 0, 4)],
    calendar_sources_etag_length: [text("etag", 0, 500)],
    calendar_sources_last_modified_length: [text("last_modified", 0, 100)],
    calendar_sources_read_as_length: [text("read_as", 0, 100)],
    calendar_sources_failure_length: [
      {
        ...{ column: "failure", bad: [long(301)], good: [long(300)] },
        beside: { failing_since: "2030-01-01T00:00:00Z" },
      },
    ],
    calendar_sources_failing_together: [
      { column: "failure", bad: ["Nobody answers there."], good: [""] },
      { column: "failing_since", bad: ["2030-01-01T00:00:00Z"], good: [null] },
    ],
    calendar_sources_counts_positive: [
      { column: "failures", bad: [-1], good: [0] },
      { column: "events", bad: [-1], good: [0] },
      positive("turn"),
      positive("version"),
    ],
    calendar_sources_warnings_list: [{ column: "warnings", bad: [{}, '"text"'], good: [[]] }],
  },
  external_busy_times: {
    // Without a beginning its key is missing, too.
    external_busy_times_during_bounded: [
      {
        ...{ column: "during", good: ["[2030-01-01,2030-01-02)"] },
        bad: ["[2030-01-01,infinity)", "[2030-01-01,2030-01-02]", "(2030-01-01,2030-01-02)", "[2030-01-01,)"],
      },
    ],
    external_busy_times_during_length: [
      {
        column: "during",
        bad: ["[2030-01-01T00:00:00Z,2030-01-08T00:00:01Z)"],
        good: ["[2030-01-01T00:00:00Z,2030-01-08T00:00:00Z)"],
      },
    ],
  },
  blocked_times: {
    blocked_times_during_bounded: [bounded("during")],
    blocked_times_reason_length: [text("reason", 0, 200)],
    blocked_times_public_text_length: [text("public_text", 0, 500)],
    blocked_times_version_positive: [positive("version")],
  },
  services: {
    services_slug_form: [
      { column: "slug", bad: ["", "Yoga", "a_b", "-a", "a-", "a/b", "a\n", long(61)], good: ["a", long(60)] },
    ],
    services_slug_not_reserved: [{ column: "slug", bad: ["bookings", "new", "embed"], good: ["booking"] }],
    services_text_length: [
      text("title", 1, 120),
      text("description", 0, 4000),
      text("place_address", 0, 300),
      text("place_phone", 0, 40),
      { column: "place_url", bad: [`https://${long(493)}`], good: [`https://${long(492)}`] },
    ],
    services_place_url_form: [
      {
        column: "place_url",
        bad: ["http://a.example", "javascript:alert(1)"],
        good: ["", "https://a.example"],
      },
    ],
    services_currency_form: [currency],
    services_slot_interval_range: [number("slot_interval_min", 1, 1440)],
    services_buffers_range: [number("buffer_before_min", 0, 1440), number("buffer_after_min", 0, 1440)],
    services_notice_range: [number("min_notice_min", 0, 525_600)],
    services_horizon_range: [number("horizon_days", 0, 730)],
    services_bookable_dates_ordered: [
      {
        column: "bookable_until",
        bad: ["2029-12-31"],
        good: ["2030-01-01", null],
        beside: { bookable_from: "2030-01-01" },
      },
    ],
    services_bookable_dates_finite: [
      { column: "bookable_from", bad: ["-infinity"], good: ["2030-01-01"] },
      { column: "bookable_until", bad: ["infinity"], good: ["2030-01-01"] },
    ],
    services_limits_positive: [positive("limit_per_day"), positive("limit_per_week")],
    services_capacity_range: [number("capacity", 1, 1000)],
    services_place_known: [oneOf("place", ["in_person", "phone", "video", "customer_choice"])],
    services_phone_field_known: [oneOf("phone_field", ["hidden", "optional", "required"])],
    services_cutoffs_range: [
      number("cancel_cutoff_min", 0, 525_600),
      number("reschedule_cutoff_min", 0, 525_600),
    ],
    services_version_positive: [positive("version")],
    services_reminders_fit: [
      {
        column: "reminder_min",
        bad: [[4], [43_201], [60, null], [10, 20, 30, 40, 50, 60]],
        good: [[], [5], [43_200, 60]],
      },
    ],
    services_follow_up_range: [number("follow_up_min", 0, 43_200)],
  },
  service_durations: {
    service_durations_range: [number("duration_min", 1, 1440)],
    service_durations_price_not_negative: [
      { column: "price_cents", bad: [-1], good: [0, null, 2_147_483_647] },
    ],
  },
  service_questions: {
    service_questions_kind_known: [oneOf("kind", ["text", "long_text", "checkbox", "number"])],
    service_questions_options_fit: [
      { column: "options", bad: [["a"]], good: [[]] },
      {
        column: "options",
        bad: [[], ["a", null], Array(51).fill("a")],
        good: [["a"], Array(50).fill("a")],
        beside: { kind: "choice" },
      },
    ],
    service_questions_text_length: [
      text("label", 1, 200),
      text("help", 0, 400),
      { column: "options", bad: [[long(5001)]], good: [[long(5000)]], beside: { kind: "several" } },
    ],
  },
  customers: {
    customers_email_length: [text("email", 3, 254)],
    customers_name_length: [text("name", 1, 120)],
    customers_phone_length: [text("phone", 0, 40)],
    customers_version_positive: [positive("version")],
    customers_note_length: [text("note", 0, 4000)],
  },
  customer_tags: { customer_tags_tag_length: [text("tag", 1, 40)] },
  holidays: {
    holidays_name_length: [text("name", 1, 200)],
    holidays_date_range: [
      { column: "date", bad: ["1969-12-31", "2200-01-01", "infinity"], good: ["2199-12-31"] },
    ],
  },
  bookings: {
    bookings_during_bounded: [bounded("during")],
    bookings_status_known: [
      { column: "status", bad: ["", "done", "Confirmed"], good: ["confirmed", "pending"] },
    ],
    bookings_cancelled_by_known: [
      oneOf("cancelled_by", ["customer", "provider", "system"], {
        status: "cancelled",
        cancelled_at: "2030-01-01",
      }),
    ],
    bookings_version_positive: [positive("version")],
    bookings_booked_by_known: [oneOf("booked_by", ["customer", "provider"])],
    bookings_internal_note_length: [text("internal_note", 0, 2000)],
    bookings_idempotency_key_length: [text("idempotency_key", 8, 100)],
    bookings_hashes_sha256: [
      { column: "request_hash", bad: [Buffer.alloc(31), Buffer.alloc(0)], good: [Buffer.alloc(32)] },
      { column: "manage_token_hash", bad: [Buffer.alloc(33)], good: [Buffer.alloc(32)] },
    ],
    bookings_customer_time_zone_known: [zone("customer_time_zone")],
    bookings_text_length: [
      text("customer_name", 1, 120),
      text("customer_phone", 0, 40),
      text("note", 0, 2000),
      text("end_reason", 0, 500),
      text("service_title", 0, 200),
      text("place_detail", 0, 500),
      { column: "answers", bad: [[long(60_000)]], good: [[long(59_990)]] },
    ],
    bookings_answers_list: [{ column: "answers", bad: [{}, '"text"', "1", "null"], good: [[]] }],
    bookings_price_not_negative: [{ column: "price_cents", bad: [-1], good: [0, null] }],
    bookings_currency_form: [currency],
    bookings_place_known: [oneOf("place", ["in_person", "phone", "video"])],
    bookings_locale_form: [locale("customer_locale")],
  },
  deliveries: {
    deliveries_kind_form: [
      { column: "kind", bad: ["", "New", "a1", long(41)], good: ["follow_up", long(40)] },
    ],
    deliveries_once_length: [text("once", 1, 160)],
    deliveries_recipient_known: [oneOf("recipient", ["customer", "member", "invited"])],
    deliveries_booking_has_version: [{ column: "booking_version", bad: [null], good: [2] }],
    deliveries_details_object: [
      { column: "details", bad: [[], '"text"', "null", { a: long(2000) }], good: [{}] },
    ],
    deliveries_state_known: [
      { column: "state", bad: [], good: ["queued", "sending"] },
      {
        column: "state",
        bad: ["", "gone", "Sent"],
        good: ["sent", "void", "refused", "dead"],
        beside: { ended_at: "2030-01-02" },
      },
    ],
    deliveries_dismissed_has_failed: [
      { column: "dismissed_at", bad: ["2030-01-03"], good: [null] },
      {
        column: "dismissed_at",
        bad: [],
        good: ["2030-01-03"],
        beside: { state: "refused", ended_at: "2030-01-02" },
      },
    ],
    deliveries_tries_not_negative: [{ column: "tries", bad: [-1], good: [0, 20] }],
    deliveries_answer_length: [text("answer", 0, 500)],
    deliveries_ended_has_time: [{ column: "state", bad: ["sent", "dead"], good: ["queued"] }],
  },
  message_settings: {
    message_settings_kind_form: [{ column: "kind", bad: ["", "New", "a1", long(41)], good: ["new"] }],
    message_settings_text_length: [text("subject", 0, 150), text("opening", 0, 2000)],
    message_settings_version_positive: [positive("version")],
  },
  message_optouts: {
    message_optouts_kind_form: [{ column: "kind", bad: ["", "New", "a1", long(41)], good: ["new"] }],
  },
  reservations: {
    reservations_occupied_bounded: [bounded("occupied")],
    reservations_occupied_length: [
      {
        column: "occupied",
        bad: ["[2030-01-01 00:00+00,2030-01-04 00:00:01+00)"],
        good: ["[2030-01-01 00:00+00,2030-01-04 00:00+00)"],
      },
    ],
    reservations_capacity_range: [{ column: "capacity", bad: [0, -1, 1001], good: [1, 1000] }],
    reservations_seat_within_capacity: [
      { column: "seat", bad: [0, -1, 6], good: [1, 5], beside: { capacity: 5 } },
    ],
  },
  audit_events: {
    audit_events_action_form: [
      {
        column: "action",
        bad: ["", "made", "Booking.made", "booking.", "booking made.x", `booking.${long(60)}`],
        good: ["booking.made"],
      },
    ],
    audit_events_actor_known: [oneOf("actor", ["customer", "provider", "system"])],
    audit_events_details_object: [{ column: "details", bad: [[], '"text"', "null"], good: [{}] }],
    audit_events_address_length: [text("address", 0, 45)],
  },
  ...PEOPLE_RULES,
};

export const COLUMN_RULES: ColumnRule[] = Object.entries(RULES).flatMap(([table, constraints]) =>
  Object.entries(constraints).flatMap(([constraint, columns]) =>
    columns.map((values) => ({ table, constraint, ...values })),
  ),
);
