import { long, oneOf, positive, sha256, text, type Values } from "./column-values.ts";

/** What the columns of people hold: accounts, what belongs to them, and who works for whom (column-rules.ts). */
export const PEOPLE_RULES: Record<string, Record<string, Values[]>> = {
  memberships: {
    memberships_role_known: [oneOf("role", ["owner", "manager", "viewer"])],
  },
  invitations: {
    invitations_role_known: [oneOf("role", ["owner", "manager", "viewer"])],
    invitations_email_length: [text("email", 3, 254)],
    invitations_hash_length: [sha256("token_hash")],
  },
  calendar_feeds: {
    calendar_feeds_scope_fits: [
      { column: "scope", bad: ["", "other", "service", "member"], good: ["provider"] },
    ],
    calendar_feeds_detail_known: [oneOf("detail", ["busy", "details"])],
    calendar_feeds_hash_length: [sha256("token_hash")],
  },
  accounts: {
    accounts_email_form: [
      {
        column: "email",
        bad: [
          "",
          "ada",
          "@",
          "ada@",
          "@example.org",
          "a b@example.org",
          "a@b@c",
          "ada@\n",
          `${long(250)}@b.de`,
        ],
        good: ["a@b", `${long(249)}@b.de`],
      },
    ],
    accounts_name_length: [text("name", 1, 120)],
    accounts_password_hash_form: [
      {
        column: "password_hash",
        bad: [
          "",
          "secret",
          `$2a$12$${long(53)}`,
          `$2b$12$${long(52)}`,
          `$2b$12$${long(54)}`,
          `$2b$x2$${long(53)}`,
        ],
        good: [`$2b$12$${long(53)}`, null],
      },
    ],
    accounts_suspension_reason_length: [text("suspension_reason", 0, 500)],
    accounts_version_positive: [positive("version")],
  },
  identities: {
    identities_length: [text("issuer", 1, 300), text("subject", 1, 255), text("email", 0, 254)],
  },
  sessions: {
    sessions_method_known: [oneOf("method", ["password", "identity", "link"])],
    sessions_client_length: [text("user_agent", 0, 300), text("address", 0, 45)],
    sessions_ends_after_start: [
      { column: "expires_at", bad: ["2030-01-01", "2029-12-31"], good: ["2030-01-01 00:00:00.001"] },
    ],
  },
  verification_tokens: {
    verification_tokens_hash_length: [sha256("token_hash")],
    verification_tokens_purpose_known: [
      oneOf("purpose", ["sign_up", "password_reset", "email_change", "account_restore"]),
    ],
    verification_tokens_email_length: [text("email", 3, 254)],
    verification_tokens_details_object: [
      { column: "details", bad: [[], '"text"', "null", { a: long(4000) }], good: [{}, { a: long(3980) }] },
    ],
  },
  account_deliveries: {
    account_deliveries_kind_form: [{ column: "kind", bad: ["", "New", "a1", long(41)], good: ["kept"] }],
    account_deliveries_once_length: [text("once", 1, 160)],
    account_deliveries_details_object: [
      { column: "details", bad: [[], '"text"', "null", { a: long(2000) }], good: [{}] },
    ],
    account_deliveries_state_known: [
      { column: "state", bad: [], good: ["queued", "sending"] },
      {
        column: "state",
        bad: ["", "gone", "Sent"],
        good: ["sent", "void", "refused", "dead"],
        beside: { ended_at: "2030-01-02" },
      },
    ],
    account_deliveries_tries_not_negative: [{ column: "tries", bad: [-1], good: [0, 20] }],
    account_deliveries_answer_length: [text("answer", 0, 500)],
    account_deliveries_ended_has_time: [{ column: "state", bad: ["sent", "dead"], good: ["queued"] }],
  },
  account_events: {
    account_events_action_form: [
      {
        column: "action",
        bad: ["", "made", "Account.made", "account.", "account made.x", `account.${long(60)}`],
        good: ["account.signed_in"],
      },
    ],
    account_events_details_object: [
      { column: "details", bad: [[], '"text"', "null", { a: long(20_000) }], good: [{}] },
    ],
    account_events_address_length: [text("address", 0, 45)],
  },
  rate_limits: {
    rate_limits_key_length: [text("key", 0, 255)],
  },
  worker_heartbeats: {
    worker_heartbeats_id_length: [text("worker_id", 1, 100)],
    worker_heartbeats_fresh_after_beat: [
      {
        column: "fresh_until",
        bad: ["2030-01-01T00:00:00Z", "2029-12-31T00:00:00Z"],
        good: ["2030-01-01T00:00:01Z"],
        beside: { beat_at: "2030-01-01T00:00:00Z" },
      },
    ],
  },
};
