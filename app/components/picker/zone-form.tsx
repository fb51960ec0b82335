import { kept } from "#app/components/picker/links.ts";
import type { PickerView } from "#app/domain/views.ts";
import { listTimeZones } from "#app/domain/zones.ts";
import { groupZones, sameClock, zoneCity, zoneLabel, zoneName } from "#app/i18n/format.ts";

/** The zone in which times are shown, in words, and a plain form to change it. */
export function ZoneForm({ picker }: { picker: PickerView }) {
  const { zone, provider_zone } = picker;
  // Offsets change twice a year: say the one of the days on show.
  const at = picker.times[0]?.starts_at ?? Date.parse(`${picker.date ?? `${picker.month}-15`}T12:00:00Z`);
  return (
    <div className="text-sm">
      <p className="text-soft">
        Times are in <strong className="font-semibold text-ink">{zoneLabel(zone, at)}</strong>
        {zone !== provider_zone &&
          (sameClock(zone, provider_zone, at)
            ? `, the same as ${zoneName(provider_zone)}.`
            : `. The provider is on ${zoneLabel(provider_zone, at)}.`)}
      </p>
      <details className="zone">
        <summary>Change time zone</summary>
        <form method="get" action={picker.path} className="grid gap-2 pt-1">
          <input type="hidden" name="month" value={picker.month} />
          {picker.date !== null && <input type="hidden" name="date" value={picker.date} />}
          {kept(picker)
            .filter(([name]) => name !== "tz")
            .map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
          <label htmlFor="tz" className="font-semibold">
            Show times in
          </label>
          <div className="flex flex-wrap gap-2">
            <select id="tz" name="tz" className="input min-w-0 flex-1 basis-44" defaultValue={zone}>
              <ZoneOptions zone={zone} />
            </select>
            <button type="submit" className="btn">
              Show times
            </button>
          </div>
        </form>
      </details>
    </div>
  );
}

let groups: ReturnType<typeof groupZones> | undefined;

/** The list is the same for every visitor: sorting 420 names each time was a fifth of the page's time. */
export function ZoneOptions({ zone }: { zone: string }) {
  groups ??= groupZones(listTimeZones());
  const is_listed = groups.some(({ zones }) => zones.some((listed) => listed.zone === zone));
  return (
    <>
      {!is_listed && <option value={zone}>{zoneCity(zone)}</option>}
      {groups.map(({ area, zones }) => (
        <optgroup key={area} label={area}>
          {zones.map(({ zone: name, city }) => (
            <option key={name} value={name}>
              {city}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}
