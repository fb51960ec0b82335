import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DeadJobsPage } from "#app/components/pages/jobs-pages.tsx";
import { JobId } from "#app/domain/operator.ts";
import { viewDeadJob } from "#app/http/dead-jobs.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { nextPage, PAGE } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";
import { selectDeadJobs } from "#db/jobs.ts";
import { readingAccounts } from "#db/transaction.ts";

const DONE: Record<string, string> = {
  again: "It will be tried again now",
  removed: "The job is removed",
};

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireOperator(args);
  const before = JobId.safeParse(param(args.request, "after")).data ?? null;
  const rows = await readingAccounts(null, (tx) => selectDeadJobs(tx, { before, count: PAGE + 1 }));
  const shown = rows.slice(0, PAGE);
  return data(
    {
      person: viewPerson(account),
      jobs: shown.map(viewDeadJob),
      older: nextPage("", rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null),
      is_first: before === null,
      done: DONE[param(args.request, "just") ?? ""] ?? null,
    },
    { headers: privateForm },
  );
});

export const headers = passHeaders;

export const meta = () => privateMeta("Jobs given up");

export default function DeadJobs() {
  return <DeadJobsPage {...useLoaderData<typeof loader>()} />;
}
