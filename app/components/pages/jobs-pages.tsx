import { Flash } from "#app/components/flash.tsx";
import { ListSteps, OperatorPage } from "#app/components/operator.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { DeadJobsPageView, DeadJobView } from "#app/domain/member-views.ts";
import type { PersonView } from "#app/domain/views.ts";
import { formatDayTime } from "#app/i18n/format.ts";

/** "Wednesday 25 November, 18:04 UTC, after 25 tries" */
const lastTry = ({ failed_at, tries }: DeadJobView): string =>
  `${formatDayTime(failed_at, "UTC")} UTC, after ${tries} ${tries === 1 ? "try" : "tries"}`;

/** Jobs that will not run again by themselves, and what can be done about them. */
export function DeadJobsPage({ person, jobs, older, is_first, done }: DeadJobsPageView) {
  return (
    <OperatorPage person={person} current="jobs" width="form">
      <div className="grid gap-6 pt-2">
        {done && <Flash text={done} />}
        <div className="grid gap-1">
          <h1 className="text-2xl">Jobs given up</h1>
          <p className="text-soft">
            Work that failed again and again, or that no try can mend. Look at the reason, mend it, and try
            again. After 30 days they are removed.
          </p>
        </div>
        {jobs.length === 0 ? (
          <p className="text-soft">
            {is_first ? "None: every job went well or is still being tried." : "There are no more."}
          </p>
        ) : (
          <ul className="grid gap-4">
            {jobs.map((job) => (
              <li key={job.id} className="sheet grid gap-3 p-5">
                <div className="min-w-0">
                  <h2 className="text-lg">{job.name}</h2>
                  <p className="text-sm text-soft">{lastTry(job)}</p>
                </div>
                <p className="min-w-0 break-words">{job.error}</p>
                <div className="flex flex-wrap gap-3">
                  <PostForm action={`/admin/jobs/${job.id}/retry`}>
                    <button type="submit" className="btn">
                      Try again<span className="hide">: {job.name}</span>
                    </button>
                  </PostForm>
                  <a className="btn" href={`/admin/jobs/${job.id}/removal`}>
                    Remove<span className="hide">: {job.name}</span>
                  </a>
                </div>
              </li>
            ))}
          </ul>
        )}
        <ListSteps more={older} is_first={is_first} />
      </div>
    </OperatorPage>
  );
}

/** Asks before a job is removed: nobody will do it then. */
export function JobRemovalPage({ person, job }: { person: PersonView; job: DeadJobView }) {
  return (
    <OperatorPage person={person} current="jobs" width="reading">
      <div className="grid gap-6 pt-2">
        <div className="grid gap-1">
          <h1 className="text-2xl">Remove this job?</h1>
          <p className="text-soft">
            {job.name}. Given up on {lastTry(job)}.
          </p>
        </div>
        <p>What it should have done will not be done, and it can not be brought back.</p>
        <p className="min-w-0 break-words text-soft">{job.error}</p>
        <PostForm action={`/admin/jobs/${job.id}/removal`}>
          <p className="flex flex-wrap gap-3">
            <button type="submit" className="btn danger">
              Remove the job
            </button>
            <a className="btn" href="/admin/jobs">
              Keep it
            </a>
          </p>
        </PostForm>
      </div>
    </OperatorPage>
  );
}
