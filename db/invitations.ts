import { z } from "zod";
import { Role } from "./memberships.ts";
import { instant, sql, type TenantTx, type WriteTx } from "./transaction.ts";

/** An invitation that is open: one that was accepted or withdrawn is gone. */
export const InvitationRow = z.object({
  id: z.uuid(),
  email: z.string(),
  role: Role,
  invited_by: z.uuid().nullable(),
  /** Of who invited; null when their account is gone. */
  inviter_name: z.string().nullable(),
  created_at: z.number(),
  expires_at: z.number(),
});
export type InvitationRow = z.infer<typeof InvitationRow>;

const selection = sql.fragment`
  select i.id, i.email, i.role, i.invited_by, a.name as inviter_name, i.created_at, i.expires_at
  from invitations i left join accounts a on a.id = i.invited_by`;

export type NewInvitation = Pick<InvitationRow, "id" | "email" | "role" | "expires_at"> & {
  token_hash: Uint8Array;
  invited_by: string | null;
  now: number;
};

/** Instants in epoch ms; `token_hash` is the SHA-256 of what stands in the link. @returns false when they are invited */
export async function insertInvitation(tx: WriteTx, invitation: NewInvitation): Promise<boolean> {
  const added = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* insertInvitation */
    insert into invitations (provider_id, id, email, role, token_hash, invited_by, created_at, expires_at)
    values (${tx.provider_id}, ${invitation.id}, ${invitation.email}, ${invitation.role},
            ${sql.binary(Buffer.from(invitation.token_hash))}, ${invitation.invited_by}, ${instant(invitation.now)},
            ${instant(invitation.expires_at)})
    on conflict on constraint invitations_email_once do nothing
    returning id`);
  return added !== null;
}

/** The open invitations of the transaction's provider, expired ones too, newest first. */
export async function selectInvitations(tx: TenantTx): Promise<readonly InvitationRow[]> {
  return tx.any(sql.type(InvitationRow)`
    /* selectInvitations */
    ${selection} where i.provider_id = ${tx.provider_id} order by i.created_at desc, i.id desc`);
}

/** What a link is for, or null when it was used or withdrawn (or nobody sent it). An expired one is found. */
export async function selectOptionalInvitationByToken(
  tx: TenantTx,
  token_hash: Uint8Array,
): Promise<InvitationRow | null> {
  return tx.maybeOne(sql.type(InvitationRow)`
    /* selectOptionalInvitationByToken */
    ${selection} where i.provider_id = ${tx.provider_id} and i.token_hash = ${sql.binary(Buffer.from(token_hash))}`);
}

/** An open invitation with its token's hash, or null. */
export async function selectOptionalInvitationById(
  tx: TenantTx,
  id: string,
): Promise<(InvitationRow & { token_hash: Uint8Array }) | null> {
  return tx.maybeOne(sql.type(InvitationRow.extend({ token_hash: z.instanceof(Uint8Array) }))`
    /* selectOptionalInvitationById */
    select i.id, i.email, i.role, i.invited_by, a.name as inviter_name, i.created_at, i.expires_at, i.token_hash
    from invitations i left join accounts a on a.id = i.invited_by
    where i.provider_id = ${tx.provider_id} and i.id = ${id}`);
}

/** Lets an invitation live until `expires_at` (epoch ms), under a link of the newest secret. False when it is gone. */
export async function updateInvitationSent(
  tx: WriteTx,
  invitation: { id: string; token_hash: Uint8Array; expires_at: number },
): Promise<boolean> {
  const sent = await tx.maybeOne(sql.type(z.object({ id: z.uuid() }))`
    /* updateInvitationSent */
    update invitations set token_hash = ${sql.binary(Buffer.from(invitation.token_hash))},
           expires_at = ${instant(invitation.expires_at)}
    where provider_id = ${tx.provider_id} and id = ${invitation.id} returning id`);
  return sent !== null;
}

/** Ends an invitation: accepted, withdrawn or replaced. Once, however many ask: null for all but the first. */
export async function deleteInvitation(
  tx: WriteTx,
  id: string,
): Promise<Pick<InvitationRow, "email" | "role"> | null> {
  return tx.maybeOne(sql.type(InvitationRow.pick({ email: true, role: true }))`
    /* deleteInvitation */
    delete from invitations where provider_id = ${tx.provider_id} and id = ${id} returning email, role`);
}

/** Ends the open invitations that an account sent. */
export async function deleteInvitationsOf(
  tx: WriteTx,
  invited_by: string,
): Promise<readonly Pick<InvitationRow, "email" | "role">[]> {
  return tx.any(sql.type(InvitationRow.pick({ email: true, role: true }))`
    /* deleteInvitationsOf */
    delete from invitations where provider_id = ${tx.provider_id} and invited_by = ${invited_by} returning email, role`);
}
