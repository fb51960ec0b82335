/** Calendar feeds written straight into the database, with the address that leads to each. */
import { createHash } from "node:crypto";
import type pg from "pg";
import { feedToken } from "#app/domain/secrets.server.ts";
import { insertRow, uuid } from "./factories.ts";
import { SECRET } from "./web.ts";

type Values = Record<string, unknown>;

/** A feed of all bookings with details, unless said otherwise; `path` after the provider's name. */
export async function createFeedRow(
  client: pg.Client,
  provider_id: string,
  values: Values = {},
  secret: string = SECRET,
) {
  const id = uuid();
  const token = feedToken(secret, provider_id, id);
  const row = await insertRow(client, "calendar_feeds", {
    ...{ provider_id, id, scope: "provider", detail: "details" },
    token_hash: createHash("sha256").update(token).digest(),
    created_at: "2026-01-01T00:00:00Z",
    ...values,
  });
  return { ...row, token, file: `${token}.ics` };
}
