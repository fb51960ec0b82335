import { Contact } from "#app/components/contact.tsx";
import { dayHref, pickerHref, timeHref } from "#app/components/picker/links.ts";
import type { PickerView, ProviderView, TimeView } from "#app/domain/views.ts";
import {
  dayOf,
  formatDay,
  formatMonthName,
  formatSeats,
  formatShortDay,
  formatTime,
  sameClock,
  zoneCity,
  zoneName,
} from "#app/i18n/format.ts";

type Props = {
  picker: PickerView;
  provider: ProviderView;
  /** When a booking is moved: the time it has now. It is on show, but there is nothing to choose about it. */
  current?: number;
};

/** Four parts of a day: twenty times in one block are hard to read. */
const PARTS = [
  { until: 5, title: "Night" },
  { until: 12, title: "Morning" },
  { until: 17, title: "Afternoon" },
  { until: 24, title: "Evening" },
];

/** The free times of the chosen day, each a link to the form. */
export function TimeList({ picker, provider, current }: Props) {
  const { date, times, zone } = picker;
  if (date === null || times.length === 0) return <NoTimes picker={picker} provider={provider} />;
  const groups = groupTimes(times, zone);
  return (
    <div className="grid gap-5">
      <h2 className="flex min-h-11 items-center text-xl">{formatDay(date, provider.locale)}</h2>
      {groups.map(({ title, times: part }) => (
        <section key={part[0]?.starts_at} className="grid gap-2" aria-label={title}>
          {groups.length > 1 && <h3 className="eyebrow tracking-normal">{title}</h3>}
          <ul className={hasNotes(part, picker) ? "slots two" : "slots"}>
            {part.map((time) => (
              <li key={time.starts_at}>
                {time.starts_at === current ? (
                  <span className="held">
                    <TimeWords time={time} picker={picker} locale={provider.locale} />
                    <small>yours now</small>
                  </span>
                ) : (
                  <a className="slot" href={timeHref(picker, time.starts_at)}>
                    <TimeWords time={time} picker={picker} locale={provider.locale} />
                  </a>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function TimeWords({ time, picker, locale }: { time: TimeView; picker: PickerView; locale: string }) {
  const { zone, provider_zone } = picker;
  const at = time.starts_at;
  const both = !sameClock(zone, provider_zone, at);
  const otherDay = dayOf(at, zone) !== dayOf(at, provider_zone);
  return (
    <>
      <time dateTime={new Date(at).toISOString()}>{formatTime(at, zone, locale, time.show_offset)}</time>
      {both && (
        <small>
          {otherDay && `${formatShortDay(dayOf(at, provider_zone), locale)}, `}
          {formatTime(at, provider_zone, locale)} in {zoneCity(provider_zone)}
        </small>
      )}
      {time.seats_left !== null && <small>{formatSeats(time.seats_left)}</small>}
    </>
  );
}

function hasNotes(times: TimeView[], { zone, provider_zone }: PickerView): boolean {
  return times.some((time) => time.show_offset || !sameClock(zone, provider_zone, time.starts_at));
}

function groupTimes(times: TimeView[], zone: string): { title: string; times: TimeView[] }[] {
  const groups: { title: string; times: TimeView[] }[] = [];
  for (const time of times) {
    const hour = Number(formatTime(time.starts_at, zone, "en-GB").slice(0, 2));
    const title = PARTS.find(({ until }) => hour < until)?.title ?? "Evening";
    const last = groups.at(-1);
    if (last?.title === title) last.times.push(time);
    else groups.push({ title, times: [time] });
  }
  return groups;
}

/** Nothing to choose yet, or nothing free: says which, and leads on. */
function NoTimes({ picker, provider }: Omit<Props, "current">) {
  const { date, month, next_open_date, zone } = picker;
  const { locale } = provider;
  const openInMonth = picker.weeks.some((week) => week.some((day) => day.in_month && day.open));
  const title =
    date !== null
      ? `Nothing free on ${formatDay(date, locale)}`
      : openInMonth
        ? "Choose a day"
        : `Nothing free in ${formatMonthName(month, locale)}`;
  return (
    <div className="grid justify-items-start gap-3">
      <h2 className="flex min-h-11 items-center text-xl">{title}</h2>
      {date === null && openInMonth && (
        <p className="text-soft">
          The highlighted days have free times. Times are shown in {zoneName(zone)}.
        </p>
      )}
      {next_open_date !== null ? (
        <p>
          <a className="btn flex-wrap gap-x-1" href={dayHref(picker, next_open_date)}>
            <span>Next free day:</span> <span>{formatDay(next_open_date, locale)}</span>
          </a>
        </p>
      ) : (
        !openInMonth && <NothingAhead picker={picker} provider={provider} />
      )}
    </div>
  );
}

/** Past the last free day, or none at all: earlier months tell which. */
function NothingAhead({ picker, provider }: Omit<Props, "current">) {
  if (picker.previous_month !== null) {
    return (
      <>
        <p className="text-soft">There is nothing free from here on. Earlier days may have free times.</p>
        <p>
          <a className="btn" href={pickerHref(picker, {})}>
            Back to the first free days
          </a>
        </p>
      </>
    );
  }
  return (
    <p className="text-soft">
      {provider.name} has no free times at the moment; look again later.{" "}
      {(provider.phone || provider.email) && <Contact provider={provider} />}
    </p>
  );
}
