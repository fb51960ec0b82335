import { type Created, type CreateRules, createAccount } from "#app/domain/accounts/create.server.ts";
import { mailLink } from "#app/domain/accounts/links.server.ts";
import type { AccountContext } from "#app/domain/context.ts";
import { INVITED_BY_OPERATOR } from "#app/domain/operator.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { type Client, type StartedSession, startSession } from "#app/domain/sessions.server.ts";
import { selectIsFirstAccount, selectOptionalAccountByEmail } from "#db/accounts.ts";
import { selectSignUp } from "#db/installation.ts";
import { changingAccounts, readingAccounts } from "#db/transaction.ts";
import { useVerificationToken } from "#db/verification_tokens.ts";

const HOUR = 3_600_000;
/** Milliseconds that a link to finish a sign-up works. */
export const SIGN_UP_LINK = 24 * HOUR;

/**
 * Whether anybody may sign up. The very first account may always be made, and so may the operator's, once.
 * @param operator_email OPERATOR_EMAIL, or null
 */
export async function isSignUpOpen(operator_email: string | null, email: string | null): Promise<boolean> {
  const is_operator = email !== null && operator_email?.toLowerCase() === email.toLowerCase();
  return readingAccounts(null, async (tx) => {
    if ((await selectSignUp(tx)) === "open") return true;
    // Once they have their account, a closed door looks the same from their address as from any other.
    if (is_operator) return (await selectOptionalAccountByEmail(tx, email)) === null;
    return operator_email === null && (await selectIsFirstAccount(tx));
  });
}

/**
 * Has a link mailed that finishes the sign-up. Address first: name and password are asked of whoever opens the link, so
 * nobody can plant a password in an account whose address is somebody else's. The same is written for an address that has
 * an account already; the mail's job looks, so nobody can tell from the answer or from its time.
 */
export async function requestSignUp(
  context: AccountContext,
  { email, next }: { email: string; next: string },
): Promise<void> {
  await changingAccounts(null, (tx) =>
    mailLink(tx, context, { purpose: "sign_up", email, details: { next }, life_ms: SIGN_UP_LINK }),
  );
}

export type SignUpOutcome =
  | { ok: true; session: StartedSession; next: string }
  | { ok: false; reason: "link_over" | Extract<Created, { ok: false }>["reason"] };

/** Makes the account that a link is for, once, and signs in. */
export async function confirmSignUp(
  context: AccountContext,
  token: string,
  person: { name: string; password_hash: string },
  rules: CreateRules,
  client: Client,
): Promise<SignUpOutcome> {
  return changingAccounts(null, async (tx) => {
    const link = await useVerificationToken(tx, "sign_up", sha256(token), context.now);
    if (!link) return { ok: false, reason: "link_over" };
    const is_invited = rules.is_invited || link.details.invited_by === INVITED_BY_OPERATOR;
    const created = await createAccount(
      tx,
      context,
      { ...person, email: link.email },
      { ...rules, is_invited },
    );
    if (!created.ok) return created;
    const session = await startSession(tx, context, created.account_id, "link", client);
    return { ok: true, session, next: link.details.next ?? "" };
  });
}
