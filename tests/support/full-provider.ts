/** A provider with a row in every tenant table (isolation.test.ts says when one is missing), and their people. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import * as make from "./factories.ts";
import { createFeedRow } from "./feeds.ts";
import { createAccount } from "./sign-in.ts";

type Values = Record<string, unknown>;

export type TenantTable = { name: string; tenant: string };

/** Every table with a provider in it, from the catalog, so that a new one cannot be forgotten. */
export async function tenantTables(admin: pg.Client): Promise<TenantTable[]> {
  const { rows } = await admin.query<TenantTable>(`
    select c.relname as name, a.attname as tenant from pg_class c join pg_attribute a on a.attrelid = c.oid
      and a.attname = case c.relname when 'providers' then 'id' else 'provider_id' end
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`);
  return rows;
}

export type FullProvider = Awaited<ReturnType<typeof createFullProvider>>;

/** `values` are the provider's own columns. */
export async function createFullProvider(admin: pg.Client, values: Values = {}) {
  const { provider_id, provider, schedule, service, customer, keys } = await make.createPractice(
    admin,
    values,
  );
  await make.createOverride(admin, provider_id, schedule.id, "2030-12-24");
  const absence = await make.createBlockedTime(
    admin,
    provider_id,
    make.rangeText("2030-08-01", "2030-08-15"),
  );
  const calendar = await make.createCalendarSource(admin, provider_id, {
    failing_since: "2026-01-01T00:00:00Z",
    failure: "Nobody answers there.",
  });
  await make.insertRow(admin, "external_busy_times", {
    ...{ provider_id, source_id: calendar.id },
    during: make.rangeText("2030-09-01", "2030-09-02"),
  });
  await make.createQuestion(admin, provider_id, service.id);
  await make.insertRow(admin, "customer_tags", { provider_id, customer_id: customer.id, tag: "regular" });
  await make.insertRow(admin, "holidays", { provider_id, date: "2030-12-25", name: "Christmas Day" });
  const booking = await make.createBooking(admin, keys);
  const reservation = await make.createReservation(
    admin,
    { provider_id, service_id: service.id, booking_id: booking.id },
    booking.during,
  );
  const account = await createAccount(admin);
  await make.insertRow(admin, "audit_events", {
    provider_id,
    id: make.uuid(),
    booking_id: booking.id,
    action: "booking.made",
    actor: "customer",
    account_id: account.id,
    at: "2030-01-01T00:00:00Z",
  });
  await make.insertRow(admin, "memberships", { provider_id, account_id: account.id, role: "owner" });
  await make.insertRow(admin, "deliveries", {
    ...{
      provider_id,
      id: make.uuid(),
      kind: "confirmed",
      once: `${booking.id}.1.confirmed`,
      recipient: "member",
    },
    ...{ booking_id: booking.id, booking_version: 1, account_id: account.id },
    ...{ due_at: "2030-01-01", created_at: "2030-01-01", state: "refused", ended_at: "2030-01-01" },
  });
  await make.insertRow(admin, "message_settings", { provider_id, kind: "reminder" });
  await make.insertRow(admin, "message_optouts", {
    provider_id,
    recipient_id: customer.id,
    kind: "follow_up",
  });
  const invitation = await make.createInvitation(admin, provider_id, { invited_by: account.id });
  await createFeedRow(admin, provider_id);
  const account_id = account.id;
  const rows = { schedule, service, customer, booking, reservation, absence, calendar, invitation };
  return { provider_id, provider, keys, account_id, ...rows };
}

/** A row in each table of a person; the account itself is there already. */
export async function createFullAccount(admin: pg.Client, values: Values = {}) {
  const account = await createAccount(admin, values);
  const account_id = account.id;
  await make.insertRow(admin, "identities", {
    ...{ id: make.uuid(), account_id, issuer: "https://issuer.example.org" },
    ...{ subject: `subject-${account_id}`, email: account.email },
  });
  await make.insertRow(admin, "sessions", {
    ...{ id: make.uuid(), account_id, method: "password" },
    ...{ created_at: "2030-01-01", last_seen_at: "2030-01-01", expires_at: "2030-02-01" },
  });
  await make.insertRow(admin, "verification_tokens", {
    ...{ id: make.uuid(), purpose: "password_reset", email: account.email, account_id },
    ...{ token_hash: randomBytes(32), expires_at: "2030-01-02", created_at: "2030-01-01" },
  });
  await make.insertRow(admin, "account_deliveries", {
    ...{ id: make.uuid(), account_id, kind: "kept", once: `${account_id}.1.kept` },
    ...{ due_at: "2030-01-01", created_at: "2030-01-01", state: "refused", ended_at: "2030-01-01" },
  });
  await make.insertRow(admin, "account_events", {
    ...{ id: make.uuid(), account_id, actor_account_id: account_id },
    ...{ action: "account.signed_in", at: "2030-01-01" },
  });
  return account;
}
