import { z } from "zod";
import {
  type AccountTx,
  type DirectoryTx,
  instant,
  sql,
  type TenantTx,
  type WriteTx,
} from "./transaction.ts";

/** Which of these names are somebody's already (present or former). The directory is open to every transaction. */
export async function selectTakenUsernames(
  tx: DirectoryTx | AccountTx | TenantTx,
  usernames: readonly string[],
): Promise<readonly string[]> {
  return tx.anyFirst(sql.type(z.object({ username: z.string() }))`
    /* selectTakenUsernames */
    select username from usernames where username = any(${sql.array([...usernames], "text")})`);
}

export const OwnUsernameRow = z.object({
  username: z.string(),
  listed_at: z.number().nullable(),
  created_at: z.number(),
});
export type OwnUsernameRow = z.infer<typeof OwnUsernameRow>;

/** All names of the transaction's provider, present and former, the oldest first. */
export async function selectOwnUsernames(tx: TenantTx): Promise<readonly OwnUsernameRow[]> {
  return tx.any(sql.type(OwnUsernameRow)`
    /* selectOwnUsernames */
    select username, listed_at, created_at from usernames
    where provider_id = ${tx.provider_id} order by created_at, username`);
}

/** Takes a name for the transaction's provider; false when it is somebody's already (their own former one too). */
export async function insertUsername(tx: WriteTx, username: string, now: number): Promise<boolean> {
  const taken = await tx.maybeOne(sql.type(z.object({ username: z.string() }))`
    /* insertUsername */
    insert into usernames (username, provider_id, created_at)
    values (${username}, ${tx.provider_id}, ${instant(now)})
    on conflict on constraint usernames_pkey do nothing
    returning username`);
  return taken !== null;
}

/** Says whether search engines may list the provider's page, since `now` if not before. Former names never. */
export async function updateListed(
  tx: WriteTx,
  username: string,
  listed: boolean,
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateListed */
    update usernames set listed_at = case when username = ${username} and ${listed} then
        coalesce(listed_at, ${instant(now)}) end
    where provider_id = ${tx.provider_id} and (username = ${username} or listed_at is not null)`);
}
