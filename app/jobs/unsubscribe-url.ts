import { config } from "#app/config.server.ts";
import type { UnsubscribableKind } from "#app/domain/messages.ts";
import { unsubscribeToken } from "#app/domain/secrets.server.ts";

/** The address that ends mails of a kind to one person, by a page or by the mail program's one click. */
export function unsubscribeUrl(
  provider: { id: string; username: string },
  kind: UnsubscribableKind,
  recipient_id: string,
): string {
  const { public_url, secrets } = config();
  const token = unsubscribeToken(secrets[0]!, { provider_id: provider.id, kind, recipient_id });
  return `${public_url}/unsubscribe/${provider.username}/${kind}/${recipient_id}/${token}`;
}
