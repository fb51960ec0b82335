import { dayOf, formatFullDay } from "#app/i18n/format.ts";
import { houseMail } from "#app/mail/house-mail.ts";
import type { Mail } from "#app/mail/message.server.ts";
import type { MemberRow } from "#db/memberships.ts";
import type { ProviderRow } from "#db/providers.ts";

/** The mail to an owner when somebody asked to delete the provider. @param url where it can be taken back */
export function providerDeletionMailFor(
  owner: Pick<MemberRow, "name" | "email">,
  provider: ProviderRow,
  deletes_at: number,
  url: string,
): Mail {
  const day = formatFullDay(dayOf(deletes_at, provider.time_zone));
  const lines = [
    `Hello ${owner.name},`,
    "",
    `An owner of ${provider.name} has asked to delete it. The booking page is closed, and on`,
    `${day} everything will be gone: bookings, customers, services, photos.`,
    "",
    "Until then any owner can keep it, and nothing is lost:",
    url,
    "",
    "You may want to download the data first; that page leads there too.",
  ];
  return houseMail(owner.email, `${provider.name} will be deleted on ${day}`, lines);
}
