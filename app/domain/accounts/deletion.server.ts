import { insertLink } from "#app/domain/accounts/links.server.ts";
import { ownAccount, type Proof } from "#app/domain/accounts/own.server.ts";
import { enqueueAccountMail, type OwnContext, recordOwnAct } from "#app/domain/accounts/record.server.ts";
import type { AccountContext } from "#app/domain/context.ts";
import { goingAsOwner } from "#app/domain/members/owners.server.ts";
import type { OwnProvider } from "#app/domain/members.server.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { selectFormerAddresses } from "#db/account_events.ts";
import {
  deleteAccount,
  selectIsAccountOver,
  selectOptionalAccountById,
  updateAccountDeletesAt,
  updateAccountKept,
} from "#db/accounts.ts";
import { forgetInvited } from "#db/audit_events.ts";
import { enqueueAccountJob } from "#db/jobs.ts";
import { selectAllProviderIds } from "#db/providers.ts";
import { deleteSessionsOfAccount } from "#db/sessions.ts";
import {
  type AccountWriteTx,
  changingAccounts,
  readingAccounts,
  readingDirectory,
  serializable,
} from "#db/transaction.ts";
import {
  deleteOpenTokensOfAccount,
  deleteVerificationTokensOfAddress,
  selectOptionalOpenToken,
  selectOptionalVerificationToken,
  useVerificationToken,
} from "#db/verification_tokens.ts";

const DAY = 86_400_000;

/** Milliseconds between "delete" and the end. */
export const ACCOUNT_GRACE = 14 * DAY;

export type DeletionAsked =
  | { ok: true; deletes_at: number }
  | { ok: false; reason: "stale" }
  /** These would be left without an owner. */
  | { ok: false; reason: "sole_owner"; providers: OwnProvider[] };

/**
 * Begins the grace period: every session ends, a mail has a link to undo it, and a job is set for the end of it.
 * Refused while a provider would be left without an owner.
 */
export async function askForDeletion(context: OwnContext, proof: Proof): Promise<DeletionAsked> {
  const { account_id, now } = context;
  const deletes_at = now + ACCOUNT_GRACE;
  const before = await readingAccounts(account_id, async (tx) => ({
    ...(await ownAccount(tx, account_id)),
    link: await selectOptionalOpenToken(tx, "account_restore", account_id, now),
  }));
  if (before.password_hash !== proof.password_hash) return { ok: false, reason: "stale" };
  // With a link it was asked for as a whole; without one, a process ended half-way.
  if (before.deletes_at !== null && before.link) return { ok: true, deletes_at: before.deletes_at };
  const providers = await goingAsOwner(
    account_id,
    (tx) => updateAccountDeletesAt(tx, account_id, deletes_at, now),
    async (tx) => void (await updateAccountKept(tx, account_id, now)),
  );
  if (providers.length > 0) return { ok: false, reason: "sole_owner", providers };
  return changingAccounts(account_id, async (tx) => {
    const { email, password_hash } = await ownAccount(tx, account_id);
    if (password_hash !== proof.password_hash) {
      await updateAccountKept(tx, account_id, now);
      return { ok: false, reason: "stale" };
    }
    await updateAccountDeletesAt(tx, account_id, deletes_at, now);
    await deleteOpenTokensOfAccount(tx, "account_restore", account_id);
    const purpose = "account_restore";
    const id = await insertLink(tx, context, {
      purpose,
      email,
      account_id,
      details: {},
      expires_at: deletes_at,
    });
    await deleteSessionsOfAccount(tx, account_id);
    await recordOwnAct(tx, context, "account.deletion_asked");
    await enqueueAccountMail(tx, "deletion", account_id, id);
    await enqueueAccountJob(tx, "purge_account", { account_id }, deletes_at);
    return { ok: true, deletes_at };
  });
}

/** Keeps the account of who is signed in; nothing to undo counts as done. */
export async function keepAccount(context: OwnContext): Promise<void> {
  await changingAccounts(context.account_id, (tx) => keep(tx, context));
}

const keep = async (tx: AccountWriteTx, context: OwnContext): Promise<boolean> => {
  if (!(await updateAccountKept(tx, context.account_id, context.now))) return false;
  await deleteOpenTokensOfAccount(tx, "account_restore", context.account_id);
  const event_id = await recordOwnAct(tx, context, "account.kept");
  await enqueueAccountMail(tx, "kept", context.account_id, event_id);
  return true;
};

/** Until when (epoch ms) the link of a mail keeps an account; null when it does not (any more). */
export async function findRestorableUntil(token: string, now: number): Promise<number | null> {
  return readingAccounts(null, async (tx) => {
    const row = await selectOptionalVerificationToken(tx, "account_restore", sha256(token));
    if (!row?.account_id || row.used_at !== null || row.expires_at <= now) return null;
    return (await selectOptionalAccountById(tx, row.account_id))?.deletes_at ?? null;
  });
}

/** Keeps an account by the link of the mail, without a sign-in. False when the link does nothing (any more). */
export async function restoreAccount(context: AccountContext, token: string): Promise<boolean> {
  return changingAccounts(null, async (tx) => {
    const used = await useVerificationToken(tx, "account_restore", sha256(token), context.now);
    return used?.account_id ? keep(tx, { ...context, account_id: used.account_id }) : false;
  });
}

/** Where an account leaves traces that are no rows. */
export type AccountTraces = {
  /** Mails that lie in the outbox for these addresses. */
  deleteMailsTo(addresses: readonly string[]): Promise<void>;
};

/**
 * Deletes an account whose grace period is over, and what speaks of the person elsewhere: invitations to their
 * addresses, tokens, who and from where in the histories. Does nothing for an account that was kept.
 */
export async function purgeAccount(account_id: string, traces: AccountTraces): Promise<void> {
  const addresses = await readingAccounts(account_id, async (tx) => {
    const account = await selectOptionalAccountById(tx, account_id);
    if (!account || !(await selectIsAccountOver(tx, account_id))) return null;
    return [account.email, ...(await selectFormerAddresses(tx, account_id))];
  });
  if (!addresses) return;
  // Whoever invited them: each provider's history is its own, so each is asked. From here on nobody can undo it.
  for (const provider_id of await readingDirectory(selectAllProviderIds))
    await serializable(provider_id, async (tx) => {
      for (const address of addresses) await forgetInvited(tx, address);
    });
  await changingAccounts(null, async (tx) => {
    for (const address of addresses) await forgetInvited(tx, address);
  });
  await traces.deleteMailsTo(addresses);
  // Last: as long as the account is there, a job that failed half-way begins again.
  await changingAccounts(account_id, async (tx) => {
    if (!(await deleteAccount(tx, account_id))) return;
    for (const address of addresses) await deleteVerificationTokensOfAddress(tx, address);
  });
}
