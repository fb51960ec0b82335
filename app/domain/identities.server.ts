import { type CreateRules, createAccount } from "#app/domain/accounts/create.server.ts";
import { enqueueAccountMail, recordOwnAct } from "#app/domain/accounts/record.server.ts";
import type { AccountContext } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { verifyPassword } from "#app/domain/passwords.server.ts";
import { type Client, type StartedSession, startSession } from "#app/domain/sessions.server.ts";
import { selectOptionalAccountByEmail, selectOptionalAccountById } from "#db/accounts.ts";
import {
  deleteIdentity,
  insertIdentity,
  selectIdentitiesOfAccount,
  selectOptionalIdentity,
  updateIdentityUsed,
} from "#db/identities.ts";
import { deleteSessionsOfAccount } from "#db/sessions.ts";
import { type AccountWriteTx, changingAccounts, readingAccounts } from "#db/transaction.ts";

/** Whom an identity provider says that this is; everything in it was checked. */
export type ProvenIdentity = {
  issuer: string;
  subject: string;
  email: string | null;
  /** The issuer says that the address is this person's own. */
  email_verified: boolean;
  name: string;
};

export type SignInOutcome =
  | { ok: true; session: StartedSession; is_new: boolean }
  | { ok: false; reason: "suspended" | "email_missing" | "email_unverified" | "by_invitation" }
  /** The address is an account's: only whoever proves to be its owner may connect the two. */
  | { ok: false; reason: "needs_proof"; email: string };

/**
 * Signs in by an identity. A known one is enough; an unknown one with a verified address that nobody has makes an
 * account. It never joins an account that exists: an address may have changed hands at the issuer, or the issuer may be
 * wrong about it.
 */
export async function signInWithIdentity(
  context: AccountContext,
  identity: ProvenIdentity,
  client: Client,
  rules: CreateRules,
): Promise<SignInOutcome> {
  return changingAccounts(null, async (tx) => {
    const known = await selectOptionalIdentity(tx, identity.issuer, identity.subject);
    if (known) {
      const account = await selectOptionalAccountById(tx, known.account_id);
      if (!account || account.suspended_at !== null) return { ok: false, reason: "suspended" };
      await updateIdentityUsed(tx, known.id, { email: identity.email, now: context.now });
      const session = await startSession(tx, context, account.id, "identity", client);
      return { ok: true, session, is_new: false };
    }
    const { email } = identity;
    if (email === null) return { ok: false, reason: "email_missing" };
    if (!identity.email_verified) return { ok: false, reason: "email_unverified" };
    if (await selectOptionalAccountByEmail(tx, email)) return { ok: false, reason: "needs_proof", email };
    const person = { email, name: identity.name, password_hash: null };
    const created = await createAccount(tx, context, person, rules);
    if (!created.ok)
      return created.reason === "address_taken"
        ? { ok: false, reason: "needs_proof", email }
        : { ok: false, reason: created.reason };
    await connect(tx, context, created.account_id, identity, true);
    const session = await startSession(tx, context, created.account_id, "identity", client);
    return { ok: true, session, is_new: true };
  });
}

export type LinkOutcome = "linked" | "already_linked" | "belongs_to_another" | "has_another";

/** Connects an identity with the account that is signed in. */
export async function linkIdentity(context: AccountContext, identity: ProvenIdentity): Promise<LinkOutcome> {
  const account_id = requireAccountId(context);
  return changingAccounts(account_id, (tx) => connect(tx, context, account_id, identity));
}

export type LinkByPasswordOutcome =
  | { ok: true; session: StartedSession }
  | { ok: false; reason: "wrong_password" | "suspended" | "belongs_to_another" | "has_another" };

/** Connects an identity with the account of its address and signs in, once the account's password proves whose it is. */
export async function linkByPassword(
  context: AccountContext,
  identity: ProvenIdentity & { email: string },
  password: string,
  client: Client,
): Promise<LinkByPasswordOutcome> {
  const found = await readingAccounts(null, (tx) => selectOptionalAccountByEmail(tx, identity.email));
  if (!(await verifyPassword(password, found?.password_hash ?? null)) || !found)
    return { ok: false, reason: "wrong_password" };
  return changingAccounts(null, async (tx) => {
    const account = await selectOptionalAccountById(tx, found.id);
    // Changed in between: what was compared is no password any more.
    if (!account || account.password_hash !== found.password_hash)
      return { ok: false, reason: "wrong_password" };
    if (account.suspended_at !== null) return { ok: false, reason: "suspended" };
    const outcome = await connect(tx, context, account.id, identity);
    if (outcome !== "linked" && outcome !== "already_linked") return { ok: false, reason: outcome };
    return { ok: true, session: await startSession(tx, context, account.id, "password", client) };
  });
}

const connect = async (
  tx: AccountWriteTx,
  context: AccountContext,
  account_id: string,
  { issuer, subject, email }: ProvenIdentity,
  is_new = false,
): Promise<LinkOutcome> => {
  const known = await selectOptionalIdentity(tx, issuer, subject);
  if (known) return known.account_id === account_id ? "already_linked" : "belongs_to_another";
  const identity = { id: newId(), account_id, issuer, subject, email, now: context.now };
  if (!(await insertIdentity(tx, identity))) return "has_another";
  const event_id = await note(tx, context, account_id, "account.identity_linked", { issuer, email });
  // A key of its own, which a new password does not take back: the owner is told, in case it was not them.
  if (!is_new) await enqueueAccountMail(tx, "identity_linked", account_id, event_id);
  return "linked";
};

export type UnlinkOutcome = "unlinked" | "last_way_in" | "unknown";

/**
 * Disconnects an identity, unless it is the last way to sign in. The other sessions end: somebody may have come in by it.
 */
export async function unlinkIdentity(context: AccountContext, id: string): Promise<UnlinkOutcome> {
  const account_id = requireAccountId(context);
  return changingAccounts(account_id, async (tx) => {
    const account = await selectOptionalAccountById(tx, account_id);
    const identities = await selectIdentitiesOfAccount(tx, account_id);
    if (!identities.some((one) => one.id === id)) return "unknown";
    if (account?.password_hash == null && identities.length < 2) return "last_way_in";
    const gone = await deleteIdentity(tx, account_id, id);
    if (!gone) return "unknown";
    await deleteSessionsOfAccount(tx, account_id, context.session_id);
    await note(tx, context, account_id, "account.identity_unlinked", {
      issuer: gone.issuer,
      email: gone.email,
    });
    return "unlinked";
  });
}

const note = (
  tx: AccountWriteTx,
  context: AccountContext,
  account_id: string,
  action: string,
  details: { issuer: string; email: string | null },
): Promise<string> => recordOwnAct(tx, { ...context, account_id }, action, details);

const requireAccountId = ({ account_id }: AccountContext): string => {
  if (!account_id) throw new TypeError("Nobody is signed in.");
  return account_id;
};
