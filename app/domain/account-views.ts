import type { PersonView } from "#app/domain/views.ts";

/** What /account shows. Instants are epoch milliseconds (UTC). */

/** One of the account's sessions, in words. */
export type SessionView = {
  id: string;
  device: string;
  address: string | null;
  created_at: number;
  last_seen_at: number;
  /** The one that asks. */
  is_this: boolean;
};

/** Somebody's own account. */
export type AccountPageView = {
  person: PersonView;
  name: string;
  email: string;
  /** An address that waits for the link in its mail. */
  asked_email: string | null;
  has_password: boolean;
  deletes_at: number | null;
  sessions: SessionView[];
  events: { id: string; text: string; address: string | null; at: number }[];
  /** In which times are shown: the zone of the provider used last. */
  time_zone: string;
};
