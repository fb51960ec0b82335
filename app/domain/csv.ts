/**
 * Text that a spreadsheet would run when it opens the file: a leading apostrophe makes it text again
 * (OWASP, "CSV injection"). Numbers and dates of ours are no strings of somebody's and stay as they are.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** One cell (RFC 4180): a JSON value; null is an empty cell, lists and objects are their JSON. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line with its end. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(",")}\r\n`;

/** Without it some spreadsheets take UTF-8 for another encoding. */
export const BYTE_ORDER_MARK = "\uFEFF";
