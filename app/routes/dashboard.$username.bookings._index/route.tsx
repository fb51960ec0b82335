import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BookingsPage } from "#app/components/pages/bookings-page.tsx";
import { cursorOf, wishQuery } from "#app/domain/bookings/desk.ts";
import { findBookings } from "#app/domain/bookings/list.server.ts";
import { countTroubled } from "#app/http/deliveries.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { requireListWish } from "#app/http/desk-bookings.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { localeOf } from "#app/i18n/format.ts";
import { selectWaitingCount } from "#db/bookings/list.ts";

/** Lines on one page. */
const PAGE = 50;

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, { view, provider_context }) => {
    const { provider } = provider_context;
    const { wish, after } = requireListWish(args.request);
    const found = await findBookings(tx, provider_context, { wish, after, count: PAGE + 1 });
    const shown = found.rows.slice(0, PAGE);
    const last = shown.at(-1);
    const waiting = await selectWaitingCount(tx, 100);
    return data(
      {
        desk: view,
        provider: { username: provider.username, time_zone: provider.time_zone, locale: localeOf(provider) },
        wish,
        services: found.services,
        customer_name: found.customer_name,
        lines: shown.map(({ id, status, starts_at, ends_at, service_title, customer_name, no_show_at }) => ({
          ...{ id, status, starts_at, ends_at, service_title, customer_name },
          no_show: no_show_at !== null,
        })),
        waiting,
        undelivered: await countTroubled(tx, provider_context.now),
        next: found.rows.length > PAGE && last ? wishQuery(wish, cursorOf(last)) : null,
        is_first: after === null,
      },
      { headers: privateForm },
    );
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Bookings");

export default function Bookings() {
  return <BookingsPage {...useLoaderData<typeof loader>()} />;
}
