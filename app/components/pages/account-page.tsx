import type { ReactNode } from "react";
import { AccountMenu } from "#app/components/account-menu.tsx";
import { Alert } from "#app/components/alert.tsx";
import { Icon } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { AccountPageView, SessionView } from "#app/domain/account-views.ts";
import { dayOf, formatDate, formatDay, formatShortDay, formatTime, zoneLabel } from "#app/i18n/format.ts";

type Props = AccountPageView & {
  /** What has just been done, in one sentence. */
  done?: string | null;
  /** Connected identities (components/connections-section.tsx). */
  connections?: ReactNode;
};

/** Somebody's own account: who they are, how they sign in, where they are signed in, what happened. */
export function AccountPage({ done, connections, ...view }: Props) {
  return (
    <Page width="reading" aside={<AccountMenu person={view.person} />}>
      <div className="grid gap-8 pt-4">
        <div className="grid gap-4">
          <h1 className="text-2xl">Your account</h1>
          {done && <Alert tone="good" title={done} />}
          {view.deletes_at !== null && <Grace deletes_at={view.deletes_at} zone={view.time_zone} />}
        </div>
        <Profile view={view} />
        {connections}
        <Sessions view={view} />
        <Events view={view} />
        <Leaving deletes_at={view.deletes_at} />
      </div>
    </Page>
  );
}

function Grace({ deletes_at, zone }: { deletes_at: number; zone: string }) {
  return (
    <section className="alert ask" aria-labelledby="grace">
      <Icon name="notice" size={22} />
      <div>
        <h2 id="grace" className="text-lg leading-snug tracking-normal">
          This account will be deleted on {formatDay(dayOf(deletes_at, zone))}
        </h2>
        <p>Until that day nothing is lost.</p>
      </div>
      <PostForm action="/account/deletion/undo">
        <button type="submit" className="btn">
          Keep my account
        </button>
      </PostForm>
    </section>
  );
}

type RowProps = { label: string; children: ReactNode; href: string; change: string };

/** What is, and a link to the form that changes it. */
function Row({ label, children, href, change }: RowProps) {
  return (
    <div className="setting">
      <dt>{label}</dt>
      <dd>
        <span>{children}</span>
        <a href={href} className="step" aria-label={`${change}: ${label}`}>
          {change}
        </a>
      </dd>
    </div>
  );
}

function Profile({ view }: { view: AccountPageView }) {
  const { name, email, asked_email, has_password } = view;
  return (
    <section className="sheet px-5 py-1 sm:px-6" aria-label="Who you are and how you sign in">
      <dl>
        <Row label="Name" href="/account/profile" change="Change">
          {name}
        </Row>
        <Row label="E-mail" href="/account/email" change="Change">
          {email}
          {asked_email && (
            <small className="block text-soft">Waiting for the link that was sent to {asked_email}</small>
          )}
        </Row>
        <Row label="Password" href="/account/password" change={has_password ? "Change" : "Set"}>
          {has_password ? "Only you know it" : <span className="text-soft">None yet</span>}
        </Row>
      </dl>
    </section>
  );
}

/** A day and an hour, short: the year only where it is not this one's. */
function At({ at, zone }: { at: number; zone: string }) {
  return (
    <time dateTime={new Date(at).toISOString()}>
      {formatShortDay(dayOf(at, zone))}, {formatTime(at, zone)}
    </time>
  );
}

function Sessions({ view: { sessions, time_zone } }: { view: AccountPageView }) {
  return (
    <section className="grid gap-4" id="sessions" aria-labelledby="sessions-title">
      <div className="grid gap-1">
        <h2 id="sessions-title" className="text-xl">
          Where you are signed in
        </h2>
        <p className="text-sm text-soft">Times are {zoneLabel(time_zone, sessions[0]?.last_seen_at ?? 0)}.</p>
      </div>
      <ul className="sheet lines">
        {sessions.map((session) => (
          <Session key={session.id} session={session} zone={time_zone} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <PostForm action="/account/sessions/end-others">
          <button type="submit" className="btn">
            Sign out everywhere else
          </button>
        </PostForm>
      )}
    </section>
  );
}

function Session({ session, zone }: { session: SessionView; zone: string }) {
  const { id, device, address, created_at, last_seen_at, is_this } = session;
  return (
    <li>
      <span className="text-soft">
        <Icon name={/Android|iPhone|iPad/.test(device) ? "phone" : "screen"} size={24} />
      </span>
      <p className="min-w-0">
        <strong className="font-semibold">{device}</strong>
        {address && <span className="block text-sm text-soft">{address}</span>}
        <span className="block text-sm text-soft">Since {formatDate(dayOf(created_at, zone))}</span>
        {!is_this && (
          <span className="block text-sm text-soft">
            Last seen <At at={last_seen_at} zone={zone} />
          </span>
        )}
      </p>
      {is_this ? (
        <span className="chip">This one</span>
      ) : (
        <PostForm action={`/account/sessions/${id}/end`}>
          <button type="submit" className="step" aria-label={`Sign out ${device}, ${address ?? ""}`}>
            Sign out
          </button>
        </PostForm>
      )}
    </li>
  );
}

function Events({ view: { events, time_zone } }: { view: AccountPageView }) {
  if (events.length === 0) return null;
  return (
    <section className="grid gap-4" aria-labelledby="events-title">
      <h2 id="events-title" className="text-xl">
        What happened lately
      </h2>
      <ul className="sheet lines plain">
        {events.map(({ id, text, address, at }) => (
          <li key={id}>
            <p className="min-w-0">
              {text}
              {address && <span className="block text-sm text-soft">From {address}</span>}
            </p>
            <p className="text-sm text-soft">
              <At at={at} zone={time_zone} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Leaving({ deletes_at }: Pick<AccountPageView, "deletes_at">) {
  return (
    <section className="grid gap-4" aria-labelledby="data-title">
      <div className="grid gap-1">
        <h2 id="data-title" className="text-xl">
          Your data
        </h2>
        <p className="text-soft">All that is held about your account, as one JSON file.</p>
      </div>
      <p className="flex flex-wrap gap-3">
        <a href="/account/data" className="btn" download>
          Download my data
        </a>
        {deletes_at === null && (
          <a href="/account/deletion" className="btn danger">
            Delete my account
          </a>
        )}
      </p>
    </section>
  );
}
