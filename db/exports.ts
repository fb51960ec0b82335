import { z } from "zod";
import { sql, type TenantTx } from "./transaction.ts";

type KeyType = "uuid" | "smallint" | "text" | "date" | "timestamptz";

export type ExportedTable = {
  /** What tells two rows of one provider apart, in this order; it is the primary key behind provider_id. */
  key: Record<string, KeyType>;
  columns: string[];
  /** Columns that the archive does without, and why. tests/integration/export.test.ts looks for columns in neither list. */
  without: Record<string, string>;
  /** SQL of further columns; the table's own name is `t`. */
  computed?: Record<string, ReturnType<typeof sql.fragment>>;
};

const TENANT = { provider_id: "the same in every row: providers has it as id" };
const id: Record<string, KeyType> = { id: "uuid" };

/** Every table of a provider, column by column: nothing leaves that is not named here. */
export const EXPORTED: Record<string, ExportedTable> = {
  providers: {
    key: id,
    columns:
      words(`id username name headline about email phone photo_path time_zone locale currency week_starts_on accent
      hour_cycle links notice shows_contact retention_months holiday_country holiday_region agenda_min setup_finished_at suspended_at suspension_reason deletes_at version created_at
      updated_at`),
    without: {},
  },
  usernames: {
    key: { username: "text" },
    columns: words("username listed_at closed_at created_at"),
    without: TENANT,
  },
  memberships: {
    key: { account_id: "uuid" },
    columns: words("account_id role created_at last_used_at"),
    without: TENANT,
    computed: {
      name: sql.fragment`(select a.name from accounts a where a.id = t.account_id)`,
      email: sql.fragment`(select a.email from accounts a where a.id = t.account_id)`,
    },
  },
  invitations: {
    key: id,
    columns: words("id email role invited_by created_at expires_at"),
    without: { ...TENANT, token_hash: "belongs to the link in the mail" },
  },
  calendar_feeds: {
    key: id,
    columns: words("id scope service_id account_id detail created_at last_read_at"),
    without: { ...TENANT, token_hash: "belongs to the address of the feed" },
  },
  schedules: {
    key: id,
    columns: words("id name time_zone is_default alternates_from version created_at updated_at"),
    without: TENANT,
  },
  weekly_hours: {
    key: { schedule_id: "uuid", week: "smallint", weekday: "smallint", starts_min: "smallint" },
    columns: words("schedule_id week weekday starts_min ends_min"),
    without: TENANT,
  },
  date_overrides: {
    key: id,
    columns: words("id schedule_id date starts_min ends_min note"),
    without: TENANT,
  },
  blocked_times: {
    key: id,
    columns: words("id schedule_id starts_at ends_at reason public_text version created_at"),
    without: { ...TENANT, during: "starts_at and ends_at say the same" },
  },
  services: {
    key: id,
    columns:
      words(`id schedule_id slug title description position currency slot_interval_min buffer_before_min
      buffer_after_min min_notice_min horizon_days bookable_from bookable_until limit_per_day limit_per_week capacity place
      place_address place_url place_phone phone_field requires_approval cancel_cutoff_min reschedule_cutoff_min reminder_min follow_up_min
      hidden_at archived_at version created_at updated_at`),
    without: TENANT,
  },
  service_durations: {
    key: { service_id: "uuid", duration_min: "smallint" },
    columns: words("service_id duration_min price_cents"),
    without: TENANT,
  },
  service_questions: {
    key: id,
    columns: words("id service_id position label help kind options is_required"),
    without: TENANT,
  },
  customers: {
    key: id,
    columns: words("id email name phone note blocked_at erased_at created_at updated_at version"),
    without: {
      ...TENANT,
      name_key: "the name again, to search by",
      last_name_key: "the same",
      email_key: "the e-mail again, to search by",
      phone_key: "the phone again, to search by",
    },
  },
  customer_tags: {
    key: { customer_id: "uuid", tag: "text" },
    columns: words("customer_id tag"),
    without: TENANT,
  },
  holidays: {
    key: { date: "date" },
    columns: words("date name kept_open_at"),
    without: TENANT,
  },
  calendar_sources: {
    key: id,
    columns:
      words(`id name host ending fetched_at ok_at failing_since failures failure told_at events warnings
      next_fetch_at version created_at`),
    without: {
      ...TENANT,
      sealed_address: "whoever has it reads that calendar; it is where it came from, too",
      etag: "belongs to that calendar's server",
      last_modified: "the same",
      body_hash: "belongs to what was read last",
      read_as: "the same",
      read_at: "the same",
      turn: "belongs to a job",
    },
  },
  external_busy_times: {
    key: { source_id: "uuid", starts_at: "timestamptz" },
    columns: words("source_id starts_at ends_at"),
    without: { ...TENANT, during: "starts_at and ends_at say the same" },
  },
  bookings: {
    key: id,
    columns:
      words(`id service_id customer_id starts_at ends_at status booked_by held_until confirmed_at cancelled_at cancelled_by
      declined_at expired_at no_show_at internal_note end_reason version customer_name customer_phone customer_time_zone customer_locale note answers service_title
      price_cents currency place place_detail created_at updated_at`),
    without: {
      ...TENANT,
      during: "starts_at and ends_at say the same",
      idempotency_key: "belongs to a form that was open in a browser",
      request_hash: "belongs to the key",
      manage_token_hash: "belongs to the customer's own link",
    },
  },
  reservations: {
    key: id,
    columns: words("id booking_id service_id session_id seat capacity occupied_from occupied_until"),
    without: { ...TENANT, occupied: "occupied_from and occupied_until say the same" },
  },
  deliveries: {
    key: id,
    columns:
      words(`id kind booking_id booking_version recipient account_id details due_at state tries answer tried_at ended_at
      dismissed_at created_at`),
    without: { ...TENANT, once: "made of the other columns" },
  },
  message_settings: {
    key: { kind: "text" },
    columns: words("kind disabled_at subject opening version updated_at"),
    without: TENANT,
  },
  message_optouts: {
    key: { recipient_id: "uuid", kind: "text" },
    columns: words("recipient_id kind created_at"),
    without: TENANT,
  },
  audit_events: {
    key: id,
    columns: words("id booking_id action actor account_id details at"),
    without: {
      ...TENANT,
      address: "of members only, as on the page: where the operator was is nobody's business",
    },
    computed: { address: sql.fragment`case when t.actor = 'provider' then t.address end` },
  },
};

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** The columns of a table's rows in the archive, in their order. */
export const exportedColumns = ({ columns, computed = {} }: ExportedTable): string[] => [
  ...columns,
  ...Object.keys(computed),
];

const ExportPageRow = z.object({ row: z.record(z.string(), z.unknown()), key: z.array(z.string()) });
export type ExportPageRow = z.infer<typeof ExportPageRow>;

/**
 * A page of a table of the transaction's provider, as JSON values (instants ISO 8601, UTC), in the order of its key.
 * @param after the key of the last row before it, or null for the first page
 * @param customer_id only what is about this customer; for the tables of OF_CUSTOMER
 */
export async function selectExportPage(
  tx: TenantTx,
  name: string,
  after: readonly string[] | null,
  count: number,
  customer_id: string | null = null,
): Promise<readonly ExportPageRow[]> {
  const table = EXPORTED[name];
  if (!table) throw new TypeError(`${name} is not exported.`);
  const column = (one: string) => sql.identifier(["t", one]);
  const comma = sql.fragment`, `;
  const keys = Object.entries(table.key);
  const pairs = [
    ...table.columns.map((one) => sql.fragment`${sql.literalValue(one)}, ${column(one)}`),
    ...Object.entries(table.computed ?? {}).map(
      ([as, value]) => sql.fragment`${sql.literalValue(as)}, ${value}`,
    ),
  ];
  const from = after
    ? sql.fragment`(${sql.join(
        keys.map(([one]) => column(one)),
        comma,
      )}) > (${sql.join(
        keys.map(
          ([, type], index) => sql.fragment`${after[index] ?? null}::${sql.identifier([SQL_TYPES[type]])}`,
        ),
        comma,
      )})`
    : sql.fragment`true`;
  const about = customer_id === null ? null : OF_CUSTOMER[name]?.(tx.provider_id, customer_id);
  if (about === undefined) throw new TypeError(`${name} is not about customers.`);
  return tx.any(sql.type(ExportPageRow)`
    /* selectExportPage */
    select jsonb_build_object(${sql.join(pairs, comma)}) as row,
      array[${sql.join(
        keys.map(([one]) => sql.fragment`${column(one)}::text`),
        comma,
      )}] as key
    from ${sql.identifier([name])} t
    where ${column(name === "providers" ? "id" : "provider_id")} = ${tx.provider_id} and ${from}
      and ${about ?? sql.fragment`true`}
    order by ${sql.join(
      keys.map(([one]) => column(one)),
      comma,
    )}
    limit ${count}`);
}

/** Which rows of a table are about one customer. */
const OF_CUSTOMER: Record<string, (provider_id: string, id: string) => ReturnType<typeof sql.fragment>> = {
  customers: (_, id) => sql.fragment`t.id = ${id}`,
  customer_tags: (_, id) => sql.fragment`t.customer_id = ${id}`,
  bookings: (_, id) => sql.fragment`t.customer_id = ${id}`,
  audit_events: (provider_id, id) => sql.fragment`t.booking_id = any(array(
    select b.id from bookings b where b.provider_id = ${provider_id} and b.customer_id = ${id}))`,
};

const SQL_TYPES: Record<KeyType, string> = {
  uuid: "uuid",
  smallint: "int2",
  text: "text",
  date: "date",
  timestamptz: "timestamptz",
};
