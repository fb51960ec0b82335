import { z } from "zod";
import { EmailInput, oneLine } from "#app/domain/bookings.ts";

/** Rules of who works for a provider, and what their forms may say. Pure. */

const ROLES = ["owner", "manager", "viewer"] as const;

const RoleInput = z.enum(ROLES, { error: "Choose what they may do." });

export const InviteMemberInput = z.object({ email: EmailInput, role: RoleInput });
export type InviteMemberInput = z.output<typeof InviteMemberInput>;

/** `was` is the role that the form showed: somebody else may have changed it since. */
export const ChangeRoleInput = z.object({ role: RoleInput, was: z.enum(ROLES) });
export type ChangeRoleInput = z.output<typeof ChangeRoleInput>;

/** Accepting with a new account: the address stands in the invitation. */
export const JoinInput = (password: z.ZodType<string>) =>
  z.object({ name: oneLine("Your name", 120), password });

/** Members and open invitations of one provider together: a list that a page can show whole. */
export const MAX_MEMBERS = 100;

/** Days that an invitation can be accepted. */
export const INVITATION_DAYS = 14;
const DAY = 86_400_000;

/** Until when (epoch ms) an invitation sent at `now` can be accepted. */
export const invitationEnd = (now: number): number => now + INVITATION_DAYS * DAY;

/** Two spellings of one address. Capitals count nowhere in practice, and our accounts' column does not know them. */
export const isSameAddress = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** Why an act on members was refused. */
export type MemberRefusal =
  | "last_owner"
  | "no_member"
  | "stale"
  | "is_member"
  | "is_invited"
  | "too_many"
  | "no_invitation"
  | "expired"
  | "other_address"
  | "address_taken"
  | "closed";

export type MemberOutcome<T = object> = ({ ok: true } & T) | { ok: false; reason: MemberRefusal };
