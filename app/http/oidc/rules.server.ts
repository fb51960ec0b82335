import { config } from "#app/config.server.ts";
import type { CreateRules } from "#app/domain/accounts/create.server.ts";
import { isSameAddress } from "#app/domain/members.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { selectOptionalInvitationByToken } from "#db/invitations.ts";
import { selectOptionalProviderId } from "#db/providers.ts";
import { reading, readingDirectory } from "#db/transaction.ts";

/** What decides whether an identity may become an account, for somebody with this address who wants to go there. */
export const createRules = async (email: string | null, next: string): Promise<CreateRules> => ({
  operator_email: config().operator_email,
  is_invited: email !== null && (await isInvited(email, next)),
});

/** Who is on the way to an invitation's link that was mailed to this address may come in while sign-up is closed. */
const isInvited = async (email: string, next: string): Promise<boolean> => {
  const [, username, token] = /^\/join\/([a-z0-9-]{1,40})\/([\w-]{32})(?:[?#]|$)/.exec(next) ?? [];
  if (!username || !token) return false;
  const provider_id = await readingDirectory((tx) => selectOptionalProviderId(tx, username));
  if (!provider_id) return false;
  const invitation = await reading(provider_id, (tx) => selectOptionalInvitationByToken(tx, sha256(token)));
  return invitation !== null && invitation.expires_at > Date.now() && isSameAddress(invitation.email, email);
};
