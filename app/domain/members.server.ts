import type { Context } from "#app/domain/context.ts";
import { type Role, selectOwnMemberships, updateMembershipUsed } from "#db/memberships.ts";
import { selectOptionalProvider } from "#db/providers.ts";
import { reading, readingAccounts, serializable } from "#db/transaction.ts";

/** Remembers where the member was last: /dashboard leads there. */
export async function noteProviderUsed({ provider, account_id, now }: Context): Promise<void> {
  if (account_id) await serializable(provider.id, (tx) => updateMembershipUsed(tx, account_id, now));
}

export type OwnProvider = {
  provider_id: string;
  username: string;
  name: string;
  photo_path: string | null;
  role: Role;
  /** False while the forms of the start are not done. */
  setup_finished: boolean;
};

/** The providers that an account works for, the one used last first. A provider's row is its tenant's: one read each. */
export async function findOwnProviders(account_id: string): Promise<OwnProvider[]> {
  const memberships = await readingAccounts(account_id, (tx) => selectOwnMemberships(tx, account_id));
  const found = await Promise.all(
    memberships.map(async ({ provider_id, role }) => {
      const provider = await reading(provider_id, selectOptionalProvider);
      return (
        provider && {
          provider_id,
          role,
          username: provider.username,
          name: provider.name,
          photo_path: provider.photo_path,
          setup_finished: provider.setup_finished_at !== null,
        }
      );
    }),
  );
  return found.filter((one) => one !== null);
}
