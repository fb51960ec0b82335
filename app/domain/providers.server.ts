import { selectListedUsernames, selectOptionalProviderId, selectProvider } from "#db/providers.ts";
import { reading, readingDirectory } from "#db/transaction.ts";

export type ListedProvider = { username: string; name: string; headline: string };

/** The first few providers that may be shown on the front page. */
export async function findListedProviders(count = 6): Promise<ListedProvider[]> {
  const usernames = (await readingDirectory(selectListedUsernames)).slice(0, count);
  const found = await Promise.all(
    usernames.map(async (username) => {
      const provider_id = await readingDirectory((tx) => selectOptionalProviderId(tx, username));
      return provider_id ? reading(provider_id, selectProvider) : null;
    }),
  );
  return found
    .filter((provider) => provider !== null)
    .map(({ username, name, headline }) => ({ username, name, headline }));
}
