import { Authenticator } from "remix-auth";
import { FormStrategy } from "remix-auth-form";
import { type PasswordSignIn, signInWithPassword } from "#app/domain/accounts/sign-in.server.ts";
import { accountContext, clientOf, findSignedIn, type HttpArgs } from "#app/http/session.server.ts";

/**
 * Asks remix-auth's form strategy. The strategy reads the form's body; what counts is what the route has parsed of it
 * and has counted as a try.
 */
export async function authenticatePassword(
  args: HttpArgs,
  given: { email: string; password: string },
): Promise<PasswordSignIn> {
  const authenticator = new Authenticator<PasswordSignIn>().use(
    new FormStrategy(async () => {
      const signed = await findSignedIn(args);
      return signInWithPassword(accountContext(args, signed?.account ?? null), given, clientOf(args));
    }),
    "password",
  );
  return authenticator.authenticate("password", args.request);
}
