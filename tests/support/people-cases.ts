/** What constraints between rows of people refuse: acts of one transaction and the constraint that ends it. */
import type pg from "pg";
import * as make from "./factories.ts";
import { createFeedRow } from "./feeds.ts";
import { createAccount } from "./sign-in.ts";

type Act = () => Promise<unknown>;
/** `name` null: nothing refuses it. */
type Case = { name: string | null; what: string; acts: Act[] };

export async function peopleCases(admin: pg.Client, provider_id: string, other_id: string): Promise<Case[]> {
  const { id: ada } = await createAccount(admin);
  const { id: eve } = await createAccount(admin);
  const nobody = make.uuid();

  const insert = (table: string, row: Record<string, unknown>) => () => make.insertRow(admin, table, row);
  const account = (email: string) => () => createAccount(admin, { email });
  const identity = (account_id: string, issuer: string, subject: string) =>
    insert("identities", { id: make.uuid(), account_id, issuer, subject });
  const token = (values = {}) =>
    insert("verification_tokens", {
      ...{ id: make.uuid(), purpose: "sign_up", email: "ada@example.org", token_hash: Buffer.alloc(32, 1) },
      ...{ expires_at: "2030-01-02", created_at: "2030-01-01", ...values },
    });
  const session = (values = {}) =>
    insert("sessions", {
      ...{ id: make.uuid(), method: "password", created_at: "2030-01-01" },
      ...{ last_seen_at: "2030-01-01", expires_at: "2030-02-01", ...values },
    });
  const event = (values = {}) =>
    insert("account_events", { id: make.uuid(), action: "account.signed_in", at: "2030-01-01", ...values });
  const audit = (values = {}) =>
    insert("audit_events", {
      ...{ provider_id, id: make.uuid(), action: "a.b", actor: "provider", at: "2030-01-01", ...values },
    });
  const membership = (provider_id: string, account_id: string) =>
    insert("memberships", { provider_id, account_id, role: "owner" });
  const invite =
    (values: Record<string, unknown>, inviting = provider_id) =>
    () =>
      make.createInvitation(admin, inviting, values);

  const feed =
    (values: Record<string, unknown>, at = provider_id) =>
    () =>
      createFeedRow(admin, at, values);
  const busy = { detail: "busy" };

  const [A, B] = ["https://a.example", "https://b.example"];
  const [token_hash, email] = [Buffer.alloc(32, 2), "guest@example.org"];
  const of = (name: string | null, what: string, ...acts: Act[]): Case => ({ name, what, acts });
  return [
    of("accounts_email_once", "one account for an address", account("x@y.de"), account("X@Y.de")),
    of("identities_subject_once", "a sign-in is one person's", identity(ada, A, "1"), identity(eve, A, "1")),
    of("identities_issuer_once_per_account", "one of each", identity(ada, A, "1"), identity(ada, A, "2")),
    of(null, "two issuers", identity(ada, A, "1"), identity(ada, B, "1")),
    of("verification_tokens_hash_once", "a link is one link", token(), token()),
    of("invitations_hash_once", "here too", invite({ token_hash }), invite({ token_hash })),
    of("invitations_email_once", "invited once", invite({ email }), invite({ email: "Guest@example.org" })),
    of(null, "invited by two providers", invite({ email }), invite({ email }, other_id)),
    of("memberships_pkey", "a member once", membership(provider_id, ada), membership(provider_id, ada)),
    of(null, "a member of two", membership(provider_id, ada), membership(other_id, ada)),
    of("installation_single", "one row", insert("installation", { id: 2 })),
    of("installation_sign_up_known", "closed", () =>
      admin.query("update installation set sign_up = 'closed'"),
    ),
    of(null, "by invitation", () => admin.query("update installation set sign_up = 'invitation'")),
    of("identities_account_fkey", "of nobody", identity(nobody, A, "1")),
    of("sessions_account_fkey", "of nobody", session({ account_id: nobody })),
    of("verification_tokens_account_fkey", "of nobody", token({ account_id: nobody })),
    of("account_events_account_fkey", "of nobody", event({ account_id: nobody })),
    of("account_events_actor_fkey", "by nobody", event({ actor_account_id: nobody })),
    of("memberships_account_fkey", "of nobody", membership(provider_id, nobody)),
    of("memberships_provider_fkey", "at no provider", membership(nobody, ada)),
    of("invitations_invited_by_fkey", "by nobody", invite({ invited_by: nobody })),
    of("invitations_provider_fkey", "at no provider", invite({}, nobody)),
    of("audit_events_account_fkey", "by nobody", audit({ account_id: nobody })),
    of(
      "calendar_feeds_hash_once",
      "an address is one feed's",
      feed({ token_hash }),
      feed({ ...busy, token_hash }),
    ),
    of("calendar_feeds_once", "one of a kind", feed({}), feed({})),
    of(null, "two kinds", feed({}), feed(busy)),
    of(null, "of two providers", feed({ token_hash }), feed({ token_hash }, other_id)),
    of("calendar_feeds_provider_fkey", "at no provider", feed({}, nobody)),
    of("calendar_feeds_service_fkey", "of no service", feed({ scope: "service", service_id: nobody })),
    of("calendar_feeds_member_fkey", "of no member", feed({ scope: "member", account_id: ada })),
  ];
}
