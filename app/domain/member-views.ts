import type { DeskView, PersonView, ProviderView } from "#app/domain/views.ts";

/** What the pages of members, of invitations, of histories and of the operator show; see views.ts for units. */

export type MemberRole = "owner" | "manager" | "viewer";

export type MemberView = {
  account_id: string;
  name: string;
  email: string;
  role: MemberRole;
  /** Since when they are a member. */
  since: number;
  /** The member who looks at the page. */
  is_self: boolean;
};

export type InvitationView = {
  id: string;
  email: string;
  role: MemberRole;
  inviter_name: string | null;
  expires_at: number;
  is_expired: boolean;
};

/** Who works for a provider, and who is invited. */
export type MembersPageView = {
  desk: DeskView;
  members: MemberView[];
  invitations: InvitationView[];
  /** An owner looks: they may invite, change and remove. */
  may_write: boolean;
};

/** One member, to change their role or to let them go. */
export type MemberPageView = {
  desk: DeskView;
  member: MemberView;
  /** The provider would be without an owner. */
  is_last_owner: boolean;
};

/** Who holds the link of an invitation: `new` has no account with this address yet, `known` has one. */
export type JoinPageView = {
  path: string;
  provider: Pick<ProviderView, "username" | "name" | "photo_path">;
  email: string;
  role: MemberRole;
  inviter_name: string | null;
  expires_at: number;
  time_zone: string;
  visitor:
    | { kind: "new" | "known" }
    | { kind: "invited"; account_name: string }
    | { kind: "other"; account_name: string; account_email: string };
};

export type HistoryEntryView = {
  id: string;
  at: number;
  /** "Ada Lovelace", "A customer", "The operator". */
  who: string;
  what: string;
  /** From which network address; null when that is not known. */
  from: string | null;
};

/** What happened to a provider's data, newest first. */
export type HistoryPageView = {
  desk: DeskView;
  entries: HistoryEntryView[];
  /** The address of the page with what happened before, or null. */
  older: string | null;
  is_first: boolean;
};

/** The operator's glance at the installation. Sizes in bytes. */
export type OverviewPageView = {
  person: PersonView;
  version: string;
  database_bytes: number;
  accounts: number;
  accounts_suspended: number;
  sessions: number;
  providers: number;
  jobs_waiting: number;
  /** Failed, and will be tried again. */
  jobs_failed: number;
  /** Given up. */
  jobs_dead: number;
  /** Runners of jobs that show signs of life. */
  workers: number;
  /** Seconds that the job which is due longest has been waiting; null when none is due. */
  oldest_job_s: number | null;
  sign_up: "open" | "invitation";
};

/** A list that the operator searches; `more` is the address of its next page. */
type OperatorListView<T> = {
  person: PersonView;
  search: string;
  entries: T[];
  more: string | null;
  is_first: boolean;
};

export type OperatorProvidersPageView = OperatorListView<{
  username: string;
  current_username: string;
  name: string;
  is_suspended: boolean;
  deletes_at: number | null;
}>;

export type OperatorAccountsPageView = OperatorListView<{
  id: string;
  name: string;
  email: string;
  is_operator: boolean;
  is_suspended: boolean;
  deletes_at: number | null;
  created_at: number;
  is_self: boolean;
}>;

/** A job that was given up, in words. */
export type DeadJobView = {
  id: string;
  /** "Mail about a booking" */
  name: string;
  tries: number;
  failed_at: number;
  error: string;
};

export type DeadJobsPageView = {
  person: PersonView;
  jobs: DeadJobView[];
  older: string | null;
  is_first: boolean;
  /** What was just done, said once. */
  done: string | null;
};

/** Somebody or something that is to be suspended, or is. */
export type SuspensionPageView = {
  person: PersonView;
  /** What the forms are sent to: "…/suspension" and "…/reinstatement" follow. */
  path: string;
  kind: "provider" | "account";
  name: string;
  /** "/book/<username>" or the e-mail address. */
  detail: string;
  suspended_at: number | null;
  reason: string;
};
