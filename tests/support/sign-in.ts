/** People who are signed in, without a form: an account, a membership and a session's cookie. */
import type pg from "pg";
import { seal } from "#app/http/sealed.server.ts";
import { insertRow, uuid } from "./factories.ts";
import { SECRET } from "./web.ts";

type Values = Record<string, unknown>;

export const createAccount = (client: pg.Client, values: Values = {}) => {
  const id = (values.id as string | undefined) ?? uuid();
  const row = {
    id,
    email: `person-${id.slice(-12)}@example.org`,
    name: "Ada Lovelace",
    email_verified_at: "2026-01-01T00:00:00Z",
    ...values,
  };
  return insertRow(client, "accounts", row);
};

export const createMembership = (
  client: pg.Client,
  provider_id: string,
  account_id: string,
  role: "owner" | "manager" | "viewer" = "owner",
) => insertRow(client, "memberships", { provider_id, account_id, role });

/** A session's row and the Cookie header of the browser that has it. */
export async function signIn(
  client: pg.Client,
  account_id: string,
  options: { secret?: string; https?: boolean; values?: Values } = {},
): Promise<{ session_id: string; token: string; cookie: string }> {
  const { secret = SECRET, https = true, values = {} } = options;
  const now = Date.now();
  const expires_at = now + 90 * 86_400_000;
  const session_id = uuid();
  await insertRow(client, "sessions", {
    id: session_id,
    account_id,
    method: "password",
    created_at: new Date(now).toISOString(),
    last_seen_at: new Date(now).toISOString(),
    expires_at: new Date(expires_at).toISOString(),
    ...values,
  });
  const token = await seal([secret], "session", { sid: session_id, sub: account_id }, { now, expires_at });
  return { session_id, token, cookie: `${https ? "__Host-daybook-session" : "daybook-session"}=${token}` };
}
