import { Entrance, EntranceForm, type Result, withNext } from "#app/components/entrance.tsx";
import { TextField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { type IdentityButton, IdentityButtons } from "#app/components/identity-buttons.tsx";

type SignUpProps = {
  is_open: boolean;
  next: string | null;
  providers: IdentityButton[];
  lastResult?: Result;
};

/** The first step asks for an address and nothing else. */
export function SignUpPage({ is_open, next, providers, lastResult }: SignUpProps) {
  const sign_in = (
    <a href={withNext("/sign-in", next)} className="py-2">
      You have an account? Sign in
    </a>
  );
  if (!is_open)
    return (
      <Entrance
        title="Sign-up is by invitation"
        lead="Whoever runs this Daybook lets in those who were invited. If you were, use the link in your mail."
      >
        <p>{sign_in}</p>
      </Entrance>
    );
  return (
    <Entrance
      title="Open your own booking page"
      lead="Five minutes from here, people can book a time with you."
    >
      <EntranceForm lastResult={lastResult} fields={["email"]} button="Send me a link">
        {next && <input type="hidden" name="next" value={next} />}
        <TextField
          state={fieldState("email", lastResult)}
          label="Your e-mail"
          type="email"
          required
          autoComplete="email"
          maxLength={254}
          help="A link comes by mail. It makes your account."
        />
      </EntranceForm>
      <IdentityButtons providers={providers} next={next} />
      <p>{sign_in}</p>
    </Entrance>
  );
}

type SentProps = {
  what: "sign_up" | "password_reset";
  /** The embedded demo sends nothing: its mails are on a page. */
  outbox: boolean;
};

const SENT = {
  sign_up: {
    lead: "A link to finish your sign-up is on its way. It works for 24 hours.",
    again: { href: "/sign-up", label: "Use another address" },
  },
  password_reset: {
    lead: "If this address has an account, a link to a new password is on its way. It works for one hour.",
    again: { href: "/forgot-password", label: "Use another address" },
  },
};

/** The same for every address, known or not. */
export function SentPage({ what, outbox }: SentProps) {
  const { lead, again } = SENT[what];
  return (
    <Entrance title="Look into your mail" lead={lead}>
      {outbox && (
        <p>
          <a href="/dev/mail" className="btn main">
            Open the demo’s mail
          </a>
        </p>
      )}
      <div className="sheet grid gap-2 p-5 sm:p-6">
        <h2 className="text-lg">Nothing there?</h2>
        <ul className="grid gap-1 pl-5 text-soft list-disc">
          <li>It can take a minute.</li>
          <li>Look among the unwanted mail.</li>
          <li>If several came, the newest is the one to use.</li>
        </ul>
        <p>
          <a href={again.href}>{again.label}</a>
        </p>
      </div>
    </Entrance>
  );
}

type ConfirmProps = { email: string; token: string; lastResult?: Result };

const PASSWORD_HELP = "10 characters or more. A few words in a row are easy to remember.";

/** The mailed link leads here: the address is proven, a name and a password are missing. */
export function ConfirmSignUpPage({ email, token, lastResult }: ConfirmProps) {
  return (
    <Entrance title="Almost there" lead={<>Your address, {email}, is confirmed with this form.</>}>
      <EntranceForm lastResult={lastResult} fields={["name", "password"]} button="Create my account">
        <input type="hidden" name="token" value={token} />
        {/* For password managers, which want to know whose password this is. */}
        <input type="email" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
        <TextField
          state={fieldState("name", lastResult)}
          label="Your name"
          required
          autoComplete="name"
          maxLength={120}
        />
        <TextField
          state={fieldState("password", lastResult)}
          label="Password"
          type="password"
          required
          autoComplete="new-password"
          help={PASSWORD_HELP}
        />
      </EntranceForm>
    </Entrance>
  );
}

export function ForgotPasswordPage({ next, lastResult }: { next: string | null; lastResult?: Result }) {
  return (
    <Entrance title="A new password" lead="Type your address, and a link to set a new one comes by mail.">
      <EntranceForm lastResult={lastResult} fields={["email"]} button="Send me a link">
        {next && <input type="hidden" name="next" value={next} />}
        <TextField
          state={fieldState("email", lastResult)}
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          maxLength={254}
        />
      </EntranceForm>
      <p>
        <a href={withNext("/sign-in", next)} className="py-2">
          Back to sign-in
        </a>
      </p>
    </Entrance>
  );
}

export function ResetPasswordPage({ email, token, lastResult }: ConfirmProps) {
  return (
    <Entrance title="Set a new password" lead={<>For {email}. Every other device is signed out with it.</>}>
      <EntranceForm lastResult={lastResult} fields={["password"]} button="Set the password and sign in">
        <input type="hidden" name="token" value={token} />
        <input type="email" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
        <TextField
          state={fieldState("password", lastResult)}
          label="New password"
          type="password"
          required
          autoComplete="new-password"
          help={PASSWORD_HELP}
        />
      </EntranceForm>
    </Entrance>
  );
}
