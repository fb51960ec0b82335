import type { SubmissionResult } from "@conform-to/react";
import { Alert } from "#app/components/alert.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { OptionsField, TextField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { OperatorPage } from "#app/components/operator.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { OverviewPageView } from "#app/domain/member-views.ts";
import type { PersonView } from "#app/domain/views.ts";
import { formatWait } from "#app/i18n/format.ts";

const count = (n: number) => n.toLocaleString("en-GB");

/** "812 KB", "42 MB", "3.1 GB" */
const size = (bytes: number): string => {
  const units = ["KB", "MB", "GB", "TB"];
  let value = bytes / 1024;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
};

/** The installation at a glance, and who may sign up. */
export function OverviewPage({ person, done, ...view }: OverviewPageView & { done?: string | null }) {
  const state = fieldState("sign_up", null, { sign_up: view.sign_up });
  return (
    <OperatorPage person={person} current="overview">
      <div className="grid gap-8 pt-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)] lg:gap-12">
        <section className="grid content-start gap-5" aria-labelledby="overview">
          <div className="grid gap-1">
            <h1 id="overview" className="text-2xl">
              This installation
            </h1>
            <p className="text-soft">Daybook, version {view.version}</p>
          </div>
          {done && <Alert tone="good" title={done} />}
          <dl className="figures">
            <Fact term="Providers" value={count(view.providers)} href="/admin/providers" />
            <Fact
              term="Accounts"
              value={count(view.accounts)}
              href="/admin/accounts"
              note={view.accounts_suspended > 0 ? `${count(view.accounts_suspended)} suspended` : undefined}
            />
            <Fact term="Sessions" value={count(view.sessions)} note="signed in now" />
            <Fact
              term="Jobs waiting"
              value={count(view.jobs_waiting)}
              note={
                view.oldest_job_s === null
                  ? "none is due"
                  : `the oldest has been due for ${formatWait(view.oldest_job_s)}`
              }
            />
            <Fact
              term="Jobs that failed"
              value={count(view.jobs_failed)}
              note={view.jobs_failed > 0 ? "they are tried again; the log says why" : "all went well"}
              warm={view.jobs_failed > 0}
            />
            <Fact
              term="Jobs given up"
              value={count(view.jobs_dead)}
              href="/admin/jobs"
              note={view.jobs_dead > 0 ? "they need you" : undefined}
              warm={view.jobs_dead > 0}
            />
            <Fact
              term="Workers"
              value={count(view.workers)}
              note={view.workers > 0 ? "they run the jobs" : "nobody runs the jobs"}
              warm={view.workers === 0}
            />
            <Fact term="Database" value={size(view.database_bytes)} />
          </dl>
        </section>
        <section className="grid content-start gap-4" aria-labelledby="signup">
          <h2 id="signup" className="text-xl">
            Who may sign up
          </h2>
          <PostForm action="/admin/sign-up" className="grid gap-5">
            <OptionsField
              state={state}
              label="New accounts"
              required
              options={[
                { value: "open", label: "Everybody", note: "Anyone with an e-mail address." },
                {
                  value: "invitation",
                  label: "By invitation",
                  note: "Who is invited by a provider’s owner or by you.",
                },
              ]}
            />
            <button type="submit" className="btn main">
              Save
            </button>
          </PostForm>
          <p>
            <a href="/admin/invitations" className="py-2">
              Invite somebody to make an account
            </a>
          </p>
        </section>
      </div>
    </OperatorPage>
  );
}

type FactProps = { term: string; value: string; note?: string; href?: string; warm?: boolean };

function Fact({ term, value, note, href, warm }: FactProps) {
  return (
    <div className={warm ? "sheet warm" : "sheet"}>
      <dt>{href ? <a href={href}>{term}</a> : term}</dt>
      <dd>
        <strong>{value}</strong>
        {note && <span>{note}</span>}
      </dd>
    </div>
  );
}

type InviteProps = {
  person: PersonView;
  lastResult?: SubmissionResult<string[]> | null;
  done?: boolean;
};

/** The operator invites somebody to make an account of their own, also while sign-up is closed. */
export function InviteAccountPage({ person, lastResult, done }: InviteProps) {
  const state = fieldState("email", lastResult);
  return (
    <OperatorPage person={person} current="accounts" width="reading">
      <div className="grid gap-6 pt-2">
        <div className="grid gap-1">
          <h1 className="text-2xl">Invite somebody</h1>
          <p className="text-soft">
            They get a mail with a link to make an account and open a booking page of their own, also while
            sign-up is by invitation.
          </p>
        </div>
        {done && <Alert tone="good" title="The mail is on its way" />}
        <ErrorSummary errors={state.errors.map((text) => ({ id: state.id, text }))} />
        <PostForm action="/admin/invitations" className="grid gap-5" noValidate>
          <TextField state={state} label="E-mail" type="email" required maxLength={254} autoComplete="off" />
          <p className="grid gap-3 sm:flex">
            <button type="submit" className="btn main">
              Send the invitation
            </button>
            <a className="btn" href="/admin/accounts">
              Back to the accounts
            </a>
          </p>
        </PostForm>
      </div>
    </OperatorPage>
  );
}
