import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { MAX_USERNAMES, usernameProposals } from "#app/domain/usernames.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { selectProvider, updateListing, updateProviderUsername } from "#db/providers.ts";
import { readingDirectory, serializable } from "#db/transaction.ts";
import { insertUsername, selectOwnUsernames, selectTakenUsernames, updateListed } from "#db/usernames.ts";

/** Free usernames for somebody of this name, the best first; `count` at most. */
export async function findFreeUsernames(name: string, count = 3): Promise<string[]> {
  const proposals = usernameProposals(name);
  const taken = new Set(await readingDirectory((tx) => selectTakenUsernames(tx, proposals)));
  return proposals.filter((one) => !taken.has(one)).slice(0, count);
}

export type RenameRefusal = "same" | "taken" | "too_many" | "changed_meanwhile";
export type RenameOutcome = { ok: true; username: string } | { ok: false; reason: RenameRefusal };

/**
 * Gives the provider another address. The old one leads on for good: it stays theirs, and they may take it again.
 * @param from the name that the form's page showed
 */
export async function renameProvider(
  context: Context,
  { from, to }: { from: string; to: string },
): Promise<RenameOutcome> {
  return serializable(context.provider.id, async (tx): Promise<RenameOutcome> => {
    const { username } = await selectProvider(tx);
    if (username !== from) return { ok: false, reason: "changed_meanwhile" };
    if (username === to) return { ok: false, reason: "same" };
    const own = await selectOwnUsernames(tx);
    if (!own.some((one) => one.username === to)) {
      if (own.length >= MAX_USERNAMES) return { ok: false, reason: "too_many" };
      if (!(await insertUsername(tx, to, context.now))) return { ok: false, reason: "taken" };
    }
    await updateProviderUsername(tx, to);
    const listed = own.some((one) => one.username === username && one.listed_at !== null);
    if (listed) {
      await updateListed(tx, to, true, context.now);
    }
    // A name that is new says nothing yet about a page that is closed.
    await updateListing(tx, context.now);
    await insertAuditEvent(tx, {
      id: newId(),
      booking_id: null,
      action: "provider.renamed",
      actor: context.actor,
      account_id: context.account_id,
      address: context.address,
      details: { from: username, to },
      at: context.now,
    });
    return { ok: true, username: to };
  });
}
