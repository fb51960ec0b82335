/** Spans of time as people type them, pure: "90", "1 h 30 min", "2 days". Minutes inside. */

const UNITS: Record<string, number> = { m: 1, h: 60, d: 1440, w: 10_080 };
const PART = /(\d{1,6}(?:[.,]\d{1,2})?)\s*(minutes?|mins?|m|hours?|hrs?|hr|h|days?|d|weeks?|w)/gi;

/** Minutes of what somebody typed; a bare number is minutes, "none" is 0. Null for what is no whole number of minutes. */
export function minutesOf(text: string): number | null {
  const typed = text.trim().toLowerCase();
  if (typed === "none") return 0;
  if (/^\d{1,6}$/.test(typed)) return Number(typed);
  const rest = typed.replace(PART, "").replace(/\band\b|[\s,]/g, "");
  const parts = [...typed.matchAll(PART)];
  if (rest !== "" || parts.length === 0) return null;
  const sum = parts.reduce(
    (minutes, [, count, unit]) => minutes + Number(count!.replace(",", ".")) * UNITS[unit![0]!]!,
    0,
  );
  // 0.1 h is six minutes, whatever binary fractions make of it.
  const whole = Math.round(sum);
  return Math.abs(sum - whole) < 1e-6 ? whole : null;
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? "" : "s"}`;

/** "1 day 2 hours 30 minutes", "none" for 0: what minutesOf reads back. */
export function spanText(minutes: number): string {
  const parts = [
    { count: Math.floor(minutes / 1440), unit: "day" },
    { count: Math.floor((minutes % 1440) / 60), unit: "hour" },
    { count: minutes % 60, unit: "minute" },
  ].filter(({ count }) => count > 0);
  return parts.map(({ count, unit }) => counted(count, unit)).join(" ") || "none";
}
