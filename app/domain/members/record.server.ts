import type { Context } from "#app/domain/context.ts";
import type { MemberRefusal } from "#app/domain/members.ts";

/** What an owner does to members, who and through which session: their own may stay when their rights change. */
export type MemberContext = Context & { account_id: string; session_id: string | null };

export const refused = (reason: MemberRefusal): { ok: false; reason: MemberRefusal } => ({
  ok: false,
  reason,
});
