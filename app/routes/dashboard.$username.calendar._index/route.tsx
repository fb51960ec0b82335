import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CalendarPage } from "#app/components/pages/calendar-page.tsx";
import { readCalendar } from "#app/domain/calendar.server.ts";
import { calendarWindow, datesOfWeek } from "#app/domain/calendar.ts";
import type { CalendarPageView } from "#app/domain/calendar-views.ts";
import { may } from "#app/domain/permissions.ts";
import { localDate } from "#app/domain/zones.ts";
import { calendarFlash, calendarParams } from "#app/http/calendar.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { localeOf } from "#app/i18n/format.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const { view, role, provider_context } = desk;
    const { provider, now } = provider_context;
    const today = localDate(now, provider.time_zone);
    const { kind, date, all_hours } = calendarParams(args.request, today);
    const window = calendarWindow(kind, date, provider.week_starts_on);
    const page: CalendarPageView = {
      desk: view,
      locale: localeOf(provider),
      ...{ kind, date, today, all_hours, now },
      previous_date: window.previous_date,
      next_date: window.next_date,
      ...(await readCalendar(tx, provider_context, window, all_hours)),
      strip: kind === "day" ? datesOfWeek(date, provider.week_starts_on) : [],
      rights: { book: may(role, "bookings:write"), block: may(role, "schedules:write") },
      flash: await calendarFlash(desk, args.request),
    };
    return data(page, { headers: privateForm });
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Calendar");

export default function Calendar() {
  return <CalendarPage {...useLoaderData<typeof loader>()} />;
}
