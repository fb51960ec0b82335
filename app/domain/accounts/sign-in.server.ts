import type { AccountContext } from "#app/domain/context.ts";
import { verifyPassword } from "#app/domain/passwords.server.ts";
import { type Client, type StartedSession, startSession } from "#app/domain/sessions.server.ts";
import { selectOptionalAccountByEmail, selectOptionalAccountById } from "#db/accounts.ts";
import { changingAccounts, readingAccounts } from "#db/transaction.ts";

export type PasswordSignIn =
  | { ok: true; session: StartedSession; email: string }
  | { ok: false; reason: "wrong" }
  | { ok: false; reason: "suspended"; suspension_reason: string };

/**
 * Signs in with a password. An address that nobody has is compared with a hash of the same cost, so the answer takes as
 * long. That an account is suspended is told to who knows its password only.
 */
export async function signInWithPassword(
  context: AccountContext,
  { email, password }: { email: string; password: string },
  client: Client,
): Promise<PasswordSignIn> {
  const found = await readingAccounts(null, (tx) => selectOptionalAccountByEmail(tx, email));
  if (!(await verifyPassword(password, found?.password_hash ?? null)) || !found)
    return { ok: false, reason: "wrong" };
  return changingAccounts(null, async (tx) => {
    const account = await selectOptionalAccountById(tx, found.id);
    // Changed in between: what was compared is no password any more.
    if (!account || account.password_hash !== found.password_hash) return { ok: false, reason: "wrong" };
    if (account.suspended_at !== null)
      return { ok: false, reason: "suspended", suspension_reason: account.suspension_reason };
    return {
      ok: true,
      email: account.email,
      session: await startSession(tx, context, account.id, "password", client),
    };
  });
}
