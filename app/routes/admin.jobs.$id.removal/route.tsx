import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { JobRemovalPage } from "#app/components/pages/jobs-pages.tsx";
import { removeJob } from "#app/domain/operator-jobs.server.ts";
import { noSuchJob, requireJobId, viewDeadJob } from "#app/http/dead-jobs.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { requireOperatorContext } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";
import { selectOptionalDeadJob } from "#db/jobs.ts";
import { readingAccounts } from "#db/transaction.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireOperator(args);
  const id = requireJobId(args.params.id);
  const job = await readingAccounts(null, (tx) => selectOptionalDeadJob(tx, id));
  if (!job) throw noSuchJob();
  return data({ person: viewPerson(account), job: viewDeadJob(job) }, { headers: privateForm });
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireOperatorContext(args);
  if (!(await removeJob(context, requireJobId(args.params.id)))) throw noSuchJob();
  return redirect("/admin/jobs?just=removed", 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Remove a job");

export default function Removal() {
  return <JobRemovalPage {...useLoaderData<typeof loader>()} />;
}
