/**
 * Does the same for each, one after the other; one that fails keeps no other from its turn.
 * @param sentence what is to be said when some failed
 * @throws AggregateError of what failed, when all had their turn
 */
export async function forAll<T>(
  all: Iterable<T>,
  sentence: string,
  act: (one: T) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const one of all) {
    try {
      await act(one);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, sentence);
}
