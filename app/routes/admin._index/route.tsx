import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { OverviewPage } from "#app/components/pages/overview-page.tsx";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";
import { VERSION } from "#app/version.server.ts";
import { selectOverview, selectSignUp } from "#db/installation.ts";
import { readingAccounts } from "#db/transaction.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account, context } = await requireOperator(args);
  const { oldest_job_at, ...counts } = await readingAccounts(null, async (tx) => ({
    ...(await selectOverview(tx, context.now)),
    sign_up: await selectSignUp(tx),
  }));
  return data(
    {
      ...counts,
      oldest_job_s:
        oldest_job_at === null ? null : Math.max(0, Math.round((context.now - oldest_job_at) / 1000)),
      version: VERSION,
      person: viewPerson(account),
      done: param(args.request, "just") === "saved" ? "Saved" : null,
    },
    { headers: privateForm },
  );
});

export const headers = passHeaders;

export const meta = () => privateMeta("Operator");

export default function Overview() {
  return <OverviewPage {...useLoaderData<typeof loader>()} />;
}
