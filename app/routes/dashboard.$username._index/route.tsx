import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { AgendaPage } from "#app/components/pages/agenda-page.tsx";
import { TodayPage } from "#app/components/pages/today-page.tsx";
import { config } from "#app/config.server.ts";
import { readToday } from "#app/domain/today.server.ts";
import { viewProvider } from "#app/domain/views.server.ts";
import type { AgendaPageView } from "#app/domain/views.ts";
import { addDays, localDayBounds } from "#app/domain/zones.ts";
import { countTroubled } from "#app/http/deliveries.server.ts";
import { type Desk, readingDesk } from "#app/http/desk.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { requireCalendarParams } from "#app/http/picker.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { selectAgenda, selectPendingBookings } from "#db/bookings.ts";
import type { TenantTx } from "#db/transaction.ts";

/** The page of the day; with `?date=` the list of any other. */
export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const { date } = requireCalendarParams(args.request);
    const { view, account, provider_context: context } = desk;
    const shown =
      date === null
        ? {
            agenda: null,
            today: {
              desk: view,
              just: param(args.request, "just"),
              provider: viewProvider(context.provider),
              page_address: `${config().public_url}/book/${view.username}`,
              undelivered: await countTroubled(tx, context.now),
              ...(await readToday(tx, context, account.id)),
            },
          }
        : { agenda: await readAgenda(tx, desk, date), today: null };
    return data(shown, { headers: privateForm });
  }),
);

async function readAgenda(
  tx: TenantTx,
  { view, provider_context: { provider } }: Desk,
  date: string,
): Promise<AgendaPageView> {
  const { start, end } = localDayBounds(date, provider.time_zone);
  return {
    desk: view,
    provider: viewProvider(provider),
    date,
    previous_date: addDays(date, -1),
    next_date: addDays(date, 1),
    entries: [...(await selectAgenda(tx, start, end))],
    waiting: [...(await selectPendingBookings(tx))],
  };
}

export const headers = passHeaders;

export const meta = () => privateMeta("Your day");

export default function Today() {
  const { agenda, today } = useLoaderData<typeof loader>();
  return agenda ? <AgendaPage {...agenda} /> : today && <TodayPage {...today} />;
}
