import { Alert } from "#app/components/alert.tsx";
import type { ProviderView, RefusalView, TimeView } from "#app/domain/views.ts";
import { dayOf, formatSeats, formatShortDay, formatTime, sameClock, zoneCity } from "#app/i18n/format.ts";

type Props = {
  refusal: RefusalView;
  provider: ProviderView;
  zone: string;
  /** Back to the calendar on that day. */
  back: string;
  /** Given: the near times are links there. Not given: they are buttons that send the form with this id. */
  hrefOf?: (starts_at: number) => string;
  form?: string;
  /** What pressing a time does: "Book", "Ask for" … */
  verb: string;
};

/** "That time has just been taken": nobody's fault, so calm, with the way on right there. */
export function Refusal({ refusal, provider, zone, back, hrefOf, form, verb }: Props) {
  return (
    <Alert title={refusal.title} id="refusal">
      <p>{refusal.text}</p>
      {refusal.nearest.length > 0 && (
        <>
          <p className="pt-3 font-semibold" id="nearest">
            {verb} one of the nearest free times instead:
          </p>
          <ul className="slots two pt-2" aria-labelledby="nearest">
            {refusal.nearest.map((time) => (
              <li key={time.starts_at}>
                {hrefOf ? (
                  <a className="slot" href={hrefOf(time.starts_at)}>
                    <NearTime time={time} provider={provider} zone={zone} />
                  </a>
                ) : (
                  <button
                    className="slot"
                    type="submit"
                    form={form}
                    name="start"
                    value={new Date(time.starts_at).toISOString()}
                  >
                    <NearTime time={time} provider={provider} zone={zone} />
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="pt-3">
        <a className="inline-flex min-h-8 items-center" href={back}>
          See all free times in the calendar
        </a>
      </p>
    </Alert>
  );
}

function NearTime({ time, provider, zone }: { time: TimeView; provider: ProviderView; zone: string }) {
  const { locale, time_zone } = provider;
  const at = time.starts_at;
  return (
    <>
      <span>
        {formatShortDay(dayOf(at, zone), locale)}, {formatTime(at, zone, locale, time.show_offset)}
      </span>
      {!sameClock(zone, time_zone, at) && (
        <small>
          {formatTime(at, time_zone, locale)} in {zoneCity(time_zone)}
        </small>
      )}
      {time.seats_left !== null && <small>{formatSeats(time.seats_left)}</small>}
    </>
  );
}
