import type { ConnectionsView } from "#app/domain/identities.ts";
import { identityProviders, labelOfIssuer } from "#app/http/oidc/providers.server.ts";
import { selectOptionalAccountById } from "#db/accounts.ts";
import { selectIdentitiesOfAccount } from "#db/identities.ts";
import type { AccountTx } from "#db/transaction.ts";

/** What an account is connected with, and what else it could be; for the account's page (ConnectionsSection). */
export async function viewConnections(tx: AccountTx, account_id: string): Promise<ConnectionsView> {
  const account = await selectOptionalAccountById(tx, account_id);
  const identities = await selectIdentitiesOfAccount(tx, account_id);
  const has_password = account?.password_hash != null;
  return {
    connected: identities.map(({ id, issuer, email, last_used_at }) => ({
      id,
      key: keyOfIssuer(issuer),
      label: labelOfIssuer(issuer),
      email,
      last_used_at,
    })),
    available: [...identityProviders().values()]
      .filter(({ issued }) => !identities.some(({ issuer }) => issued(issuer)))
      .map(({ key, label }) => ({ key, label })),
    may_disconnect: has_password || identities.length > 1,
  };
}

const keyOfIssuer = (issuer: string): string =>
  [...identityProviders().values()].find(({ issued }) => issued(issuer))?.key ?? "oidc";
