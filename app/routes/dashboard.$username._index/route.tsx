import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { AgendaPage } from "#app/components/pages/agenda-page.tsx";
import { viewProvider } from "#app/domain/views.server.ts";
import { addDays, localDate, localDayBounds } from "#app/domain/zones.ts";
import { requireDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { requireCalendarParams } from "#app/http/picker.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { selectAgenda, selectPendingBookings } from "#db/bookings.ts";
import { reading } from "#db/transaction.ts";

export const loader = guarded(async ({ request, params, context: loadContext }: LoaderFunctionArgs) => {
  const { provider, now } = await requireDesk(request, loadContext, params.username);
  const date = requireCalendarParams(request).date ?? localDate(now, provider.time_zone);
  const { start, end } = localDayBounds(date, provider.time_zone);
  const view = await reading(provider.id, async (tx) => ({
    entries: [...(await selectAgenda(tx, start, end))],
    waiting: [...(await selectPendingBookings(tx))],
  }));
  return data(
    {
      provider: viewProvider(provider),
      date,
      previous_date: addDays(date, -1),
      next_date: addDays(date, 1),
      ...view,
    },
    { headers: privateForm },
  );
});

export const headers = passHeaders;

export const meta = () => privateMeta("Your day");

export default function Agenda() {
  return <AgendaPage {...useLoaderData<typeof loader>()} />;
}
