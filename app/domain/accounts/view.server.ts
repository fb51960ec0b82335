import type { AccountPageView } from "#app/domain/account-views.ts";
import { findAskedEmail } from "#app/domain/accounts/email.server.ts";
import { ownAccount } from "#app/domain/accounts/own.server.ts";
import type { OwnContext } from "#app/domain/accounts/record.server.ts";
import { findOwnProviders } from "#app/domain/members.server.ts";
import { describeDevice } from "#app/domain/user-agents.ts";
import { describeAccountEvent } from "#app/i18n/account-events.ts";
import { selectAccountEvents } from "#db/account_events.ts";
import { selectIdentitiesOfAccount } from "#db/identities.ts";
import { selectProvider } from "#db/providers.ts";
import { selectSessionsOfAccount } from "#db/sessions.ts";
import { reading, readingAccounts } from "#db/transaction.ts";

/** How many lines of the history the account's page shows; the download has them all. */
const EVENTS_SHOWN = 12;
const EVENTS_KEPT = 10_000;

/** What /account shows of somebody's own account. */
export async function viewAccount(context: OwnContext): Promise<AccountPageView> {
  const { account_id, session_id, now } = context;
  const [asked_email, [latest]] = await Promise.all([
    findAskedEmail(account_id, now),
    findOwnProviders(account_id),
  ]);
  const time_zone = latest ? (await reading(latest.provider_id, selectProvider)).time_zone : "UTC";
  return readingAccounts(account_id, async (tx) => {
    const account = await ownAccount(tx, account_id);
    const sessions = await selectSessionsOfAccount(tx, account_id);
    const events = await selectAccountEvents(tx, account_id, EVENTS_SHOWN);
    return {
      person: { account_name: account.name, is_operator: account.operator_since !== null },
      name: account.name,
      email: account.email,
      asked_email,
      has_password: account.password_hash !== null,
      deletes_at: account.deletes_at,
      sessions: sessions.map(({ id, user_agent, address, created_at, last_seen_at }) => ({
        id,
        device: describeDevice(user_agent),
        address,
        created_at,
        last_seen_at,
        is_this: id === session_id,
      })),
      events: events.map(({ id, address, at, ...event }) => ({
        id,
        text: describeAccountEvent(event),
        address,
        at,
      })),
      time_zone,
    };
  });
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Everything that is held about somebody's account, to take away: plain words for fields, instants in ISO 8601. */
export async function collectAccountData(context: OwnContext): Promise<Record<string, unknown>> {
  const { account_id, session_id, now } = context;
  const asked_email = await findAskedEmail(account_id, now);
  const providers = await findOwnProviders(account_id);
  return readingAccounts(account_id, async (tx) => {
    const account = await ownAccount(tx, account_id);
    const sessions = await selectSessionsOfAccount(tx, account_id);
    const identities = await selectIdentitiesOfAccount(tx, account_id);
    const events = await selectAccountEvents(tx, account_id, EVENTS_KEPT);
    return {
      made_at: iso(now),
      account: {
        id: account.id,
        name: account.name,
        email: account.email,
        email_verified_at: iso(account.email_verified_at),
        email_asked_for: asked_email,
        has_password: account.password_hash !== null,
        is_operator_since: iso(account.operator_since),
        will_be_deleted_at: iso(account.deletes_at),
        created_at: iso(account.created_at),
      },
      works_for: providers.map(({ username, name, role }) => ({ username, name, role })),
      connected_identities: identities.map(({ issuer, subject, email, created_at, last_used_at }) => ({
        issuer,
        subject,
        email,
        connected_at: iso(created_at),
        last_used_at: iso(last_used_at),
      })),
      sessions: sessions.map((session) => ({
        is_this_one: session.id === session_id,
        began_with: session.method,
        browser: session.user_agent,
        address: session.address,
        began_at: iso(session.created_at),
        last_seen_at: iso(session.last_seen_at),
        ends_at: iso(session.expires_at),
      })),
      history: events.map(({ action, details, address, at }) => ({ action, details, address, at: iso(at) })),
    };
  });
}
