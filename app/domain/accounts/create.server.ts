import type { AccountContext } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { insertAccountEvent } from "#db/account_events.ts";
import { insertAccount, selectIsFirstAccount } from "#db/accounts.ts";
import { selectSignUp } from "#db/installation.ts";
import type { AccountWriteTx } from "#db/transaction.ts";

/** Somebody whose address is proven: by a link that was mailed there, or by an identity provider's word. */
export type NewPerson = { email: string; name: string; password_hash: string | null };

export type CreateRules = {
  /** OPERATOR_EMAIL; null: the first account is the operator. */
  operator_email: string | null;
  /** An invitation to this very address is open, so a closed sign-up does not count. */
  is_invited: boolean;
};

export type Created =
  | { ok: true; account_id: string }
  | { ok: false; reason: "address_taken" | "by_invitation" };

/**
 * The one way to an account, however the address was proven. The operator gets in while sign-up is by invitation:
 * nobody could let them in otherwise.
 */
export async function createAccount(
  tx: AccountWriteTx,
  context: AccountContext,
  person: NewPerson,
  { operator_email, is_invited }: CreateRules,
): Promise<Created> {
  const is_operator =
    operator_email === null
      ? await selectIsFirstAccount(tx)
      : operator_email.toLowerCase() === person.email.toLowerCase();
  if (!is_operator && !is_invited && (await selectSignUp(tx)) === "invitation")
    return { ok: false, reason: "by_invitation" };
  const id = newId();
  if (!(await insertAccount(tx, { id, ...person, is_operator, now: context.now })))
    return { ok: false, reason: "address_taken" };
  await insertAccountEvent(tx, {
    id: newId(),
    account_id: id,
    actor_account_id: id,
    action: "account.created",
    details: { email: person.email, is_operator, has_password: person.password_hash !== null },
    address: context.address,
    at: context.now,
  });
  return { ok: true, account_id: id };
}
