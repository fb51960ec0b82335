import type { ProviderRow } from "#db/providers.ts";

/** Who acts, for which provider, when. Every domain verb gets one. */
export type Context = {
  provider: ProviderRow;
  actor: "customer" | "provider" | "system";
  /** The member (or operator) who acts, when somebody is signed in. */
  account_id?: string | null;
  /** From where: the client's network address, for the history. */
  address?: string | null;
  /** Epoch ms; an argument, so that tests can say it. */
  now: number;
  /** Keys of manage tokens, the newest first (app/domain/secrets.server.ts). */
  secrets: readonly string[];
};

/** Who acts on accounts: a person, or somebody who is not known yet. */
export type AccountContext = {
  account_id: string | null;
  /** The session through which they act: it may stay when the others end. */
  session_id: string | null;
  /** The client's network address, for the history. */
  address: string | null;
  now: number;
  secrets: readonly string[];
};
