import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { NumbersPage } from "#app/components/pages/numbers-page.tsx";
import { readNumbers } from "#app/domain/numbers.server.ts";
import { NumbersInput } from "#app/domain/numbers.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { localeOf } from "#app/i18n/format.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, { view, provider_context }) => {
    const { provider } = provider_context;
    const { weeks, service } = NumbersInput.parse({
      weeks: param(args.request, "weeks"),
      service: param(args.request, "service"),
    });
    const { period, ...numbers } = await readNumbers(tx, provider_context, { weeks, service });
    return data(
      {
        desk: view,
        locale: localeOf(provider),
        weeks,
        ...numbers,
        service: numbers.service?.slug ?? null,
        services: numbers.services.map(({ slug, title }) => ({ slug, title })),
        first_date: period.weeks[0]!,
        last_date: period.last_date,
        week_starts_on: provider.week_starts_on,
      },
      { headers: privateForm },
    );
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Numbers");

export default function Numbers() {
  return <NumbersPage {...useLoaderData<typeof loader>()} />;
}
