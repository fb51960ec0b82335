import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { OperatorProvidersPage } from "#app/components/pages/operator-pages.tsx";
import { findProviders } from "#app/domain/operator.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { listParams, nextPage, PAGE } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireOperator(args);
  const { search, after } = listParams(args.request);
  const found = await findProviders({ search: search.toLowerCase(), after: after ?? "", count: PAGE });
  return data(
    {
      person: viewPerson(account),
      search,
      entries: found.providers.map(({ suspended_at, ...one }) => ({
        ...one,
        is_suspended: suspended_at !== null,
      })),
      more: nextPage(search, found.next),
      is_first: after === null,
    },
    { headers: privateForm },
  );
});

export const headers = passHeaders;

export const meta = () => privateMeta("Providers");

export default function Providers() {
  return <OperatorProvidersPage {...useLoaderData<typeof loader>()} />;
}
