import { selectListedProviders, selectProvider } from "#db/providers.ts";
import { reading, readingDirectory } from "#db/transaction.ts";

export type ListedProvider = { username: string; name: string; headline: string };

/** The first few providers that may be shown on the front page. A provider's row is its own tenant's: one read each. */
export async function findListedProviders(count = 6): Promise<ListedProvider[]> {
  const listed = await readingDirectory((tx) => selectListedProviders(tx, count));
  const found = await Promise.all(listed.map(({ provider_id }) => reading(provider_id, selectProvider)));
  return found.map(({ username, name, headline }) => ({ username, name, headline }));
}
