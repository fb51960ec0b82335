import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { SeriesPage } from "#app/components/pages/series-page.tsx";
import { MOST_WEEKS } from "#app/domain/by-hand.ts";
import { viewSeries } from "#app/domain/by-hand-series.server.ts";
import { missedIn } from "#app/http/by-hand.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, notFound, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privatePage } from "#app/http/public.server.ts";

const Weeks = z.coerce.number().int().min(2).max(MOST_WEEKS);

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "bookings:write", async (tx, { provider_context: context, view: desk }) => {
    const first = z.uuid().safeParse(param(args.request, "first"));
    const weeks = Weeks.safeParse(param(args.request, "weeks"));
    if (!first.success || !weeks.success) throw notFound();
    const missed = missedIn(param(args.request, "missed"));
    const page = await viewSeries(tx, context, first.data, weeks.data, missed);
    if (!page) throw notFound();
    return data({ desk, ...page }, { headers: privatePage });
  }),
);

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = () => privateMeta("Booked every week");

export default function Series() {
  return <SeriesPage {...useLoaderData<typeof loader>()} />;
}
