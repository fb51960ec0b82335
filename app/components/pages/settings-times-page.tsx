import { OptionsField } from "#app/components/field.tsx";
import { ZoneOptions } from "#app/components/picker/zone-form.tsx";
import {
  type SettingsAnswer,
  SettingsForm,
  type SettingsFormView,
  SettingsPage,
} from "#app/components/settings.tsx";
import { Choice, Tick } from "#app/components/settings-fields.tsx";
import { HOURS, LOCALES, WEEKDAYS } from "#app/domain/settings.ts";
import { formatFullDay, zoneName } from "#app/i18n/format.ts";

export type TimesView = SettingsFormView & {
  time_zone: string;
  schedules: { name: string; time_zone: string }[];
  /** For "as in": a day of this year. */
  sample_date: string;
};

const LABELS = {
  time_zone: "Time zone",
  move_hours: "Working hours",
  week_starts_on: "The week starts on",
  hour_cycle: "Hours",
  locale: "Dates",
  currency: "Currency",
};

const regions = new Intl.DisplayNames("en-GB", { type: "region" });
const currencies = new Intl.DisplayNames("en-GB", { type: "currency" });
const CURRENCIES = Intl.supportedValuesOf("currency");

const localeName = (locale: string, date: string) => {
  const region = /^en-([A-Z]{2})$/.exec(locale)?.[1];
  const example = formatFullDay(date, locale);
  return region ? `${regions.of(region)}: ${example}` : `As now: ${example}`;
};

/** In which zone, and how times, days and prices read. */
export function SettingsTimesPage({ answer, ...view }: TimesView & { answer?: SettingsAnswer | null }) {
  const { time_zone, schedules, sample_date } = view;
  const along = schedules.filter((one) => one.time_zone === time_zone);
  const apart = schedules.filter((one) => one.time_zone !== time_zone);
  const locale = String(view.values.locale);
  const locales = (LOCALES as readonly string[]).includes(locale) ? LOCALES : [locale, ...LOCALES];
  return (
    <SettingsPage
      desk={view.desk}
      part="times"
      title="Times and language"
      lead="Your own clock. Customers may choose theirs on the booking page."
      done={view.saved && !answer ? "Saved." : null}
    >
      <SettingsForm view={view} answer={answer} labels={LABELS}>
        {(state) => (
          <>
            <fieldset className="sheet group">
              <legend>Time zone</legend>
              <Choice state={state("time_zone")} label="You are in">
                <ZoneOptions zone={state("time_zone").value} />
              </Choice>
              <div className="grid gap-2 text-sm text-soft">
                <p>
                  If you change it, <strong>bookings stay at their moment</strong>: your dashboard and your
                  page show them on the new clock.
                </p>
                {along.length > 0 && (
                  <p>
                    <strong>Working hours keep their own zone.</strong> With the tick below those in{" "}
                    {zoneName(time_zone)} ({names(along)}) go along: 09:00 stays 09:00, on the new clock, so
                    the free times move. Without it they stay on {zoneName(time_zone)}, as for somebody who
                    travels and works for people at home.
                  </p>
                )}
                {apart.length > 0 && (
                  <p>
                    These hours have another zone and never move:{" "}
                    {apart.map((one) => `${one.name} (${zoneName(one.time_zone)})`).join(", ")}.
                  </p>
                )}
              </div>
              {along.length > 0 && (
                <Tick state={state("move_hours")} label="With another zone, my working hours go along" />
              )}
            </fieldset>
            <fieldset className="sheet group">
              <legend>How it reads</legend>
              <OptionsField
                state={state("hour_cycle")}
                label="Hours"
                required
                options={(["usual", "h23", "h12"] as const).map((value) => ({ value, label: HOURS[value] }))}
              />
              <Choice state={state("week_starts_on")} label="The week starts on">
                {WEEKDAYS.map((day, index) => (
                  <option key={day} value={index + 1}>
                    {day}
                  </option>
                ))}
              </Choice>
              <Choice state={state("locale")} label="Dates and numbers, as people write them in">
                {locales.map((one) => (
                  <option key={one} value={one}>
                    {localeName(one, sample_date)}
                  </option>
                ))}
              </Choice>
              <Choice
                state={state("currency")}
                label="Currency"
                help="For services that you add from now on. Prices you have set keep theirs."
              >
                {CURRENCIES.map((code) => (
                  <option key={code} value={code}>
                    {code} – {currencies.of(code)}
                  </option>
                ))}
              </Choice>
            </fieldset>
          </>
        )}
      </SettingsForm>
    </SettingsPage>
  );
}

const names = (schedules: { name: string }[]) => schedules.map(({ name }) => name).join(", ");
