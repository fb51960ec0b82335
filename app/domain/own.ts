/**
 * What a table of words has under a name that came from outside (an address, a file's header), or undefined. Plain indexing
 * would find `constructor` and `__proto__` in every table, and a page that shows one of these is a 500.
 */
export const ownWord = <T>(
  words: Readonly<Record<string, T>>,
  name: string | null | undefined,
): T | undefined =>
  name !== null && name !== undefined && Object.hasOwn(words, name) ? words[name] : undefined;
