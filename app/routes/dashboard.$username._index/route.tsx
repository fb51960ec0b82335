import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { AgendaPage } from "#app/components/pages/agenda-page.tsx";
import { viewProvider } from "#app/domain/views.server.ts";
import { addDays, localDate, localDayBounds } from "#app/domain/zones.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { requireCalendarParams } from "#app/http/picker.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { selectAgenda, selectPendingBookings } from "#db/bookings.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, { view, provider_context: { provider, now } }) => {
    const date = requireCalendarParams(args.request).date ?? localDate(now, provider.time_zone);
    const { start, end } = localDayBounds(date, provider.time_zone);
    return data(
      {
        desk: view,
        provider: viewProvider(provider),
        date,
        previous_date: addDays(date, -1),
        next_date: addDays(date, 1),
        entries: [...(await selectAgenda(tx, start, end))],
        waiting: [...(await selectPendingBookings(tx))],
      },
      { headers: privateForm },
    );
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Your day");

export default function Agenda() {
  return <AgendaPage {...useLoaderData<typeof loader>()} />;
}
