import { Entrance, EntranceForm, type Result, withNext } from "#app/components/entrance.tsx";
import { TextField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { type IdentityButton, IdentityButtons } from "#app/components/identity-buttons.tsx";

type Props = {
  /** Where to go on afterwards, an own path; null for the dashboard. */
  next: string | null;
  providers: IdentityButton[];
  lastResult?: Result;
};

/** The way in for who has an account. */
export function SignInPage({ next, providers, lastResult }: Props) {
  return (
    <Entrance title="Sign in" lead={next ? "The page you asked for opens right after." : undefined}>
      <EntranceForm lastResult={lastResult} fields={["email", "password"]} button="Sign in">
        {next && <input type="hidden" name="next" value={next} />}
        <TextField
          state={fieldState("email", lastResult)}
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          maxLength={254}
        />
        <TextField
          state={fieldState("password", lastResult)}
          label="Password"
          type="password"
          required
          autoComplete="current-password"
        />
      </EntranceForm>
      <IdentityButtons providers={providers} next={next} />
      <p className="flex flex-wrap justify-between gap-x-6 gap-y-1">
        <a href={withNext("/forgot-password", next)} className="py-2">
          Forgotten your password?
        </a>
        <a href={withNext("/sign-up", next)} className="py-2">
          No account yet? Sign up
        </a>
      </p>
    </Entrance>
  );
}

/** For who opens the address by hand: signing out is an act, so it is a button. */
export function SignOutPage() {
  return (
    <Entrance title="Sign out?" lead="On this device only. Your pages and bookings stay as they are.">
      <EntranceForm lastResult={null} fields={[]} button="Sign out">
        {null}
      </EntranceForm>
    </Entrance>
  );
}
