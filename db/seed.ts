import { closePools, configurePools } from "./pool.ts";
import { selectOptionalProviderId } from "./providers.ts";
import { DEMO_ACCOUNT, findDemoAccount, makeDemoAccount } from "./seed/account.ts";
import { harbourYoga } from "./seed/harbour-yoga.ts";
import { lenaHartmann } from "./seed/lena-hartmann.ts";
import { riversidePhysio } from "./seed/riverside-physio.ts";
import { providerId, rowsOf } from "./seed/rows.ts";
import type { DemoProvider } from "./seed/types.ts";
import { readingDirectory, serializable, sql, type WriteTx } from "./transaction.ts";

export { DEMO_ACCOUNT };
export const DEMO_PROVIDERS: DemoProvider[] = [lenaHartmann, riversidePhysio, harbourYoga];

/** Runs with pools of its own to this address, and closes them. */
const standalone = async <T>(appUrl: string, routine: () => Promise<T>): Promise<T> => {
  await closePools();
  configurePools({ url: appUrl, maxPoolSize: 2 });
  try {
    return await routine();
  } finally {
    await closePools();
  }
};

/** All rows of a table in one statement; they travel as one JSON, columns that are not named get their defaults. */
const insertRows = async (tx: WriteTx, table: string, rows: Record<string, unknown>[]): Promise<void> => {
  if (rows.length === 0) return;
  const tenant = table === "providers" ? {} : { provider_id: tx.provider_id };
  const full = rows.map((row) => ({ ...tenant, ...row }));
  const columns = sql.join(
    Object.keys(full[0]!).map((column) => sql.identifier([column])),
    sql.fragment`, `,
  );
  const name = sql.identifier([table]);
  await tx.query(sql.typeAlias("void")`
    /* seedDemo */
    insert into ${name} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${name}, ${JSON.stringify(full)}::jsonb)`);
};

const seedProvider = async (provider: DemoProvider, now: number): Promise<number> => {
  if (await readingDirectory((tx) => selectOptionalProviderId(tx, provider.username))) return 0;
  const rows = rowsOf(provider, now);
  await serializable(providerId(provider), async (tx) => {
    for (const [table, tableRows] of rows) await insertRows(tx, table, tableRows);
  });
  return rows.find(([table]) => table === "bookings")?.[1].length ?? 0;
};

/**
 * Fills in three providers who look real, with some weeks of bookings around `now` (epoch milliseconds). A provider
 * who is there already stays as they are. Opens pools of its own and closes them.
 * @param appUrl connection of the application's role
 * @returns the demo's providers and the number of bookings that were added
 * @throws DatabaseUnavailableError, and what PostgreSQL refused
 */
export async function seedDemo(
  appUrl: string,
  { now }: { now: number },
): Promise<{ providers: { username: string; name: string }[]; bookings: number }> {
  return standalone(appUrl, async () => {
    let bookings = 0;
    for (const provider of DEMO_PROVIDERS) bookings += await seedProvider(provider, now);
    return { providers: DEMO_PROVIDERS.map(({ username, name }) => ({ username, name })), bookings };
  });
}

/**
 * Makes the account that owns the demo's providers and runs the demo; one that is there gets this password. For the
 * embedded demo only. Opens pools of its own and closes them.
 * @param appUrl connection of the application's role
 * @param password_hash as app/domain/passwords.server.ts makes it; `now` in epoch milliseconds
 * @throws DatabaseUnavailableError
 */
export async function seedDemoAccount(
  appUrl: string,
  account: { password_hash: string; now: number },
): Promise<void> {
  await standalone(appUrl, () => makeDemoAccount(DEMO_PROVIDERS.map(providerId), account));
}

/**
 * The demo's account as it is now, or null when somebody deleted it. Opens pools of its own and closes them.
 * @param appUrl connection of the application's role
 * @throws DatabaseUnavailableError
 */
export async function readDemoAccount(
  appUrl: string,
): Promise<{ email: string; password_hash: string | null } | null> {
  return standalone(appUrl, findDemoAccount);
}

/**
 * True when no provider has ever been made here. Opens pools of its own and closes them.
 * @param appUrl connection of the application's role
 * @throws DatabaseUnavailableError
 */
export async function isEmpty(appUrl: string): Promise<boolean> {
  const any = sql.typeAlias("void")`/* isEmpty */ select from usernames limit 1`;
  return standalone(appUrl, () => readingDirectory(async (tx) => (await tx.maybeOne(any)) === null));
}
