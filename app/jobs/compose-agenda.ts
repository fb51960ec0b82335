import { z } from "zod";
import { config } from "#app/config.server.ts";
import { localDayBounds } from "#app/domain/zones.ts";
import type { Composed } from "#app/jobs/attempt.ts";
import { unsubscribeUrl } from "#app/jobs/unsubscribe-url.ts";
import { agendaMail, MOST_LINES } from "#app/mail/agenda-mail.ts";
import type { DeliveryRow } from "#db/deliveries.ts";
import { selectAgendaLines, selectMessageSettings, selectOptOuts, selectToldMembers } from "#db/messages.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";

const Details = z.object({ date: z.iso.date() });

/** The morning's agenda as the day is now; a day without bookings needs none. */
export async function composeAgenda(provider_id: string, row: DeliveryRow): Promise<Composed> {
  const { date } = Details.parse(row.details);
  const { account_id } = row;
  const found = await reading(provider_id, async (tx) => {
    const provider = await selectProvider(tx);
    const { start, end } = localDayBounds(date, provider.time_zone);
    return {
      provider,
      settings: await selectMessageSettings(tx),
      member: (await selectToldMembers(tx)).find((one) => one.account_id === account_id),
      optouts: await selectOptOuts(tx, account_id ? [account_id] : []),
      lines: await selectAgendaLines(tx, { from: start, to: end }, MOST_LINES + 1),
    };
  });
  const { provider, member, lines } = found;
  if (!member) return { void_because: "They no longer run this practice." };
  if (provider.suspended_at !== null) return { void_because: "The provider is suspended." };
  if (found.settings.some((one) => one.kind === "agenda" && one.disabled_at !== null))
    return { void_because: "These messages are switched off." };
  if (found.optouts.some((one) => one.kind === "agenda"))
    return { void_because: "They asked not to get these." };
  if (lines.length === 0) return { void_because: "Nothing is booked on this day." };
  return agendaMail({
    provider,
    member,
    date,
    lines,
    desk_url: `${config().public_url}/dashboard/${provider.username}/calendar?date=${date}`,
    unsubscribe_url: unsubscribeUrl(provider, "agenda", member.account_id),
  });
}
