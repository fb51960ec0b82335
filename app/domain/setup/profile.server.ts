import { z } from "zod";
import { oneLine, ZoneInput } from "#app/domain/bookings.ts";
import type { AccountContext, Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { currencyOfZone, guessHabits } from "#app/domain/setup/region.ts";
import { UsernameInput, usernameOf, usernameProposals } from "#app/domain/usernames.ts";
import type { UsernameCheckView } from "#app/domain/views.ts";
import { selectOptionalAccountById } from "#db/accounts.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { insertMembership, selectOwnMemberships } from "#db/memberships.ts";
import { insertProvider, updateProviderIdentity } from "#db/providers.ts";
import { insertDefaultSchedule, updateScheduleZones } from "#db/schedules.ts";
import { readingAccounts, readingDirectory, serializable } from "#db/transaction.ts";
import { insertUsername, selectTakenUsernames } from "#db/usernames.ts";

/** "Who you are": the first form of the start, which makes a provider. */

export const IdentityInput = z.object({ name: oneLine("A name", 120), time_zone: ZoneInput });
export const CreateProviderInput = IdentityInput.extend({ username: UsernameInput });
export type CreateProviderInput = z.output<typeof CreateProviderInput>;

/** Names that are nobody's, the best first, for somebody called `name`; the directory also keeps former ones. */
export async function findFreeUsernames(name: string, count: number): Promise<string[]> {
  const proposals = usernameProposals(name);
  const taken = await readingDirectory((tx) => selectTakenUsernames(tx, proposals));
  return proposals.filter((one) => !taken.includes(one)).slice(0, count);
}

export const TAKEN = "This name is taken.";

/** Whether a name, as it was typed, can be had right now, and which others can. */
export async function checkUsername(typed: string, name = ""): Promise<UsernameCheckView> {
  const parsed = UsernameInput.safeParse(typed.slice(0, 200));
  const username = parsed.success ? parsed.data : typed.trim().slice(0, 60);
  const taken =
    parsed.success && (await readingDirectory((tx) => selectTakenUsernames(tx, [username]))).length > 0;
  if (parsed.success && !taken) return { username, is_free: true, problem: "", alternatives: [] };
  const problem = parsed.success ? TAKEN : (parsed.error.issues[0]?.message ?? TAKEN);
  const alternatives = await findFreeUsernames(usernameOf(username) ? username : name, 3);
  return { username, is_free: false, problem, alternatives };
}

/** Providers that one account may found; more is no person's work. */
const MAX_OWN = 20;

export type Created =
  | { ok: true; username: string }
  | { ok: false; reason: "taken" | "too_many" | "account_ends" };

/**
 * Makes a provider with its username, its owner and an empty default schedule, in one transaction. The page opens when
 * the other two forms are done.
 * @returns "taken" when somebody else was faster with the name; "account_ends" during an account's grace period, at the
 * end of which the provider would be without an owner
 */
export async function createProvider(
  context: AccountContext & { account_id: string },
  input: CreateProviderInput,
  person: { email: string; accept_language: string },
): Promise<Created> {
  const { account_id, address, now } = context;
  const own = await readingAccounts(account_id, (tx) => selectOwnMemberships(tx, account_id));
  if (own.filter(({ role }) => role === "owner").length >= MAX_OWN) return { ok: false, reason: "too_many" };
  const { username, name, time_zone } = input;
  const [schedule_id, event_id] = [newId(), newId()];
  return serializable(newId(), async (tx) => {
    if ((await selectOptionalAccountById(tx, account_id))?.deletes_at !== null)
      return { ok: false, reason: "account_ends" };
    if (!(await insertUsername(tx, username, now))) return { ok: false, reason: "taken" };
    await insertProvider(tx, {
      ...{ username, name, time_zone, email: person.email, now },
      ...guessHabits(person.accept_language),
      currency: currencyOfZone(time_zone),
    });
    await insertMembership(tx, { account_id, role: "owner", now });
    await insertDefaultSchedule(tx, { id: schedule_id, name: "Working hours", time_zone, now });
    await insertAuditEvent(tx, {
      ...{ id: event_id, booking_id: null, action: "provider.created", actor: "provider", at: now },
      ...{ account_id, address, details: { username, name, time_zone } },
    });
    return { ok: true, username };
  });
}

/** Changes name and zone while the start is under way; the hours stay as they are written, in the new zone. */
export async function changeIdentity(
  { provider, account_id, address, now }: Context,
  input: z.output<typeof IdentityInput>,
): Promise<void> {
  const event_id = newId();
  await serializable(provider.id, async (tx) => {
    await updateProviderIdentity(tx, input, now);
    await updateScheduleZones(tx, provider.time_zone, input.time_zone);
    await insertAuditEvent(tx, {
      ...{ id: event_id, booking_id: null, action: "provider.changed", actor: "provider", at: now },
      ...{ account_id, address, details: { name: input.name, time_zone: input.time_zone } },
    });
  });
}
