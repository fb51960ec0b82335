import { mailLink } from "#app/domain/accounts/links.server.ts";
import type { AccountContext } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { INVITED_BY_OPERATOR } from "#app/domain/operator.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { insertAccountEvent, type NewAccountEvent } from "#db/account_events.ts";
import {
  selectOptionalAccountByEmail,
  selectOptionalAccountById,
  updateAccountOperator,
  updateAccountSuspension,
} from "#db/accounts.ts";
import { type SignUp, updateSignUp } from "#db/installation.ts";
import {
  selectOptionalProvider,
  selectOptionalProviderId,
  selectUsernames,
  updateProviderSuspension,
} from "#db/providers.ts";
import { deleteSessionsOfAccount } from "#db/sessions.ts";
import {
  type AccountWriteTx,
  changingAccounts,
  reading,
  readingDirectory,
  serializable,
  type WriteTx,
} from "#db/transaction.ts";

/**
 * What an operator does. They have no way around row-level security: providers are found in the directory, and each
 * provider's row is read and written in its own tenant's transaction, like anybody's.
 */
export type OperatorContext = AccountContext & { account_id: string };

/** A line in the operators' own history. */
export const recordForOperators = (
  tx: AccountWriteTx,
  context: OperatorContext,
  action: string,
  details: NewAccountEvent["details"],
  account_id: string | null = null,
) =>
  insertAccountEvent(tx, {
    id: newId(),
    account_id,
    actor_account_id: context.account_id,
    action,
    details,
    address: context.address,
    at: context.now,
  });

export type FoundProvider = {
  /** The name that was found, and the provider's present one when that is another. */
  username: string;
  current_username: string;
  name: string;
  suspended_at: number | null;
  deletes_at: number | null;
};

/** A page of providers by their usernames, former ones too. A provider's row is its own tenant's: one read each. */
export async function findProviders(page: {
  search: string;
  after: string;
  count: number;
}): Promise<{ providers: FoundProvider[]; next: string | null }> {
  const rows = await readingDirectory((tx) => selectUsernames(tx, { ...page, count: page.count + 1 }));
  const shown = rows.slice(0, page.count);
  const found = await Promise.all(
    shown.map(async ({ username, provider_id }) => {
      const provider = await reading(provider_id, selectOptionalProvider);
      if (!provider) return null;
      const { name, suspended_at, deletes_at } = provider;
      return { username, current_username: provider.username, name, suspended_at, deletes_at };
    }),
  );
  return {
    providers: found.filter((one) => one !== null),
    next: rows.length > page.count ? (shown.at(-1)?.username ?? null) : null,
  };
}

/** The provider of a username, for the operator's page about it; null when there is none. */
export async function findProvider(username: string) {
  const provider_id = await readingDirectory((tx) => selectOptionalProviderId(tx, username));
  return provider_id ? reading(provider_id, selectOptionalProvider) : null;
}

const changeProvider = (
  context: OperatorContext,
  provider: { id: string; username: string },
  suspension: { reason: string } | null,
): Promise<void> => {
  const action = suspension ? "provider.suspended" : "provider.suspension_lifted";
  const who = { ...context, actor: "system" as const };
  return serializable(provider.id, async (tx: WriteTx) => {
    if (!(await updateProviderSuspension(tx, suspension, context.now))) return;
    const reason = suspension?.reason ?? null;
    await recordAct(tx, who, action, { reason });
    await recordForOperators(tx, context, action, { username: provider.username, reason });
  });
};

/** Closes a provider's pages and desk, with a reason that its members read. Done before counts as done. */
export const suspendProvider = (
  context: OperatorContext,
  provider: { id: string; username: string },
  reason: string,
): Promise<void> => changeProvider(context, provider, { reason });

/** Opens them again, as they were. */
export const reinstateProvider = (
  context: OperatorContext,
  provider: { id: string; username: string },
): Promise<void> => changeProvider(context, provider, null);

/** Why an operator's act on an account was refused. */
export type AccountRefusal = "own_account" | "no_account";

const changeAccount = async (
  context: OperatorContext,
  account_id: string,
  suspension: { reason: string } | null,
): Promise<AccountRefusal | null> => {
  if (account_id === context.account_id) return "own_account";
  return changingAccounts(null, async (tx) => {
    if (!(await selectOptionalAccountById(tx, account_id))) return "no_account";
    if (!(await updateAccountSuspension(tx, account_id, suspension, context.now))) return null;
    if (suspension) await deleteSessionsOfAccount(tx, account_id);
    const action = suspension ? "account.suspended" : "account.suspension_lifted";
    await recordForOperators(tx, context, action, { reason: suspension?.reason ?? null }, account_id);
    return null;
  });
};

/** Ends an account's sessions and its sign-in, with a reason that they read. Never one's own. */
export const suspendAccount = (context: OperatorContext, account_id: string, reason: string) =>
  changeAccount(context, account_id, { reason });

/** Lets an account sign in again. */
export const reinstateAccount = (context: OperatorContext, account_id: string) =>
  changeAccount(context, account_id, null);

/** Decides who may make an account. */
export async function changeSignUp(context: OperatorContext, sign_up: SignUp): Promise<void> {
  await changingAccounts(null, async (tx) => {
    if (await updateSignUp(tx, sign_up, context.now))
      await recordForOperators(tx, context, "installation.sign_up_changed", { sign_up });
  });
}

/**
 * At the start of the process: the account of OPERATOR_EMAIL is the operator, also one that was there before the setting
 * was, e.g. because the only operator has left. Its sessions end, as always when rights change.
 */
export async function appointOperator(email: string, now: number): Promise<void> {
  await changingAccounts(null, async (tx) => {
    const account_id = await updateAccountOperator(tx, email, now);
    if (!account_id) return;
    await deleteSessionsOfAccount(tx, account_id);
    await insertAccountEvent(tx, {
      id: newId(),
      account_id,
      actor_account_id: null,
      action: "account.made_operator",
      details: {},
      address: null,
      at: now,
    });
  });
}

/** How long (ms) somebody has to follow an operator's invitation. */
const INVITED_FOR = 14 * 86_400_000;

/**
 * Has a link mailed with which somebody makes an account, also while sign-up is by invitation.
 * @returns false when the address has an account already
 */
export async function inviteAccount(context: OperatorContext, email: string): Promise<boolean> {
  return changingAccounts(null, async (tx) => {
    if (await selectOptionalAccountByEmail(tx, email)) return false;
    const details = { invited_by: INVITED_BY_OPERATOR };
    await mailLink(tx, context, { purpose: "sign_up", email, details, life_ms: INVITED_FOR });
    await recordForOperators(tx, context, "account.invited", { email });
    return true;
  });
}
