/** When two people save the same form, pure: what stands between the second and saving. */

/** A field that somebody else has saved meanwhile, and that this form would set to something else. */
export type Conflict = { field: string; now: string; yours: string; touched: boolean };

/** What the page of such a form shows. */
export type VersionedView = {
  version: number;
  /** What the form says (JSON), to find out later what others changed. */
  shown: string;
  /** By field name, as a form sends them. */
  values: Record<string, string | string[] | undefined>;
};

/**
 * Only what changed since the form was shown counts: another page's fields, or the same change made twice, are no conflict.
 * All three in words, field by field.
 * @param shown what the form's page said, as it came back
 */
export function conflictsBetween(
  fields: readonly string[],
  shown: Record<string, unknown>,
  current: Record<string, string>,
  wanted: Record<string, string>,
): Conflict[] {
  return fields
    .filter((field) => current[field] !== shown[field] && current[field] !== wanted[field])
    .map((field) => ({
      field,
      now: current[field] ?? "",
      yours: wanted[field] ?? "",
      touched: wanted[field] !== shown[field],
    }));
}

/** What a form carried of what its page said: anyone's text. What cannot be read counts as nothing shown, so every difference is asked. */
export function shownWords(text: string): Record<string, unknown> {
  try {
    const words: unknown = JSON.parse(text);
    return typeof words === "object" && words !== null ? (words as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
