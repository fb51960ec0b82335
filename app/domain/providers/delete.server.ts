import type { Context } from "#app/domain/context.ts";
import { GRACE } from "#app/domain/providers/deletion.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { enqueueJob } from "#db/jobs.ts";
import { selectMembers } from "#db/memberships.ts";
import {
  deleteProviderAfterGrace,
  selectMailSubjects,
  selectOptionalProvider,
  updateProviderDeletion,
} from "#db/providers.ts";
import { reading, serializable } from "#db/transaction.ts";

/**
 * Closes a provider's page at once and ends the provider after the grace period; every owner is told by mail.
 * @returns the end (epoch ms), or null when it is planned already
 */
export async function planDeletion(context: Context): Promise<number | null> {
  const deletes_at = context.now + GRACE;
  return serializable(context.provider.id, async (tx) => {
    if (!(await updateProviderDeletion(tx, deletes_at, context.now))) return null;
    await recordAct(tx, context, "provider.deletion_planned", {
      deletes_at: new Date(deletes_at).toISOString(),
    });
    const owners = (await selectMembers(tx)).filter(({ role }) => role === "owner");
    for (const [index, { account_id }] of owners.entries())
      await enqueueJob(tx, "provider_deletion_mail", { account_id, deletes_at, index });
    await enqueueJob(tx, "purge_provider", {}, deletes_at);
    return deletes_at;
  });
}

/** Takes it back: the page is open again at once. @returns false when nothing was planned, or the time is over */
export async function undoDeletion(context: Context): Promise<boolean> {
  return serializable(context.provider.id, async (tx) => {
    if (!(await updateProviderDeletion(tx, null, context.now))) return false;
    await recordAct(tx, context, "provider.deletion_undone", {});
    return true;
  });
}

/** Where a provider leaves traces that are no rows. */
export type Traces = {
  /** Mails that lie in the outbox about these. */
  deleteMails(subjects: ReadonlySet<string>): Promise<void>;
  /** Files under "<provider_id>/". */
  deletePrefix(prefix: string): Promise<void>;
};

/**
 * Deletes a provider whose grace period is over: all rows and jobs in one transaction, then mails and files. Again is
 * as good as once, also when the last run ended in between; without effect when the deletion was taken back or put off.
 */
export async function purgeProvider(provider_id: string, now: number, traces: Traces): Promise<void> {
  const { provider, subjects } = await reading(provider_id, async (tx) => ({
    provider: await selectOptionalProvider(tx),
    subjects: new Set(await selectMailSubjects(tx)),
  }));
  if (provider && (provider.deletes_at === null || provider.deletes_at > now)) return;
  // Before as well: after the rows nobody knows any more which mails these are.
  await traces.deleteMails(subjects);
  // Undone this very moment, or the database's clock is behind ours: the job's next run knows.
  if (provider && !(await serializable(provider_id, deleteProviderAfterGrace)))
    throw new Error("The grace period is not over for the database.");
  await traces.deleteMails(subjects);
  await traces.deletePrefix(`${provider_id}/`);
}
