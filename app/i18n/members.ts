import type { MemberRefusal } from "#app/domain/members.ts";
import type { Role } from "#db/memberships.ts";

/** Roles and refusals in words. */

export const ROLE_WORDS: Record<Role, { name: string; may: string; as: string }> = {
  owner: {
    name: "Owner",
    as: "an owner",
    may: "Runs everything, decides who is a member, and can delete the provider.",
  },
  manager: {
    name: "Manager",
    as: "a manager",
    may: "Runs bookings, hours, services and settings. Cannot change members or delete the provider.",
  },
  viewer: { name: "Viewer", as: "a viewer", may: "Sees everything and changes nothing." },
};

export const MEMBER_REFUSALS: Record<MemberRefusal, { title: string; text: string; status: number }> = {
  last_owner: {
    title: "There must be an owner",
    text: "This is the only owner. Make somebody else an owner first, then try again.",
    status: 409,
  },
  no_member: {
    title: "They are no member any more",
    text: "Somebody has removed them in the meantime, or they have left. Nothing is left to do.",
    status: 404,
  },
  stale: {
    title: "This has changed in the meantime",
    text: "Another owner has changed this role since you opened the page. Nothing was saved. Have a fresh look.",
    status: 409,
  },
  is_member: { title: "Already a member", text: "This address belongs to a member already.", status: 409 },
  is_invited: {
    title: "Already invited",
    text: "This address has an open invitation. You can send it again from the list.",
    status: 409,
  },
  too_many: {
    title: "The list is full",
    text: "There are 100 members and invitations already. Remove one first.",
    status: 409,
  },
  no_invitation: {
    title: "This invitation is not open any more",
    text: "It was accepted or withdrawn in the meantime.",
    status: 404,
  },
  expired: {
    title: "This invitation has expired",
    text: "Invitations can be accepted for two weeks. Ask for a new one; it takes them one click.",
    status: 410,
  },
  other_address: {
    title: "This invitation is for another address",
    text: "You are signed in with an address other than the one that was invited.",
    status: 403,
  },
  address_taken: {
    title: "You have an account already",
    text: "Sign in with it, and the invitation is yours to accept.",
    status: 409,
  },
  closed: {
    title: "This provider is closed at the moment",
    text: "Nobody can join for now. Ask who invited you.",
    status: 403,
  },
};
