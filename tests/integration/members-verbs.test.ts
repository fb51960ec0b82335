/** Who works for a provider: inviting, roles, removing, leaving; and never without an owner, whoever acts when. */
import { beforeEach, describe, expect, test } from "vitest";
import { changeRole, leaveProvider, removeMember } from "#app/domain/members/change.server.ts";
import { inviteMember, resendInvitation, withdrawInvitation } from "#app/domain/members/invite.server.ts";
import { acceptInvitation, joinAsNewAccount } from "#app/domain/members/join.server.ts";
import { findSoleOwnerships, goingAsOwner } from "#app/domain/members/owners.server.ts";
import type { MemberContext } from "#app/domain/members/record.server.ts";
import { invitationToken, recoverInvitationToken, sha256 } from "#app/domain/secrets.server.ts";
import { type Role, selectOtherOwnersCount } from "#db/memberships.ts";
import { selectProvider } from "#db/providers.ts";
import { instant, reading, sql, type WriteTx } from "#db/transaction.ts";
import { createProvider } from "#tests/support/factories.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { SECRET } from "#tests/support/web.ts";

const database = testDatabase();
const DAY = 86_400_000;
const CLIENT = { user_agent: "a test" };
const HASH = `$2b$12$${"a".repeat(53)}`;

type Member = { id: string; context: MemberContext };
let provider_id: string;
let olga: Member;
let otto: Member;

const member = async (role: Role, values: Record<string, unknown> = {}): Promise<Member> => {
  const account = await createAccount(database.admin, values);
  await createMembership(database.admin, provider_id, account.id, role);
  const { session_id } = await signIn(database.admin, account.id);
  const provider = await reading(provider_id, selectProvider);
  const context: MemberContext = {
    provider,
    actor: "provider",
    account_id: account.id,
    session_id,
    address: "192.0.2.7",
    now: Date.now(),
    secrets: [SECRET],
  };
  return { id: account.id, context };
};

const rows = async (query: string, values: unknown[] = []) =>
  (await database.admin.query(query, values)).rows;
const rolesNow = async () =>
  (
    await rows("select role from memberships where provider_id = $1 order by created_at, account_id", [
      provider_id,
    ])
  ).map(({ role }) => role);
const sessionsOf = async (id: string) =>
  (await rows("select id from sessions where account_id = $1", [id])).length;
const history = async () =>
  rows(
    "select action, actor, account_id, address, details from audit_events where provider_id = $1 order by id",
    [provider_id],
  );

beforeEach(async () => {
  ({ id: provider_id } = await createProvider(database.admin));
  olga = await member("owner", { name: "Olga" });
  otto = await member("owner", { name: "Otto" });
});

describe("roles", () => {
  test("a change is written with who, when and from where, and ends the member's sessions", async () => {
    const vera = await member("viewer");
    await signIn(database.admin, vera.id);
    expect(await changeRole(olga.context, { account_id: vera.id, role: "manager", was: "viewer" })).toEqual({
      ok: true,
    });
    expect(await rolesNow()).toContain("manager");
    expect(await sessionsOf(vera.id)).toBe(0);
    expect(await sessionsOf(olga.id)).toBe(1);
    expect(await history()).toEqual([
      {
        action: "member.role_changed",
        actor: "provider",
        account_id: olga.id,
        address: "192.0.2.7",
        details: { member_id: vera.id, from: "viewer", to: "manager" },
      },
    ]);
  });

  test("one's own: the session at hand stays, the others end", async () => {
    await signIn(database.admin, olga.id);
    await changeRole(olga.context, { account_id: olga.id, role: "viewer", was: "owner" });
    expect(await rows("select id from sessions where account_id = $1", [olga.id])).toEqual([
      { id: olga.context.session_id },
    ]);
  });

  test("what the form showed is not so any more: nothing changes", async () => {
    const vera = await member("manager");
    expect(await changeRole(olga.context, { account_id: vera.id, role: "owner", was: "viewer" })).toEqual({
      ok: false,
      reason: "stale",
    });
    expect(await changeRole(olga.context, { account_id: vera.id, role: "manager", was: "viewer" })).toEqual({
      ok: true,
    });
    expect(await history()).toEqual([]);
    expect(await sessionsOf(vera.id)).toBe(1);
  });

  test("a member of another provider is none of ours", async () => {
    const vera = await member("viewer");
    const other = await createProvider(database.admin);
    const elsewhere = { ...olga.context, provider: await reading(other.id, selectProvider) };
    for (const outcome of [
      await changeRole(elsewhere, { account_id: vera.id, role: "owner", was: "viewer" }),
      await removeMember(elsewhere, { account_id: vera.id }),
    ])
      expect(outcome).toEqual({ ok: false, reason: "no_member" });
    expect(await rolesNow()).toEqual(["owner", "owner", "viewer"]);
  });
});

describe("never without an owner", () => {
  const left = { ok: false, reason: "last_owner" };

  test("the last one can neither be changed, removed nor leave", async () => {
    expect(await removeMember(olga.context, { account_id: otto.id })).toEqual({ ok: true });
    expect(await changeRole(olga.context, { account_id: olga.id, role: "viewer", was: "owner" })).toEqual(
      left,
    );
    expect(await removeMember(olga.context, { account_id: olga.id })).toEqual(left);
    expect(await leaveProvider(olga.context)).toEqual(left);
    expect(await rolesNow()).toEqual(["owner"]);
  });

  test.each(["suspended_at", "deletes_at"])("an owner with %s is none to rely on", async (column) => {
    await database.admin.query(`update accounts set ${column} = now() + interval '7 days' where id = $1`, [
      otto.id,
    ]);
    expect(await leaveProvider(olga.context)).toEqual(left);
  });

  const acts: Record<string, (one: Member, other: Member) => Promise<{ ok: boolean }>> = {
    "leave, both": (one) => leaveProvider(one.context),
    "remove each other": (one, other) => removeMember(one.context, { account_id: other.id }),
    "make each other a viewer": (one, other) =>
      changeRole(one.context, { account_id: other.id, role: "viewer", was: "owner" }),
    "make themselves a viewer": (one) =>
      changeRole(one.context, { account_id: one.id, role: "viewer", was: "owner" }),
    "delete their accounts": (one) => going(one),
  };
  const setDeletion = async (tx: WriteTx, id: string, at: number | null): Promise<void> => {
    await tx.query(sql.typeAlias("void")`
      update accounts set deletes_at = ${at === null ? sql.fragment`null` : instant(at)} where id = ${id}`);
  };
  const going = async ({ id }: Member) => {
    const kept = await goingAsOwner(
      id,
      (tx) => setDeletion(tx, id, Date.now() + 7 * DAY),
      (tx) => setDeletion(tx, id, null),
    );
    return { ok: kept.length === 0 };
  };

  test.each(Object.keys(acts))(
    "two owners at the same moment: %s, twenty times",
    { timeout: 60_000 },
    async (name) => {
      for (let round = 0; round < 20; round++) {
        ({ id: provider_id } = await createProvider(database.admin));
        const [one, other] = [await member("owner"), await member("owner")];
        const outcomes = await Promise.all([acts[name]!(one, other), acts[name]!(other, one)]);
        expect(outcomes.filter(({ ok }) => ok).length, `round ${round}`).toBe(1);
        const owners = await reading(provider_id, (tx) => selectOtherOwnersCount(tx, crypto.randomUUID()));
        expect(owners, `round ${round}`).toBe(1);
      }
    },
  );

  test("an account that goes is told which providers it would leave alone, and is marked in none", async () => {
    const first = provider_id;
    const second = await createProvider(database.admin);
    await createMembership(database.admin, second.id, olga.id, "owner");
    expect((await findSoleOwnerships(olga.id)).map(({ provider_id: id }) => id)).toEqual([second.id]);
    expect((await findSoleOwnerships(otto.id)).length).toBe(0);
    expect((await going(olga)).ok).toBe(false);
    expect(await rows("select deletes_at from accounts where id = $1", [olga.id])).toEqual([
      { deletes_at: null },
    ]);
    await database.admin.query("delete from memberships where provider_id = $1", [second.id]);
    expect((await going(olga)).ok).toBe(true);
    provider_id = first;
    expect(await leaveProvider(otto.context)).toEqual(left);
  });
});

describe("invitations", () => {
  beforeEach(() =>
    database.admin.query(
      "delete from invitations; delete from accounts where email in ('grace@example.org', 'vera@example.org')",
    ),
  );

  const GRACE = { email: "Grace@Example.org", role: "viewer" as const };
  const invite = async () => {
    const outcome = await inviteMember(olga.context, GRACE);
    if (!outcome.ok) throw new Error(outcome.reason);
    return { ...outcome, token: invitationToken(SECRET, provider_id, outcome.invitation_id) };
  };
  const joining = (account_id: string | null, values: { session_id?: string; now?: number } = {}) => {
    const { secrets } = olga.context;
    return {
      provider: olga.context.provider,
      account: { account_id, session_id: null, address: "192.0.2.8", secrets, now: Date.now(), ...values },
    };
  };

  test("one is a row, a line of history and a mail's job; the token is stored hashed only", async () => {
    const { invitation_id, token } = await invite();
    const [row] = await rows("select * from invitations");
    expect(Buffer.from(row.token_hash).equals(sha256(token))).toBe(true);
    expect(JSON.stringify(row)).not.toContain(token);
    expect(row.expires_at.getTime() - olga.context.now).toBe(14 * DAY);
    expect(await history()).toMatchObject([{ action: "invitation.sent", account_id: olga.id }]);
    const jobs = await rows(
      "select payload from graphile_worker._private_jobs where payload ->> 'invitation_id' = $1",
      [invitation_id],
    );
    expect(jobs).toEqual([{ payload: { provider_id, invitation_id, sent_at: olga.context.now } }]);
    expect(await inviteMember(olga.context, { ...GRACE, email: "grace@example.org" })).toEqual({
      ok: false,
      reason: "is_invited",
    });
  });

  test("ten of the same at once are one", async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => inviteMember(olga.context, GRACE)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await rows("select id from invitations where provider_id = $1", [provider_id])).toHaveLength(1);
  });

  test("a member is not invited, an expired invitation makes room", async () => {
    await member("viewer", { email: "vera@example.org" });
    expect(await inviteMember(olga.context, { email: "VERA@example.org", role: "owner" })).toEqual({
      ok: false,
      reason: "is_member",
    });
    const { invitation_id } = await invite();
    await database.admin.query(
      "update invitations set expires_at = now() - interval '1 second' where id = $1",
      [invitation_id],
    );
    const again = await invite();
    expect(again.invitation_id).not.toBe(invitation_id);
  });

  test("sent again: the same link lives two weeks more; under another secret it is a new one", async () => {
    const { invitation_id, token } = await invite();
    const now = olga.context.now + 10 * DAY;
    await resendInvitation({ ...olga.context, now }, { invitation_id });
    const [row] = await rows("select id, token_hash, expires_at from invitations");
    expect(row.expires_at.getTime()).toBe(now + 14 * DAY);
    expect(recoverInvitationToken([SECRET], provider_id, row)).toBe(token);
    const other = "another-secret-that-is-long-enough-too";
    await resendInvitation({ ...olga.context, secrets: [other, SECRET] }, { invitation_id });
    const [rotated] = await rows("select id, token_hash from invitations");
    expect(recoverInvitationToken([SECRET], provider_id, rotated)).toBe(null);
    expect(recoverInvitationToken([SECRET, other], provider_id, rotated)).toBe(
      invitationToken(other, provider_id, invitation_id),
    );
  });

  test("accepted by who was invited: a membership, a new session, and the link is used up", async () => {
    const { token } = await invite();
    const grace = await createAccount(database.admin, { email: "grace@example.org" });
    const { session_id } = await signIn(database.admin, grace.id);
    const context = joining(grace.id, { session_id });
    const rules = { client: CLIENT, method: "password" as const };
    const outcome = await acceptInvitation(context, token, rules);
    expect(outcome).toMatchObject({ ok: true, role: "viewer" });
    expect(await rows("select id from sessions where account_id = $1", [grace.id])).toEqual([
      { id: outcome.ok && outcome.session!.id },
    ]);
    expect(outcome.ok && outcome.session!.id).not.toBe(session_id);
    expect(await rows("select id from invitations")).toEqual([]);
    expect(await acceptInvitation(context, token, rules)).toMatchObject({ ok: true, session: null });
    expect(await rolesNow()).toEqual(["owner", "owner", "viewer"]);
    expect((await history()).map(({ action }) => action)).toEqual(["invitation.sent", "member.joined"]);
  });

  test("what an owner sent is void once they are none, whoever took that from them", async () => {
    const send = async (from: Member, email: string) => inviteMember(from.context, { email, role: "owner" });
    await send(otto, "ottos-other@example.org");
    await send(olga, "olgas@example.org");
    await changeRole(olga.context, { account_id: otto.id, role: "manager", was: "owner" });
    const open = async () =>
      (await rows("select email from invitations where provider_id = $1", [provider_id])).map(
        ({ email }) => email,
      );
    expect(await open()).toEqual(["olgas@example.org"]);
    const oona = await member("owner");
    await send(oona, "oonas-other@example.org");
    await removeMember(olga.context, { account_id: oona.id });
    expect(await open()).toEqual(["olgas@example.org"]);
    const withdrawn = (await history()).filter(({ action }) => action === "invitation.withdrawn");
    expect(withdrawn.map(({ account_id, details }) => [account_id, details.email])).toEqual([
      [olga.id, "ottos-other@example.org"],
      [olga.id, "oonas-other@example.org"],
    ]);
  });

  test("not by anybody else, not when withdrawn, expired, suspended or somebody else's provider's", async () => {
    const { invitation_id, token } = await invite();
    const other = await createAccount(database.admin);
    const grace = await createAccount(database.admin, { email: "grace@example.org" });
    const rules = { client: CLIENT, method: "password" as const };
    const reasonFor = async (
      id: string,
      values: { session_id?: string; now?: number } = {},
      provider = olga.context.provider,
    ) => {
      const outcome = await acceptInvitation({ ...joining(id, values), provider }, token, rules);
      return outcome.ok ? "ok" : outcome.reason;
    };
    expect(await reasonFor(other.id)).toBe("other_address");
    expect(await reasonFor(grace.id, { now: Date.now() + 15 * DAY })).toBe("expired");
    const elsewhere = await createProvider(database.admin);
    expect(await reasonFor(grace.id, {}, await reading(elsewhere.id, selectProvider))).toBe("no_invitation");
    await database.admin.query("update providers set suspended_at = now() where id = $1", [provider_id]);
    expect(await reasonFor(grace.id)).toBe("closed");
    await database.admin.query("update providers set suspended_at = null where id = $1", [provider_id]);
    expect(await withdrawInvitation(olga.context, { invitation_id })).toEqual({ ok: true });
    expect(await withdrawInvitation(olga.context, { invitation_id })).toMatchObject({ ok: false });
    expect(await reasonFor(grace.id)).toBe("no_invitation");
    expect(await rolesNow()).toEqual(["owner", "owner"]);
  });

  test("as a new account, also while sign-up is by invitation; ten at once make one account", async () => {
    await database.admin.query("update installation set sign_up = 'invitation'");
    const { token } = await invite();
    const person = { name: "Grace Hopper", password_hash: HASH };
    const rules = { operator_email: null, client: CLIENT };
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => joinAsNewAccount(joining(null), token, person, rules)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(
      await rows("select email, name, operator_since from accounts where name = 'Grace Hopper'"),
    ).toEqual([{ email: "Grace@Example.org", name: "Grace Hopper", operator_since: null }]);
    expect(await rolesNow()).toEqual(["owner", "owner", "viewer"]);
    await database.admin.query("update installation set sign_up = 'open'");
  });

  test("nobody plants a password in an account that exists", async () => {
    const { token } = await invite();
    await createAccount(database.admin, { email: "grace@EXAMPLE.org" });
    const person = { name: "Mallory", password_hash: HASH };
    const outcome = await joinAsNewAccount(joining(null), token, person, {
      operator_email: null,
      client: CLIENT,
    });
    expect(outcome).toEqual({ ok: false, reason: "address_taken" });
    expect(await rolesNow()).toEqual(["owner", "owner"]);
    expect(await rows("select id from invitations")).toHaveLength(1);
  });
});
