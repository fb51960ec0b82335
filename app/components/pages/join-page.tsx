import type { SubmissionResult } from "@conform-to/react";
import { Avatar } from "#app/components/avatar.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { Page } from "#app/components/page.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { JoinPageView } from "#app/domain/member-views.ts";
import { dayOf, formatDay } from "#app/i18n/format.ts";
import { ROLE_WORDS } from "#app/i18n/members.ts";

type Props = JoinPageView & { lastResult?: SubmissionResult<string[]> | null };

/** What the link of an invitation leads to: who invites to what, as what; and the way in that fits the visitor. */
export function JoinPage({ lastResult, ...view }: Props) {
  const { provider, role, inviter_name, email, expires_at, time_zone } = view;
  return (
    <Page width="reading">
      <article className="sheet grid gap-6 p-5 sm:p-9">
        <header className="grid justify-items-start gap-3">
          <Avatar provider={provider} large />
          <h1 className="text-3xl">Join {provider.name}</h1>
          <p className="text-lg text-soft">
            {inviter_name ?? provider.name} invites you to work with {provider.name} on Daybook as{" "}
            {ROLE_WORDS[role].as}.
          </p>
        </header>
        <dl className="rows">
          <div>
            <dt>What you may do</dt>
            <dd>{ROLE_WORDS[role].may}</dd>
          </div>
          <div>
            <dt>Invited address</dt>
            <dd>{email}</dd>
          </div>
          <div>
            <dt>Open until</dt>
            <dd>{formatDay(dayOf(expires_at, time_zone))}</dd>
          </div>
        </dl>
        <WayIn {...view} lastResult={lastResult} />
      </article>
    </Page>
  );
}

function WayIn({ lastResult, ...view }: Props) {
  const { visitor, path, email } = view;
  switch (visitor.kind) {
    case "invited":
      return (
        <PostForm action={path} className="grid gap-3">
          <p className="text-soft">You are signed in as {visitor.account_name}.</p>
          <p>
            <button type="submit" className="btn main">
              Accept the invitation
            </button>
          </p>
        </PostForm>
      );
    case "other":
      return (
        <section className="alert" aria-labelledby="other">
          <div className="grid gap-3">
            <h2 id="other" className="text-lg leading-snug tracking-normal">
              You are signed in as {visitor.account_name}
            </h2>
            <p>
              That is {visitor.account_email}; the invitation is for {email}. Sign out, then open the link in
              your mail again.
            </p>
            <PostForm action="/sign-out">
              <input type="hidden" name="next" value={path} />
              <button type="submit" className="btn">
                Sign out
              </button>
            </PostForm>
          </div>
        </section>
      );
    case "known":
      return (
        <section className="grid gap-3" aria-labelledby="known">
          <h2 id="known" className="text-xl">
            You have an account
          </h2>
          <p className="text-soft">Sign in with {email}, then accept with one click.</p>
          <p>
            <a className="btn main" href={`/sign-in?next=${encodeURIComponent(path)}`}>
              Sign in to accept
            </a>
          </p>
        </section>
      );
    case "new":
      return <NewAccount path={path} email={email} lastResult={lastResult} />;
  }
}

type NewAccountProps = Pick<Props, "path" | "email" | "lastResult">;

/** The mail has proven the address, so a name and a password are all that is missing. */
function NewAccount({ path, email, lastResult }: NewAccountProps) {
  const state = (name: string) => fieldState(name, lastResult);
  const errors = ["name", "password"].flatMap((name) =>
    state(name).errors.map((text) => ({ id: state(name).id, text })),
  );
  return (
    <section className="grid gap-4" aria-labelledby="new">
      <h2 id="new" className="text-xl">
        Your account
      </h2>
      <ErrorSummary errors={errors} />
      <PostForm action={`${path}/account`} className="grid gap-5" noValidate>
        {/* For password managers, which want to know whose password this is. */}
        <input type="email" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
        <TextField state={state("name")} label="Your name" required maxLength={120} autoComplete="name" />
        <TextField
          state={state("password")}
          label="Password"
          type="password"
          required
          autoComplete="new-password"
          help="10 characters or more. A few words in a row are easy to remember."
        />
        <p>
          <button type="submit" className="btn main">
            Make my account and join
          </button>
        </p>
      </PostForm>
    </section>
  );
}
