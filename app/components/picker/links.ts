import type { PickerView } from "#app/domain/views.ts";

type Choice = { month?: string; date?: string; duration_min?: number };

/** What every link of the picker carries on: the length when there is a choice, the zone when it is in the address. */
export function kept(picker: PickerView, duration_min = picker.duration_min): [string, string][] {
  const pairs: [string, string][] = [];
  if (picker.durations.length > 1) pairs.push(["duration", String(duration_min)]);
  if (picker.zone_in_address) pairs.push(["tz", picker.zone]);
  return pairs;
}

/** A zone reads better unescaped, and a slash is allowed in a query. */
function query(pairs: [string, string][]): string {
  return new URLSearchParams(pairs).toString().replaceAll("%2F", "/").replaceAll("%3A", ":");
}

export function pickerHref(picker: PickerView, { month, date, duration_min }: Choice): string {
  const pairs: [string, string][] = [];
  if (month) pairs.push(["month", month]);
  if (date) pairs.push(["date", date]);
  const text = query([...pairs, ...kept(picker, duration_min)]);
  return text ? `${picker.path}?${text}` : picker.path;
}

/** A day's free times, also from another month. */
export function dayHref(picker: PickerView, date: string): string {
  return `${pickerHref(picker, { month: date.slice(0, 7), date })}#times`;
}

/** A time leads to the form, always with its length. */
export function timeHref(picker: PickerView, starts_at: number): string {
  const pairs: [string, string][] = [
    ["start", new Date(starts_at).toISOString()],
    ["duration", String(picker.duration_min)],
  ];
  if (picker.zone_in_address) pairs.push(["tz", picker.zone]);
  return `${picker.details_path}?${query(pairs)}`;
}
