import { ANNOUNCED_BEFORE, concernsAll } from "#app/domain/blocked_times.ts";
import type { Context } from "#app/domain/context.ts";
import type { PublicAbsenceView } from "#app/domain/time-off-views.ts";
import { absenceHeading } from "#app/i18n/absence.ts";
import { localeOf } from "#app/i18n/format.ts";
import { selectPublicAbsences } from "#db/blocked_times.ts";
import type { TenantTx } from "#db/transaction.ts";

/** Absences said on one page at most: the next ones. */
const SHOWN = 3;

/**
 * What a public page says of absences with a public text: while they last and for the 14 days before.
 * @param services what the page offers; an absence of one schedule is said where all of them go by that schedule
 */
export async function viewPublicAbsences(
  tx: TenantTx,
  { provider, now }: Context,
  services: readonly { schedule_id: string | null }[],
): Promise<PublicAbsenceView[]> {
  const rows = await selectPublicAbsences(tx, now, now + ANNOUNCED_BEFORE);
  return rows
    .filter((row) => concernsAll(row, services))
    .slice(0, SHOWN)
    .map(({ starts_at, ends_at, public_text }) => ({
      starts_at,
      ends_at,
      public_text,
      heading: absenceHeading({ starts_at, ends_at }, provider.time_zone, localeOf(provider), now),
    }));
}
