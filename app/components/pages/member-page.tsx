import { Alert } from "#app/components/alert.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { OptionsField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { ROLE_OPTIONS } from "#app/components/pages/members-page.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { MemberPageView } from "#app/domain/member-views.ts";
import { MEMBER_REFUSALS, ROLE_WORDS } from "#app/i18n/members.ts";

const LAST_OWNER = MEMBER_REFUSALS.last_owner;

/** Another role for a member. */
export function MemberRolePage({ desk, member, is_last_owner, error }: MemberPageView & { error?: string }) {
  const base = `/dashboard/${desk.username}/members`;
  const state = fieldState("role", error ? { error: { role: [error] } } : null, { role: member.role });
  return (
    <DeskPage desk={desk} current="members" width="reading">
      <div className="grid gap-6 pt-2">
        <div className="grid gap-1">
          <h1 className="text-2xl">{member.is_self ? "Your own role" : `What ${member.name} may do`}</h1>
          <p className="text-soft">{member.email}</p>
        </div>
        {is_last_owner ? (
          <>
            <Alert title={LAST_OWNER.title}>
              <p>{LAST_OWNER.text}</p>
            </Alert>
            <p>
              <a className="btn" href={base}>
                Back to the members
              </a>
            </p>
          </>
        ) : (
          <>
            <ErrorSummary errors={state.errors.map((text) => ({ id: state.id, text }))} />
            <PostForm action={`${base}/${member.account_id}/role`} className="grid gap-5" noValidate>
              <input type="hidden" name="was" value={member.role} />
              <OptionsField state={state} label="Role" required options={ROLE_OPTIONS} />
              <p className="text-soft">
                {member.is_self
                  ? "Once you are no owner, only another owner can make you one again. You stay signed in here; your other devices are signed out."
                  : `${member.name} is signed out everywhere and signs in again with the new role.`}
              </p>
              <p className="flex flex-wrap gap-3">
                <button type="submit" className="btn main">
                  Save the role
                </button>
                <a className="btn" href={base}>
                  Keep it as it is
                </a>
              </p>
            </PostForm>
          </>
        )}
      </div>
    </DeskPage>
  );
}

/** Asks once more before somebody goes: another member, or oneself. */
export function MemberRemovalPage({ desk, member, is_last_owner }: MemberPageView) {
  const base = `/dashboard/${desk.username}/members`;
  const { is_self, name, email, role, account_id } = member;
  return (
    <DeskPage desk={desk} current="members" width="reading">
      <div className="grid gap-6 pt-2">
        <h1 className="text-2xl">{is_self ? `Leave ${desk.name}?` : `Remove ${name}?`}</h1>
        {is_last_owner ? (
          <Alert title={LAST_OWNER.title}>
            <p>{LAST_OWNER.text}</p>
          </Alert>
        ) : (
          <p className="text-lg text-soft">
            {is_self
              ? `You will no longer see anything of ${desk.name}. Bookings and settings stay. Only an owner can invite you again.`
              : `${email}, ${ROLE_WORDS[role].name.toLowerCase()}, is signed out at once and no longer sees anything of ${desk.name}. Bookings and settings stay. You can invite them again.`}
          </p>
        )}
        <div className="grid gap-3 sm:flex sm:flex-wrap">
          {!is_last_owner && (
            <PostForm action={is_self ? `${base}/departure` : `${base}/${account_id}/removal`}>
              <button type="submit" className="btn danger w-full">
                {is_self ? "Leave" : `Remove ${name}`}
              </button>
            </PostForm>
          )}
          <a className="btn" href={base}>
            {is_last_owner ? "Back to the members" : is_self ? "Stay" : "Keep"}
          </a>
        </div>
      </div>
    </DeskPage>
  );
}
