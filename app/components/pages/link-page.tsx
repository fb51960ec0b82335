import type { SubmissionResult } from "@conform-to/react";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import { PostForm } from "#app/components/post-form.tsx";

type Props = {
  /** The identity provider's name. */
  label: string;
  /** Whose account it would be connected with. */
  email: string;
  is_signed_in: boolean;
  lastResult?: SubmissionResult<string[]> | null;
};

/** An identity with the address of an account: connected once that account is proven, never before. */
export function LinkPage({ label, email, is_signed_in, lastResult }: Props) {
  const password = fieldState("password", lastResult);
  return (
    <Page width="reading">
      <div className="grid gap-6 pt-[4vh]">
        <div className="grid gap-3">
          <h1 className="text-2xl">You have an account already</h1>
          <p className="text-soft">
            {label} knows you as <strong className="text-ink break-words">{email}</strong>, and an account
            with this address exists here.{" "}
            {is_signed_in
              ? `Connect the two, and from now on either way signs you in.`
              : `Show once that it is yours, and from now on ${label} signs you in.`}
          </p>
        </div>
        <ErrorSummary errors={password.errors.map((text) => ({ id: password.id, text }))} />
        <PostForm className="sheet grid gap-5 p-5 sm:p-6" action="/sign-in/link">
          {!is_signed_in && (
            <div className="field">
              {/* For password managers, which look for a name beside a password. */}
              <input type="hidden" name="username" autoComplete="username" value={email} />
              <label htmlFor={password.id}>Your password here</label>
              <small id={password.helpId}>The one of your account with us, not the one at {label}.</small>
              {password.errors.length > 0 && (
                <span className="wrong" id={password.errorId}>
                  <Icon name="notice" />
                  {password.errors.join(" ")}
                </span>
              )}
              <input
                className="input"
                id={password.id}
                name={password.name}
                type="password"
                autoComplete="current-password"
                required
                aria-describedby={
                  password.errors.length > 0 ? `${password.helpId} ${password.errorId}` : password.helpId
                }
                aria-invalid={password.errors.length > 0 ? true : undefined}
              />
            </div>
          )}
          <div className="flex flex-wrap gap-3">
            <button type="submit" className="btn main">
              Connect {label}
            </button>
            <a className="btn" href={is_signed_in ? "/account" : "/sign-in"}>
              Not now
            </a>
          </div>
        </PostForm>
        {!is_signed_in && (
          <p className="text-soft">
            Forgotten it, or never had one? <a href="/forgot-password">Get a link by mail</a> to choose a new
            one. Then connect {label} under Your account.
          </p>
        )}
      </div>
    </Page>
  );
}
