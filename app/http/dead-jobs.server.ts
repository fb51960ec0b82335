import type { DeadJobView } from "#app/domain/member-views.ts";
import { JobId } from "#app/domain/operator.ts";
import { notFound } from "#app/http/guarded.server.ts";
import { jobName } from "#app/i18n/jobs.ts";
import type { DeadJobRow } from "#db/jobs.ts";

/** The id that an address names. @throws a 404 when it is none */
export function requireJobId(id: string | undefined): string {
  const parsed = JobId.safeParse(id);
  if (!parsed.success) throw noSuchJob();
  return parsed.data;
}

/** The page that says that a job is not (any more) among those given up. */
export const noSuchJob = () => notFound("There is no such job. It may have been tried again or removed.");

export const viewDeadJob = ({ id, task, tries, failed_at, error }: DeadJobRow): DeadJobView => ({
  id,
  name: jobName(task),
  tries,
  failed_at,
  error: error ?? "Its process ended in the middle of it, and so did every one that took it up again.",
});
