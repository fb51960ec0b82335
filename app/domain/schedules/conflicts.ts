import type { Conflict } from "#app/domain/conflicts.ts";

export type { Conflict };

/**
 * Fields that somebody else changed since a form was shown, and that it would set to something else. The same change made
 * twice is no conflict. All three say their values in words, under the same names.
 */
export const conflictsOf = (
  shown: Record<string, unknown>,
  now: Record<string, string>,
  yours: Record<string, string>,
): Conflict[] =>
  Object.keys(now)
    .filter((field) => now[field] !== shown[field] && now[field] !== yours[field])
    .map((field) => ({
      field,
      now: now[field] ?? "",
      yours: yours[field] ?? "",
      touched: yours[field] !== shown[field],
    }));

/** The words that a form's page said, as they came back: anyone's text. What cannot be read counts as nothing shown. */
export function shownWords(text: string): Record<string, unknown> {
  try {
    const words: unknown = JSON.parse(text);
    return typeof words === "object" && words !== null ? (words as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
