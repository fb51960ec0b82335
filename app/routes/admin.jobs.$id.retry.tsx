import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { retryJob } from "#app/domain/operator-jobs.server.ts";
import { noSuchJob, requireJobId } from "#app/http/dead-jobs.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { requireOperatorContext } from "#app/http/operator.server.ts";
import { requireOperator } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireOperator(args);
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireOperatorContext(args);
  if (!(await retryJob(context, requireJobId(args.params.id)))) throw noSuchJob();
  return redirect("/admin/jobs?just=again", 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Retry() {
  return null;
}
