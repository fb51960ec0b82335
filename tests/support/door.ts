/** The door as browsers use it: knocking with a password, from an address, with cookies. */
import { hashPassword } from "#app/domain/passwords.server.ts";
import type { TestDatabase } from "./postgres.ts";
import { createAccount } from "./sign-in.ts";
import { type Answer, type App, ask, post } from "./web.ts";

export const PASSWORD = "a password that is long enough";

/** The caps as they are, and a proxy that says who asks. */
export const REAL_CAPS = { RATE_LIMIT_FACTOR: "1", TRUST_PROXY: "1" };

let n = 0;

/** A number that no other call gets. */
export const nextNumber = () => ++n;

/** An address that nobody has used before. */
export const somewhere = () => `198.18.${(++n >> 8) & 255}.${n & 255}`;

export type From = { address?: string; cookie?: string; at?: Pick<App, "port">; next?: string };

export const cookieOf = ({ headers }: Answer, name: string): string =>
  (headers["set-cookie"] ?? [])
    .map((cookie) => cookie.split(";")[0]!)
    .find((cookie) => cookie.startsWith(`__Host-daybook-${name}=`)) ?? "";

/** For one app, which may not run yet. */
export function doorOf(database: Pick<TestDatabase, "admin">, app: () => Pick<App, "port">) {
  let hash: Promise<string> | undefined;
  const knock = (
    email: string,
    password: string,
    { address = somewhere(), cookie, at = app(), next }: From = {},
  ) =>
    post(
      at,
      "/sign-in",
      { email, password, ...(next === undefined ? {} : { next }) },
      { "X-Forwarded-For": address, ...(cookie && { Cookie: cookie }) },
    );
  return {
    knock,
    guess: (email: string, from?: From) => knock(email, `a guess ${Math.random()}`, from),
    /** An account with PASSWORD. */
    person: async (values: Record<string, unknown> = {}) => {
      const email = `person-${++n}@example.org`;
      hash ??= hashPassword(PASSWORD);
      const { id } = await createAccount(database.admin, { email, password_hash: await hash, ...values });
      return { id, email };
    },
    isIn: async (cookie: string) =>
      (await ask(app(), "/dashboard/providers", { headers: { Cookie: cookie } })).status === 200,
  };
}
