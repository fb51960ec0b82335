import { z } from "zod";
import { type AccountTx, type AccountWriteTx, instant, sql } from "./transaction.ts";

export const SignUp = z.enum(["open", "invitation"]);
/** Who may make an account: anybody, or who was invited (by a provider's owner or by the operator). */
export type SignUp = z.infer<typeof SignUp>;

const InstallationRow = z.object({ sign_up: SignUp });

/** Who may sign up at the moment. */
export async function selectSignUp(tx: AccountTx): Promise<SignUp> {
  const { sign_up } = await tx.one(sql.type(InstallationRow)`
    /* selectSignUp */
    select sign_up from installation where id = 1`);
  return sign_up;
}

/** Opens or closes sign-up; `now` in epoch ms. @returns false when it was so already */
export async function updateSignUp(tx: AccountWriteTx, sign_up: SignUp, now: number): Promise<boolean> {
  const changed = await tx.maybeOne(sql.type(InstallationRow)`
    /* updateSignUp */
    update installation set sign_up = ${sign_up}, updated_at = ${instant(now)}
    where id = 1 and sign_up <> ${sign_up} returning sign_up`);
  return changed !== null;
}

const OverviewRow = z.object({
  database_bytes: z.number().int(),
  accounts: z.number().int(),
  accounts_suspended: z.number().int(),
  sessions: z.number().int(),
  providers: z.number().int(),
  jobs_waiting: z.number().int(),
  jobs_failed: z.number().int(),
  jobs_dead: z.number().int(),
  workers: z.number().int(),
  oldest_job_at: z.number().nullable(),
});
export type OverviewRow = z.infer<typeof OverviewRow>;

/** The operator's glance: sizes and counts, nobody's data. `oldest_job_at` (epoch ms) is the job that is due longest. */
export async function selectOverview(tx: AccountTx, now: number): Promise<OverviewRow> {
  return tx.one(sql.type(OverviewRow)`
    /* selectOverview */
    select pg_database_size(current_database())::float8 as database_bytes,
           (select count(*)::int from accounts) as accounts,
           (select count(*)::int from accounts where suspended_at is not null) as accounts_suspended,
           (select count(*)::int from sessions where expires_at > ${instant(now)}) as sessions,
           (select count(distinct provider_id)::int from usernames) as providers,
           q.waiting::int as jobs_waiting, q.failed::int as jobs_failed, q.dead::int as jobs_dead,
           q.workers::int as workers, q.oldest_at as oldest_job_at
    from queue_overview() q`);
}
