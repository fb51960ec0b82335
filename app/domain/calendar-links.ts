/** Links that open a calendar's "new event" form, filled in. They carry no manage token: it would leave the house. */

type Event = {
  service_title: string;
  provider_name: string;
  starts_at: number;
  ends_at: number;
  place_detail: string;
};

const compact = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, "");

export const eventTitle = (event: Event) => `${event.service_title} with ${event.provider_name}`;

/** Google Calendar, times in UTC. */
export const googleCalendarUrl = (event: Event): string =>
  `https://calendar.google.com/calendar/render?${new URLSearchParams({
    action: "TEMPLATE",
    text: eventTitle(event),
    dates: `${compact(event.starts_at)}/${compact(event.ends_at)}`,
    location: event.place_detail,
  })}`;

/** Outlook on the web, times in UTC. */
export const outlookCalendarUrl = (event: Event): string =>
  `https://outlook.live.com/calendar/0/action/compose?${new URLSearchParams({
    rru: "addevent",
    subject: eventTitle(event),
    startdt: new Date(event.starts_at).toISOString(),
    enddt: new Date(event.ends_at).toISOString(),
    location: event.place_detail,
  })}`;
