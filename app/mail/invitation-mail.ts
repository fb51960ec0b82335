import { dayOf, englishLocale, formatFullDay } from "#app/i18n/format.ts";
import { ROLE_WORDS } from "#app/i18n/members.ts";
import { houseMail } from "#app/mail/house-mail.ts";
import type { Mail } from "#app/mail/message.server.ts";
import type { InvitationRow } from "#db/invitations.ts";
import type { ProviderRow } from "#db/providers.ts";

/** The mail to somebody who is invited to work for a provider. @param join_url the link that accepts, with its token */
export function invitationMailFor(
  { email, role, inviter_name, expires_at }: InvitationRow,
  provider: ProviderRow,
  join_url: string,
): Mail {
  const { as, may } = ROLE_WORDS[role];
  const last_day = formatFullDay(dayOf(expires_at, provider.time_zone), englishLocale(provider.locale));
  const lines = [
    "Hello,",
    "",
    `${inviter_name ?? provider.name} invites you to join ${provider.name} on Daybook as ${as}.`,
    may,
    "",
    "Accept the invitation:",
    join_url,
    "",
    `The link works until ${last_day}. If you did not expect this mail, ignore it: nothing happens.`,
  ];
  const mail = houseMail(email, `Join ${provider.name} on Daybook`, lines, "Accept the invitation");
  return { ...mail, from_name: provider.name };
}
