import type { ByHandQuery, NewBookingView } from "#app/domain/by-hand-views.ts";

type More = Partial<Record<"date" | "time" | "q", string>>;
type Without = keyof ByHandQuery;

/** The page's own address with what has been chosen, more or less. */
export function newBookingHref(
  { desk, query }: Pick<NewBookingView, "desk" | "query">,
  more: ByHandQuery & More,
  without: Without[] = [],
): string {
  const text = new URLSearchParams(pairsOf(query, more, without)).toString().replaceAll("%3A", ":");
  return `/dashboard/${desk.username}/bookings/new${text && `?${text}`}`;
}

/** What a GET form of the page carries on. */
export function pairsOf(
  query: ByHandQuery,
  more: ByHandQuery & More = {},
  without: Without[] = [],
): [string, string][] {
  return Object.entries({ ...query, ...more }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && !without.includes(pair[0] as Without),
  );
}

export const iso = (at: number) => new Date(at).toISOString();
