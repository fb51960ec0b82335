import { findOwnProviders, type OwnProvider } from "#app/domain/members.server.ts";
import { selectOptionalRole, selectOtherOwnersCount } from "#db/memberships.ts";
import { reading, serializable, type WriteTx } from "#db/transaction.ts";

/**
 * The providers that would be without an owner if this account went: others can hand them over, or delete them, first.
 * For pages; what must hold asks again in `goingAsOwner`.
 */
export async function findSoleOwnerships(account_id: string): Promise<OwnProvider[]> {
  const own = (await findOwnProviders(account_id)).filter(({ role }) => role === "owner");
  const alone = await Promise.all(
    own.map(({ provider_id }) =>
      reading(provider_id, async (tx) => (await selectOtherOwnersCount(tx, account_id)) === 0),
    ),
  );
  return own.filter((_, index) => alone[index]);
}

/**
 * Marks an account as one that goes, e.g. sets its `deletes_at`, only if every provider it owns keeps another owner.
 * Each provider is its own tenant, so there is one transaction for each; `mark` is written in all of them (it must be
 * idempotent), which makes two owners of one provider who go at the same moment collide. When a later provider says no,
 * `unmark` undoes what the earlier ones did.
 * An account that owns nothing is not marked here: `mark` runs for owned providers only, and the answer is [].
 * @returns the providers that would be left without an owner; empty means done
 */
export async function goingAsOwner(
  account_id: string,
  mark: (tx: WriteTx) => Promise<void>,
  unmark: (tx: WriteTx) => Promise<void>,
): Promise<OwnProvider[]> {
  const own = (await findOwnProviders(account_id)).filter(({ role }) => role === "owner");
  let marked: OwnProvider | null = null;
  for (const provider of own) {
    const may_go = await serializable(provider.provider_id, async (tx) => {
      const is_owner = (await selectOptionalRole(tx, account_id)) === "owner";
      if (is_owner && (await selectOtherOwnersCount(tx, account_id)) === 0) return false;
      await mark(tx);
      return true;
    });
    if (may_go) marked = provider;
    else {
      // The mark is the account's: taking it back once is enough.
      if (marked) await serializable(marked.provider_id, unmark);
      return findSoleOwnerships(account_id);
    }
  }
  return [];
}
