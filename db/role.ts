import { z } from "zod";
import { readingDirectory, sql } from "./transaction.ts";

/** The application's connections could read every tenant. */
export class UnconfinedRoleError extends Error {
  override readonly name = "UnconfinedRoleError";
  readonly code = "unconfined_role";
}

const RoleRow = z.object({ role: z.string(), bypasses: z.boolean(), owns: z.boolean() });

/**
 * Makes sure that row-level security binds the application's connections; asked once, at the start.
 * @throws UnconfinedRoleError when their role is a superuser, has BYPASSRLS or owns one of the tables
 */
export async function requireConfinedRole(): Promise<void> {
  const { role, bypasses, owns } = await readingDirectory((tx) =>
    tx.one(sql.type(RoleRow)`
      /* requireConfinedRole */
      select r.rolname::text as role, (r.rolsuper or r.rolbypassrls) as bypasses,
             exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')) as owns
      from pg_roles r where r.rolname = current_user`),
  );
  if (bypasses || owns)
    throw new UnconfinedRoleError(
      `The role "${role}" could see every provider's data, so Daybook does not start. ` +
        "Set DATABASE_APP_URL to the role daybook_app (docs/self-hosting.md).",
    );
}
