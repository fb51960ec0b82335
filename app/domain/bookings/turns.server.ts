/**
 * A service with a limit per day or week reads what others insert, so its transactions collide by nature. Here they
 * wait for each other before BEGIN, one provider's at a time, in this process only: correctness stays with the
 * database (another process's transactions still collide and retry). A lock inside the transaction would not help:
 * its snapshot would be older than the lock.
 */
const tails = new Map<string, Promise<unknown>>();

/** Runs a routine after the earlier ones of the same provider when `wait` is true, at once otherwise. */
export async function inTurn<T>(provider_id: string, wait: boolean, routine: () => Promise<T>): Promise<T> {
  if (!wait) return routine();
  const before = tails.get(provider_id) ?? Promise.resolve();
  const mine = before.then(routine, routine);
  const tail = mine.catch(() => {});
  tails.set(provider_id, tail);
  try {
    return await mine;
  } finally {
    if (tails.get(provider_id) === tail) tails.delete(provider_id);
  }
}
