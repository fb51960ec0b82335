import { findOwnAccount, type Proof } from "#app/domain/accounts/own.server.ts";
import type { OwnContext } from "#app/domain/accounts/record.server.ts";
import { verifyPassword } from "#app/domain/passwords.server.ts";
import { limitProof } from "#app/http/rate-limits.server.ts";
import { type HttpArgs, requireAccount } from "#app/http/session.server.ts";
import type { AccountRow } from "#db/accounts.ts";
import type { LiveSessionRow } from "#db/sessions.ts";

/** Somebody at their own account. `own` has the password's hash: never to be given to a page. */
export type Own = { account: LiveSessionRow; context: OwnContext; own: AccountRow };

/** Who is signed in, to change what is theirs. @throws like requireAccount */
export async function requireOwn(args: HttpArgs): Promise<Own> {
  const { account, context } = await requireAccount(args);
  const owned = { ...context, account_id: account.id };
  return { account, context: owned, own: await findOwnAccount(owned) };
}

/**
 * Was the account's own password typed? What proves it is given back, so that the change can see that it is still the
 * same one.
 * @returns null for a wrong one
 * @throws a 429 page after too many wrong ones
 */
export async function proveOwn(args: HttpArgs, { account, own }: Own, typed: string): Promise<Proof | null> {
  const attempt = await limitProof(args, account);
  if (!(await verifyPassword(typed, own.password_hash))) return null;
  await attempt.succeeded();
  return { password_hash: own.password_hash };
}

export const WRONG_PASSWORD = "That is not your password.";
/** Somebody changed the password between the form and now. */
export const CHANGED_MEANWHILE = "Your password was changed a moment ago. Type the new one.";
