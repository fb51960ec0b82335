import { v5 } from "uuid";
import { insertAccount, selectOptionalAccountById, updateAccountPassword } from "../accounts.ts";
import { insertMembership } from "../memberships.ts";
import { selectOptionalProvider } from "../providers.ts";
import { changingAccounts, readingAccounts, serializable } from "../transaction.ts";
import { NAMESPACE } from "./rows.ts";

/** Who owns the demo's providers and runs the demo. The domain is one that no mail can ever reach (RFC 6761). */
export const DEMO_ACCOUNT = {
  id: v5("demo-account", NAMESPACE),
  name: "Robin Ahlberg",
  email: "demo@daybook.example",
};

/**
 * Makes the demo's account: operator, and owner of those providers that are there. Twice is the same as once.
 * @param password_hash of the password that the launcher prints; an account that is there already gets it too
 * @param now epoch ms
 */
export async function makeDemoAccount(
  provider_ids: string[],
  { password_hash, now }: { password_hash: string; now: number },
): Promise<void> {
  const { id } = DEMO_ACCOUNT;
  await changingAccounts(null, async (tx) => {
    if (await selectOptionalAccountById(tx, id)) await updateAccountPassword(tx, id, password_hash, now);
    else await insertAccount(tx, { ...DEMO_ACCOUNT, password_hash, is_operator: true, now });
  });
  for (const provider_id of provider_ids)
    await serializable(provider_id, async (tx) => {
      // Not those that somebody deleted; and nothing at all if a stranger has our address.
      if ((await selectOptionalProvider(tx)) && (await selectOptionalAccountById(tx, id)))
        await insertMembership(tx, { account_id: id, role: "owner", now });
    });
}

/** The demo's account as it is now: people may give it another address or password, or delete it (null). */
export async function findDemoAccount(): Promise<{ email: string; password_hash: string | null } | null> {
  return readingAccounts(null, (tx) => selectOptionalAccountById(tx, DEMO_ACCOUNT.id));
}
