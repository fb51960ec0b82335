import { z } from "zod";
import { type AccountTx, instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

export const Role = z.enum(["owner", "manager", "viewer"]);
export type Role = z.infer<typeof Role>;

export const OwnMembershipRow = z.object({
  provider_id: z.uuid(),
  role: Role,
  last_used_at: z.number(),
});
export type OwnMembershipRow = z.infer<typeof OwnMembershipRow>;

/** The providers of the account that the transaction named (readingAccounts), the one used last first. */
export async function selectOwnMemberships(
  tx: AccountTx,
  account_id: string,
): Promise<readonly OwnMembershipRow[]> {
  return tx.any(sql.type(OwnMembershipRow)`
    /* selectOwnMemberships */
    select provider_id, role, last_used_at from memberships
    where account_id = ${account_id} order by last_used_at desc, provider_id`);
}

/** What an account is for the transaction's provider, or null. */
export async function selectOptionalRole(tx: TenantTx, account_id: string): Promise<Role | null> {
  return tx.maybeOneFirst(sql.type(z.object({ role: Role }))`
    /* selectOptionalRole */
    select role from memberships
    where provider_id = ${tx.provider_id} and account_id = ${account_id}`) as Promise<Role | null>;
}

const DeskMembershipRow = z.object({ role: Role, is_recent: z.boolean() });

/** What an account is for the transaction's provider, and whether it was used just now; or null. */
export async function selectOptionalDeskMembership(
  tx: TenantTx,
  account_id: string,
): Promise<z.infer<typeof DeskMembershipRow> | null> {
  return tx.maybeOne(sql.type(DeskMembershipRow)`
    /* selectOptionalDeskMembership */
    select role, last_used_at > now() - interval '1 minute' as is_recent from memberships
    where provider_id = ${tx.provider_id} and account_id = ${account_id}`);
}

export const MemberRow = z.object({
  account_id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: Role,
  created_at: z.number(),
});
export type MemberRow = z.infer<typeof MemberRow>;

/** Everyone who works for the transaction's provider, longest first. */
export async function selectMembers(tx: TenantTx): Promise<readonly MemberRow[]> {
  return tx.any(sql.type(MemberRow)`
    /* selectMembers */
    select m.account_id, a.name, a.email, m.role, m.created_at
    from memberships m join accounts a on a.id = m.account_id
    where m.provider_id = ${tx.provider_id} order by m.created_at, m.account_id`);
}

/** Adds a member; false when they are one already (their role stays). */
export async function insertMembership(
  tx: WriteTx,
  membership: { account_id: string; role: Role; now: number },
): Promise<boolean> {
  const at = instant(membership.now);
  const added = await tx.maybeOne(sql.type(z.object({ role: Role }))`
    /* insertMembership */
    insert into memberships (provider_id, account_id, role, created_at, last_used_at)
    values (${tx.provider_id}, ${membership.account_id}, ${membership.role}, ${at}, ${at})
    on conflict on constraint memberships_pkey do nothing
    returning role`);
  return added !== null;
}

/** Remembers that this provider is the one whose dashboard the account opened last. */
export async function updateMembershipUsed(tx: WriteTx, account_id: string, now: number): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateMembershipUsed */
    update memberships set last_used_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and account_id = ${account_id}`);
}

/**
 * How many others own the transaction's provider and can act as such: not suspended, not about to be deleted.
 * Read it in the transaction that takes an owner away: under SERIALIZABLE two owners who go at the same moment collide.
 */
export async function selectOtherOwnersCount(tx: TenantTx, account_id: string): Promise<number> {
  return tx.oneFirst(sql.type(z.object({ owners: z.number().int() }))`
    /* selectOtherOwnersCount */
    select count(*)::int as owners from memberships m join accounts a on a.id = m.account_id
    where m.provider_id = ${tx.provider_id} and m.account_id <> ${account_id} and m.role = 'owner'
      and a.suspended_at is null and a.deletes_at is null`);
}

/** Gives a member another role; false when they are none. */
export async function updateMembershipRole(tx: WriteTx, account_id: string, role: Role): Promise<boolean> {
  const changed = await tx.maybeOne(sql.type(z.object({ role: Role }))`
    /* updateMembershipRole */
    update memberships set role = ${role}
    where provider_id = ${tx.provider_id} and account_id = ${account_id} returning role`);
  return changed !== null;
}

/** Takes a member away; false when they were none. */
export async function deleteMembership(tx: WriteTx, account_id: string): Promise<boolean> {
  const gone = await tx.maybeOne(sql.type(z.object({ role: Role }))`
    /* deleteMembership */
    delete from memberships where provider_id = ${tx.provider_id} and account_id = ${account_id} returning role`);
  return gone !== null;
}
