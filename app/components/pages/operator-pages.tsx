import { Alert } from "#app/components/alert.tsx";
import { initials } from "#app/components/avatar.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { LongTextField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { ListSteps, OperatorPage, SearchForm } from "#app/components/operator.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type {
  OperatorAccountsPageView,
  OperatorProvidersPageView,
  SuspensionPageView,
} from "#app/domain/member-views.ts";
import { dayOf, formatDate } from "#app/i18n/format.ts";

const onDay = (at: number) => formatDate(dayOf(at, "UTC"));

/** All providers, by their names in addresses. */
export function OperatorProvidersPage({
  person,
  search,
  entries,
  more,
  is_first,
}: OperatorProvidersPageView) {
  return (
    <OperatorPage person={person} current="providers" width="form">
      <div className="grid gap-6 pt-2">
        <h1 className="text-2xl">Providers</h1>
        <SearchForm label="Name in the address" search={search} />
        {entries.length === 0 ? (
          <p className="text-soft">{search ? "No provider has such a name." : "There is no provider yet."}</p>
        ) : (
          <ul className="sheet people wide">
            {entries.map(({ username, current_username, name, is_suspended, deletes_at }) => (
              <li key={username}>
                <span className="avatar" aria-hidden="true">
                  {initials(name)}
                </span>
                <p className="min-w-0">
                  <strong className="font-semibold">{name}</strong>
                  <span className="block text-sm text-soft">
                    <a href={`/book/${username}`}>/book/{username}</a>
                    {username !== current_username && `, now ${current_username}`}
                    {deletes_at !== null && `, will be deleted on ${onDay(deletes_at)}`}
                  </span>
                </p>
                <p>{is_suspended && <span className="chip warm">Suspended</span>}</p>
                <p className="acts">
                  <a className="btn slim" href={`/admin/providers/${username}/suspension`}>
                    {is_suspended ? "Lift" : "Suspend"}
                    <span className="hide"> {name}</span>
                  </a>
                </p>
              </li>
            ))}
          </ul>
        )}
        <ListSteps more={more} is_first={is_first} />
      </div>
    </OperatorPage>
  );
}

/** All people who sign in, newest first. */
export function OperatorAccountsPage({ person, search, entries, more, is_first }: OperatorAccountsPageView) {
  return (
    <OperatorPage person={person} current="accounts" width="form">
      <div className="grid gap-6 pt-2">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h1 className="text-2xl">Accounts</h1>
          <a className="btn slim" href="/admin/invitations">
            Invite somebody
          </a>
        </div>
        <SearchForm label="E-mail or name" search={search} />
        {entries.length === 0 ? (
          <p className="text-soft">Nobody has such an address or name.</p>
        ) : (
          <ul className="sheet people wide">
            {entries.map((one) => (
              <li key={one.id}>
                <span className="avatar" aria-hidden="true">
                  {initials(one.name)}
                </span>
                <p className="min-w-0">
                  <strong className="font-semibold">{one.name}</strong>
                  {one.is_self && <span className="text-soft"> (you)</span>}
                  <span className="block text-sm text-soft">
                    {one.email}, since {onDay(one.created_at)}
                    {one.deletes_at !== null && `, will be deleted on ${onDay(one.deletes_at)}`}
                  </span>
                </p>
                <p>
                  {one.is_suspended ? (
                    <span className="chip warm">Suspended</span>
                  ) : (
                    one.is_operator && <span className="chip">Operator</span>
                  )}
                </p>
                <p className="acts">
                  {!one.is_self && (
                    <a className="btn slim" href={`/admin/accounts/${one.id}/suspension`}>
                      {one.is_suspended ? "Lift" : "Suspend"}
                      <span className="hide"> {one.name}</span>
                    </a>
                  )}
                </p>
              </li>
            ))}
          </ul>
        )}
        <ListSteps more={more} is_first={is_first} />
      </div>
    </OperatorPage>
  );
}

const WORDS = {
  provider: {
    current: "providers",
    back: "/admin/providers",
    suspends:
      "The booking page says that it is closed, and is in no list; nobody can book or move a booking. Members cannot open the dashboard. Customers still see their bookings and can cancel them. Nothing is deleted.",
    help: "Its members read this.",
    lifts: "When you lift it, the page and the dashboard open again, just as they were.",
  },
  account: {
    current: "accounts",
    back: "/admin/accounts",
    suspends:
      "They are signed out everywhere at once and cannot sign in. The providers they work for stay open. Nothing is deleted.",
    help: "They read this when they try to sign in.",
    lifts: "When you lift it, they can sign in again, and are for each provider what they were.",
  },
} as const;

type SuspensionProps = SuspensionPageView & { error?: string; typed?: string };

/** Asks for the reason before something is suspended; says it afterwards, and lifts it. */
export function SuspensionPage({ error, typed, ...view }: SuspensionProps) {
  const { person, path, kind, name, detail, suspended_at, reason } = view;
  const words = WORDS[kind];
  const state = fieldState("reason", error ? { error: { reason: [error] } } : null, { reason: typed });
  return (
    <OperatorPage person={person} current={words.current} width="reading">
      <div className="grid gap-6 pt-2">
        <div className="grid gap-1">
          <h1 className="text-2xl">{suspended_at === null ? `Suspend ${name}?` : `${name} is suspended`}</h1>
          <p className="text-soft">{detail}</p>
        </div>
        {suspended_at === null ? (
          <>
            <p>{words.suspends}</p>
            <ErrorSummary errors={state.errors.map((text) => ({ id: state.id, text }))} />
            <PostForm action={`${path}/suspension`} className="grid gap-5" noValidate>
              <LongTextField state={state} label="Reason" help={words.help} required maxLength={500} />
              <p className="flex flex-wrap gap-3">
                <button type="submit" className="btn danger">
                  Suspend
                </button>
                <a className="btn" href={words.back}>
                  Cancel
                </a>
              </p>
            </PostForm>
          </>
        ) : (
          <>
            <Alert title={`Since ${onDay(suspended_at)}`}>{reason && <p>{reason}</p>}</Alert>
            <p>{words.lifts}</p>
            <PostForm action={`${path}/reinstatement`}>
              <p className="flex flex-wrap gap-3">
                <button type="submit" className="btn main">
                  Lift the suspension
                </button>
                <a className="btn" href={words.back}>
                  Cancel
                </a>
              </p>
            </PostForm>
          </>
        )}
      </div>
    </OperatorPage>
  );
}
