/** OPERATOR_EMAIL, for an account that was there before it. */
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post, startApp } from "#tests/support/web.ts";

const database = testDatabase();
let app: App | undefined;
afterAll(async () => {
  await app?.stop();
});

const rows = async (text: string, values: unknown[] = []) => (await database.admin.query(text, values)).rows;
const email = "ada@example.org";

// It starts the process twice.
test("the account is the operator from the next start on, once; its address shows at no closed door", {
  timeout: 120_000,
}, async () => {
  await createAccount(database.admin, { email: "first@example.org" });
  const { id } = await createAccount(database.admin, { email });
  const before = await signIn(database.admin, id);
  app = await startApp({ ...database, env: { OPERATOR_EMAIL: "Ada@Example.org" } });
  const [{ operator_since }] = await rows("select operator_since from accounts where id = $1", [id]);
  expect(operator_since).not.toBeNull();
  expect((await ask(app, "/account", { headers: { Cookie: before.cookie } })).status).toBe(302);
  const { cookie, session_id } = await signIn(database.admin, id);
  expect((await ask(app, "/admin", { headers: { Cookie: cookie } })).status).toBe(200);
  expect((await ask(app, "/account", { headers: { Cookie: cookie } })).text).toContain("Made the operator");
  await rows("update installation set sign_up = 'invitation'");
  for (const typed of [email, "nobody@example.org", "first@example.org"])
    expect([typed, (await post(app, "/sign-up", { email: typed })).status]).toEqual([typed, 403]);
  await app.stop();
  app = await startApp({ ...database, env: { OPERATOR_EMAIL: email } });
  expect(await rows("select id from sessions where account_id = $1", [id])).toEqual([{ id: session_id }]);
  expect(await rows("select action from account_events where account_id = $1", [id])).toHaveLength(1);
});
