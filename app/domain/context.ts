import type { ProviderRow } from "#db/providers.ts";

/** Who acts, for which provider, when. Every domain verb gets one. */
export type Context = {
  provider: ProviderRow;
  actor: "customer" | "provider" | "system";
  /** Epoch ms; an argument, so that tests can say it. */
  now: number;
  /** Keys of manage tokens, the newest first (app/domain/secrets.server.ts). */
  secrets: readonly string[];
};
