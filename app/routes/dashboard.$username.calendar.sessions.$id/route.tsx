import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { SessionPage } from "#app/components/pages/session-page.tsx";
import type { SessionPageView } from "#app/domain/calendar-views.ts";
import { may } from "#app/domain/permissions.ts";
import { weekPath } from "#app/http/calendar.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { localeOf } from "#app/i18n/format.ts";
import { selectGuests } from "#db/calendar.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const id = z.uuid().safeParse(args.params.id);
    if (!id.success) throw notFound();
    const guests = await selectGuests(tx, id.data);
    const first = guests[0];
    if (!first) throw notFound("Nobody is in this session any more, so it is not in the calendar either.");
    const view: SessionPageView = {
      desk: desk.view,
      locale: localeOf(desk.provider_context.provider),
      service_title: first.service_title,
      starts_at: first.starts_at,
      ends_at: first.ends_at,
      capacity: first.capacity,
      guests: guests.map(({ id, customer_name, status }) => ({ id, customer_name, status })),
      back: weekPath(desk, first.starts_at),
      can_book: may(desk.role, "bookings:write") && first.starts_at > desk.provider_context.now,
    };
    return data(view, { headers: privateForm });
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Who comes · Calendar");

export default function Session() {
  return <SessionPage {...useLoaderData<typeof loader>()} />;
}
