import type { SubmissionResult } from "@conform-to/react";
import { Alert } from "#app/components/alert.tsx";
import { initials } from "#app/components/avatar.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { OptionsField, TextField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { Mailbox } from "#app/components/mailbox.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { InvitationView, MembersPageView, MemberView } from "#app/domain/member-views.ts";
import { dayOf, formatDate } from "#app/i18n/format.ts";
import { ROLE_WORDS } from "#app/i18n/members.ts";

type Props = MembersPageView & {
  lastResult?: SubmissionResult<string[]> | null;
  /** What has just been done, in one sentence. */
  done?: string | null;
};

export const ROLE_OPTIONS = (["viewer", "manager", "owner"] as const).map((value) => ({
  value,
  label: ROLE_WORDS[value].name,
  note: ROLE_WORDS[value].may,
}));

/** Who works for the provider. Everybody who does may see it; owners change it. */
export function MembersPage({ desk, members, invitations, may_write, lastResult, done }: Props) {
  const base = `/dashboard/${desk.username}/members`;
  return (
    <DeskPage desk={desk} current="members">
      <div className="grid gap-8 pt-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)] lg:gap-12">
        <div className="grid content-start gap-8">
          <section className="grid gap-5" aria-labelledby="members">
            <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
              <h1 id="members" className="text-2xl">
                Members
              </h1>
              {desk.role !== "viewer" && (
                <a href={`/dashboard/${desk.username}/history`} className="py-2 text-sm">
                  History: who did what
                </a>
              )}
            </div>
            {done && <Alert tone="good" title={done} />}
            <ul className="sheet people">
              {members.map((member) => (
                <Member key={member.account_id} member={member} base={base} may_write={may_write} />
              ))}
            </ul>
          </section>
          {invitations.length > 0 && (
            <section className="grid gap-4" aria-labelledby="invited">
              <h2 id="invited" className="text-xl">
                Invited
              </h2>
              <ul className="sheet people">
                {invitations.map((one) => (
                  <Invitation
                    key={one.id}
                    invitation={one}
                    base={base}
                    zone={desk.time_zone}
                    may_write={may_write}
                  />
                ))}
              </ul>
            </section>
          )}
        </div>
        {may_write ? <InviteForm base={base} lastResult={lastResult} /> : <Roles />}
      </div>
    </DeskPage>
  );
}

function Member({ member, base, may_write }: { member: MemberView; base: string; may_write: boolean }) {
  const { account_id, name, email, role, is_self } = member;
  return (
    <li>
      <span className="avatar" aria-hidden="true">
        {initials(name)}
      </span>
      <p className="min-w-0">
        <strong className="font-semibold">{name}</strong>
        {is_self && <span className="text-soft"> (you)</span>}
        <span className="block text-sm text-soft">
          <Mailbox email={email} />
        </span>
      </p>
      <p>
        <span className={role === "owner" ? "chip" : "chip plain"}>{ROLE_WORDS[role].name}</span>
      </p>
      {(may_write || is_self) && (
        <p className="acts">
          {may_write && (
            <a className="btn slim" href={`${base}/${account_id}/role`}>
              Change role<span className="hide"> of {name}</span>
            </a>
          )}
          {is_self ? (
            <a className="btn slim" href={`${base}/departure`}>
              Leave
            </a>
          ) : (
            <a className="btn slim" href={`${base}/${account_id}/removal`}>
              Remove<span className="hide"> {name}</span>
            </a>
          )}
        </p>
      )}
    </li>
  );
}

type InvitationProps = { invitation: InvitationView; base: string; zone: string; may_write: boolean };

function Invitation({ invitation, base, zone, may_write }: InvitationProps) {
  const { id, email, role, inviter_name, expires_at, is_expired } = invitation;
  const day = formatDate(dayOf(expires_at, zone));
  return (
    <li>
      <span className="avatar open" aria-hidden="true">
        {initials(email)}
      </span>
      <p className="min-w-0">
        <strong className="font-semibold">
          <Mailbox email={email} />
        </strong>
        <span className="block text-sm text-soft">
          {is_expired ? `Expired on ${day}` : `Can be accepted until ${day}`}
          {inviter_name && `, invited by ${inviter_name}`}
        </span>
      </p>
      <p>
        <span className={is_expired ? "chip warm" : "chip plain"}>
          {is_expired ? "Expired" : ROLE_WORDS[role].name}
        </span>
      </p>
      {may_write && (
        <div className="acts">
          <PostForm action={`${base}/invitations/${id}/mail`}>
            <button type="submit" className="btn slim">
              Send again<span className="hide"> to {email}</span>
            </button>
          </PostForm>
          <PostForm action={`${base}/invitations/${id}/withdrawal`}>
            <button type="submit" className="btn slim">
              Withdraw<span className="hide"> the invitation of {email}</span>
            </button>
          </PostForm>
        </div>
      )}
    </li>
  );
}

function InviteForm({ base, lastResult }: { base: string; lastResult: Props["lastResult"] }) {
  const state = (name: string) => fieldState(name, lastResult, { role: "viewer" });
  const errors = ["email", "role"].flatMap((name) =>
    state(name).errors.map((text) => ({ id: state(name).id, text })),
  );
  return (
    <section className="grid content-start gap-4" aria-labelledby="invite">
      <h2 id="invite" className="text-xl">
        Invite somebody
      </h2>
      <ErrorSummary errors={errors} />
      <PostForm action={`${base}/invitations`} className="grid gap-5" noValidate>
        <TextField
          state={state("email")}
          label="E-mail"
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          help="They get a link that works for two weeks."
        />
        <OptionsField state={state("role")} label="What they may do" required options={ROLE_OPTIONS} />
        <button type="submit" className="btn main">
          Send the invitation
        </button>
      </PostForm>
    </section>
  );
}

function Roles() {
  return (
    <section className="grid content-start gap-4" aria-labelledby="roles">
      <h2 id="roles" className="text-xl">
        Who may do what
      </h2>
      <dl className="rows">
        {(["owner", "manager", "viewer"] as const).map((role) => (
          <div key={role}>
            <dt>{ROLE_WORDS[role].name}</dt>
            <dd>{ROLE_WORDS[role].may}</dd>
          </div>
        ))}
      </dl>
      <p className="text-soft">Owners decide who is a member, and as what.</p>
    </section>
  );
}
