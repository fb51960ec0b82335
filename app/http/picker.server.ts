import { parseDate } from "#app/domain/zones.ts";
import { param, problem } from "#app/http/guarded.server.ts";
import type { ServiceRow } from "#db/services.ts";

const malformed = (request: Request, text: string) =>
  problem(400, {
    title: "We can't read this address",
    text,
    links: [{ href: new URL(request.url).pathname, label: "Back to the calendar" }],
  });

/** The month (YYYY-MM) and date (YYYY-MM-DD) in an address, or null. @throws a 400 page when they are no dates */
export function requireCalendarParams(request: Request): { month: string | null; date: string | null } {
  const month = param(request, "month");
  const date = param(request, "date");
  if (month !== null && parseDate(`${month}-01`) === null)
    throw malformed(request, "The month in this address is not one. It should look like 2026-12.");
  if (date !== null && parseDate(date) === null)
    throw malformed(request, "The day in this address does not exist. It should look like 2026-12-31.");
  return { month: month ?? date?.slice(0, 7) ?? null, date };
}

/** The length (minutes) in an address, else the service's first. @throws a 400 page for a length that is not offered */
export function requireDuration(request: Request, service: ServiceRow): number {
  const wanted = param(request, "duration");
  const first = service.durations[0];
  if (!first)
    throw problem(404, {
      title: "Not bookable yet",
      text: "This service has no length yet, so it cannot be booked.",
    });
  if (wanted === null) return first.duration_min;
  const found = service.durations.find(({ duration_min }) => String(duration_min) === wanted);
  if (!found)
    throw malformed(request, "This length is not offered. Please choose one of those on the booking page.");
  return found.duration_min;
}
