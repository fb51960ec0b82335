/** Free times of the filled database's providers: a Berlin office day from 9 to 18, an hour each, 15 minutes after it. */
import { addDays, isoWeekday, localDate, wallToInstant } from "#app/domain/zones.ts";
import { filledId } from "#tests/support/fill.ts";

const ZONE = "Europe/Berlin";
/** Every second start of the grid, so that one booking's 15 minutes do not stand in the way of the next. */
const HOURS = [9, 11, 13, 15];

/** Provider `n` (from 1) as fillBookings names it, and one start of service 1 (epoch ms). */
export type Wanted = {
  n: number;
  provider_id: string;
  service_id: string;
  username: string;
  starts_at: number;
};

export const SERVICE_SLUG = "service-1";
export const DURATION_MIN = 60;
export const CUSTOMER_ZONE = ZONE;

/** `count` starts of coming working days from a week ahead on, in order of time. */
export function freeStarts(count: number): number[] {
  const starts: number[] = [];
  for (let date = addDays(localDate(Date.now(), ZONE), 7); starts.length < count; date = addDays(date, 1))
    if (isoWeekday(date) <= 5) for (const hour of HOURS) starts.push(wallToInstant(ZONE, date, hour * 60));
  return starts.slice(0, count);
}

const wanted = (n: number, starts_at: number): Wanted => ({
  n,
  provider_id: filledId(`provider ${n}`),
  service_id: filledId(`service ${n} 1`),
  username: `filled-${n}`,
  starts_at,
});

/** `count` free times over the providers `from` … `from + providers - 1`, the next one each time; none twice. */
export function freeTimes(from: number, providers: number, count: number): Wanted[] {
  const starts = freeStarts(Math.ceil(count / providers));
  return Array.from({ length: count }, (_, index) =>
    wanted(from + (index % providers), starts[Math.floor(index / providers)]!),
  );
}
