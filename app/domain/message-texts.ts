/** The provider's own words in a message: plain text with a few placeholders. Pure. */

/** What may stand in curly brackets, and what it becomes. */
export const PLACEHOLDERS = {
  name: "the customer's name",
  service: "the service's name",
  date: "the day, such as “Tuesday 1 December 2026”",
  time: "the time, in the customer's zone",
  place: "where it is",
  provider: "your name",
} as const;
export type Placeholder = keyof typeof PLACEHOLDERS;
export type PlaceholderValues = Record<Placeholder, string>;

const ANY = /\{([^{}\n]{0,40})\}/g;

const isKnown = (word: string): word is Placeholder => Object.hasOwn(PLACEHOLDERS, word);

/** What stands in curly brackets and is none of ours, as it was typed. */
export const unknownPlaceholders = (text: string): string[] =>
  [...text.matchAll(ANY)].filter(([, word = ""]) => !isKnown(word.trim())).map(([whole]) => whole);

/** The text with its values in place, in one pass: brackets in a customer's name stay what they are. */
export const fillPlaceholders = (text: string, values: PlaceholderValues): string =>
  text.replace(ANY, (whole, word: string) =>
    isKnown(word.trim()) ? values[word.trim() as Placeholder] : whole,
  );
