import type { SubmissionResult } from "@conform-to/react";
import type { ReactNode } from "react";
import { AccountMenu } from "#app/components/account-menu.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { fieldState, otherErrors } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { PersonView } from "#app/domain/views.ts";

type Result = SubmissionResult<string[]> | null | undefined;

type FormPageProps = {
  person: PersonView;
  title: string;
  /** Under the title, before the form. */
  lead?: ReactNode;
  lastResult?: Result;
  /** Names of the fields on show, in their order. */
  fields: string[];
  button: string;
  danger?: boolean;
  children: ReactNode;
};

/** One thing of the account to change, on a page of its own. */
function FormPage({ person, title, lead, lastResult, fields, button, danger, children }: FormPageProps) {
  const errors = [
    ...otherErrors(lastResult, fields).map((text) => ({ id: null, text })),
    ...fields.flatMap((name) =>
      fieldState(name, lastResult).errors.map((text) => ({ id: fieldState(name, null).id, text })),
    ),
  ];
  return (
    <Frame person={person} title={title} lead={lead} notice={<ErrorSummary errors={errors} />}>
      <PostForm className="grid gap-6">
        {children}
        <p className="flex flex-wrap gap-3">
          <button type="submit" className={danger ? "btn danger" : "btn main"}>
            {button}
          </button>
          <a href="/account" className="btn">
            Cancel
          </a>
        </p>
      </PostForm>
    </Frame>
  );
}

type FrameProps = Pick<FormPageProps, "person" | "title" | "lead" | "children"> & { notice?: ReactNode };

function Frame({ person, title, lead, notice, children }: FrameProps) {
  return (
    <Page width="reading" aside={<AccountMenu person={person} />}>
      <div className="grid gap-6">
        <div className="grid gap-1">
          <a
            href="/account"
            className="-ml-1.5 inline-flex min-h-11 items-center gap-1 text-sm font-semibold"
          >
            <Icon name="left" />
            Your account
          </a>
          <h1 className="text-2xl">{title}</h1>
          {lead && <p className="text-soft">{lead}</p>}
        </div>
        {notice}
        {children}
      </div>
    </Page>
  );
}

type Shared = { person: PersonView; lastResult?: Result };

export function ProfilePage({ person, lastResult }: Shared) {
  return (
    <FormPage person={person} title="Your name" fields={["name"]} lastResult={lastResult} button="Save">
      <TextField
        state={fieldState("name", lastResult, { name: person.account_name })}
        label="Name"
        help="What colleagues see, and what our mails to you begin with."
        required
        autoComplete="name"
        maxLength={200}
      />
    </FormPage>
  );
}

function CurrentPassword({ lastResult, help }: { lastResult: Result; help?: string }) {
  return (
    <TextField
      state={fieldState("current_password", lastResult)}
      label="Your current password"
      help={help}
      required
      type="password"
      autoComplete="current-password"
    />
  );
}

/** For who signs in by a connected identity only: a password is set by the way that proves the address. */
function NoPassword({ person, title }: { person: PersonView; title: string }) {
  return (
    <Frame
      person={person}
      title={title}
      lead="You have no password yet. We send a link to your address, and there you choose one."
    >
      <p>
        <a href="/forgot-password" className="btn main">
          Get the link
        </a>
      </p>
    </Frame>
  );
}

export function PasswordPage({
  person,
  email,
  has_password,
  lastResult,
}: Shared & { email: string; has_password: boolean }) {
  if (!has_password) return <NoPassword person={person} title="Set a password" />;
  return (
    <FormPage
      person={person}
      title="Change your password"
      lead="You stay signed in here, and are signed out everywhere else."
      fields={["current_password", "new_password"]}
      lastResult={lastResult}
      button="Change the password"
    >
      {/* So that a password manager knows whose it is. */}
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <CurrentPassword lastResult={lastResult} />
      <TextField
        state={fieldState("new_password", lastResult)}
        label="New password"
        help="10 characters or more. A few words in a row are easy to remember."
        required
        type="password"
        autoComplete="new-password"
      />
    </FormPage>
  );
}

export function EmailPage({
  person,
  email,
  has_password,
  lastResult,
}: Shared & { email: string; has_password: boolean }) {
  if (!has_password) return <NoPassword person={person} title="Set a password first" />;
  return (
    <FormPage
      person={person}
      title="Change your e-mail"
      lead={
        <>
          Now it is <strong className="font-semibold text-ink">{email}</strong>. It stays so until you open
          the link that we send to the new address.
        </>
      }
      fields={["email", "current_password"]}
      lastResult={lastResult}
      button="Send the link"
    >
      <TextField
        state={fieldState("email", lastResult)}
        label="New e-mail"
        required
        type="email"
        autoComplete="email"
        maxLength={254}
      />
      <CurrentPassword lastResult={lastResult} />
    </FormPage>
  );
}

export type SoleOwnership = { username: string; name: string };

type DeletionProps = Shared & {
  email: string;
  has_password: boolean;
  /** Providers that would be without an owner. */
  alone: SoleOwnership[];
  days: number;
};

export function DeletionPage({ person, email, has_password, alone, days, lastResult }: DeletionProps) {
  if (alone.length > 0) return <StillNeeded person={person} alone={alone} />;
  return (
    <FormPage
      person={person}
      title="Delete your account"
      lead={`You are signed out everywhere at once. For ${days} days you can change your mind: by the link that we mail you, or by signing in. Then the account and everything about you in it is gone.`}
      fields={[has_password ? "current_password" : "email"]}
      lastResult={lastResult}
      button="Delete my account"
      danger
    >
      {has_password ? (
        <CurrentPassword lastResult={lastResult} help="So that nobody else does this in your name." />
      ) : (
        <TextField
          state={fieldState("email", lastResult)}
          label="Type your e-mail to confirm"
          help={email}
          required
          type="email"
          autoComplete="off"
          maxLength={254}
        />
      )}
    </FormPage>
  );
}

function StillNeeded({ person, alone }: { person: PersonView; alone: SoleOwnership[] }) {
  return (
    <Frame
      person={person}
      title="You are still needed"
      lead="These have no other owner. Make somebody else one, or delete them first; then you can go."
    >
      <ul className="grid gap-3">
        {alone.map(({ username, name }) => (
          <li key={username} className="sheet grid gap-3 p-5">
            <p className="font-semibold">{name}</p>
            <p className="flex flex-wrap gap-2">
              <a className="step" href={`/dashboard/${username}/members`} aria-label={`Members of ${name}`}>
                Members
              </a>
              <a
                className="step"
                href={`/dashboard/${username}/settings/deletion`}
                aria-label={`Delete ${name}`}
              >
                Delete it
              </a>
            </p>
          </li>
        ))}
      </ul>
    </Frame>
  );
}
