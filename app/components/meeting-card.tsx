import type { ReactNode } from "react";
import { Icon } from "#app/components/icons.tsx";
import { placeIcon, placeLabel, telephoneHref } from "#app/components/place.ts";
import type { MeetingView } from "#app/domain/today-views.ts";
import type { ProviderView } from "#app/domain/views.ts";
import { formatCountdown } from "#app/i18n/countdown.ts";
import { dayOf, formatDay, formatTimeRange } from "#app/i18n/format.ts";

type Props = { meeting: MeetingView; provider: ProviderView; now: number };

/** Who comes next, or is here: how long until then, when, what, where. */
export function MeetingCard({ meeting, provider, now }: Props) {
  const { locale, time_zone } = provider;
  const { starts_at, ends_at, people, place } = meeting;
  const is_on = starts_at <= now;
  const date = dayOf(starts_at, time_zone);
  return (
    <section className={is_on ? "meeting on" : "meeting"} aria-labelledby={is_on ? "current" : "next"}>
      <h2 id={is_on ? "current" : "next"} className="eyebrow">
        {is_on ? "Now" : "Next"}{" "}
        <span className="until">
          {is_on
            ? `over ${formatCountdown(ends_at, now, time_zone)}`
            : formatCountdown(starts_at, now, time_zone)}
        </span>
      </h2>
      <People meeting={meeting} username={provider.username} />
      <ul className="facts">
        <li>
          <Icon name="clock" />
          <span>
            {date === dayOf(now, time_zone) ? "Today" : formatDay(date, locale)},{" "}
            {formatTimeRange(starts_at, ends_at, time_zone, locale)}
          </span>
        </li>
        <li>
          <Icon name={people.length > 1 ? "people" : "leaf"} />
          <span>
            {meeting.service_title}
            {people.length > 1 && ` · ${people.length}${meeting.has_more ? " or more" : ""} people`}
          </span>
        </li>
        <li>
          <Icon name={placeIcon(place)} />
          <span>{placeOf(meeting)}</span>
        </li>
      </ul>
    </section>
  );
}

/** Each leads to their booking; who still waits for an answer is marked. */
function People({ meeting: { people, has_more }, username }: { meeting: MeetingView; username: string }) {
  return (
    <p className={people.length > 1 ? "names" : "names one"}>
      {people.map(({ booking_id, name, is_waiting }, index) => (
        <span key={booking_id}>
          {index > 0 && ", "}
          <a href={`/dashboard/${username}/bookings/${booking_id}`} className="who">
            {name}
          </a>
          {is_waiting && " (waiting for your answer)"}
        </span>
      ))}
      {has_more && " and others"}
    </p>
  );
}

function placeOf({ place, place_detail, customer_phone }: MeetingView): ReactNode {
  if (place === "phone" && customer_phone)
    return (
      <>
        By phone: <a href={telephoneHref(customer_phone)}>{customer_phone}</a>
      </>
    );
  if (place === "video" && /^https?:\/\//i.test(place_detail))
    return (
      <>
        Video call:{" "}
        <a href={place_detail} rel="noopener noreferrer" target="_blank">
          {place_detail}
        </a>
      </>
    );
  return placeLabel(place, place_detail);
}
