/** The identities of an account, and those it could connect. */
export type ConnectionsView = {
  connected: { id: string; key: string; label: string; email: string | null; last_used_at: number }[];
  available: { key: string; label: string }[];
  /** False while it is the only way to sign in. */
  may_disconnect: boolean;
};
