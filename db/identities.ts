import { z } from "zod";
import { type AccountTx, type AccountWriteTx, instant, sql } from "./transaction.ts";

export const IdentityRow = z.object({
  id: z.uuid(),
  account_id: z.uuid(),
  issuer: z.string(),
  subject: z.string(),
  email: z.string().nullable(),
  created_at: z.number(),
  last_used_at: z.number(),
});
export type IdentityRow = z.infer<typeof IdentityRow>;

const columns = sql.fragment`id, account_id, issuer, subject, email, created_at, last_used_at`;

/** The identity that an issuer knows by this subject, or null when nobody connected it. */
export async function selectOptionalIdentity(
  tx: AccountTx,
  issuer: string,
  subject: string,
): Promise<IdentityRow | null> {
  return tx.maybeOne(sql.type(IdentityRow)`
    /* selectOptionalIdentity */
    select ${columns} from identities where issuer = ${issuer} and subject = ${subject}`);
}

/** An account's connected identities, the oldest first. */
export async function selectIdentitiesOfAccount(
  tx: AccountTx,
  account_id: string,
): Promise<readonly IdentityRow[]> {
  return tx.any(sql.type(IdentityRow)`
    /* selectIdentitiesOfAccount */
    select ${columns} from identities where account_id = ${account_id} order by created_at, id`);
}

/**
 * Connects an identity with an account; `now` in epoch ms.
 * @returns false when it belongs to an account already, or the account has another one of this issuer
 */
export async function insertIdentity(
  tx: AccountWriteTx,
  identity: Pick<IdentityRow, "id" | "account_id" | "issuer" | "subject" | "email"> & { now: number },
): Promise<boolean> {
  const at = instant(identity.now);
  const added = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* insertIdentity */
    insert into identities (id, account_id, issuer, subject, email, created_at, last_used_at)
    values (${identity.id}, ${identity.account_id}, ${identity.issuer}, ${identity.subject}, ${identity.email},
            ${at}, ${at})
    on conflict do nothing
    returning id`);
  return added !== null;
}

/** Notes a sign-in (`now` in epoch ms), and the address under which the issuer knows the person now. */
export async function updateIdentityUsed(
  tx: AccountWriteTx,
  id: string,
  { email, now }: { email: string | null; now: number },
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* updateIdentityUsed */
    update identities set last_used_at = ${instant(now)}, email = ${email} where id = ${id}`);
}

/** Disconnects an account's identity; null when it has no such one. */
export async function deleteIdentity(
  tx: AccountWriteTx,
  account_id: string,
  id: string,
): Promise<IdentityRow | null> {
  return tx.maybeOne(sql.type(IdentityRow)`
    /* deleteIdentity */
    delete from identities where id = ${id} and account_id = ${account_id} returning ${columns}`);
}
