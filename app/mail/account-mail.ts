import { houseMail } from "#app/mail/house-mail.ts";
import type { Mail } from "#app/mail/message.server.ts";

/** To an address that has no account: the link that makes one. Reads well to somebody who never asked for it. */
export const finishSignUpMail = (to: string, url: string): Mail =>
  houseMail(
    to,
    "Finish your sign-up",
    [
      "Hello,",
      "",
      "with this address somebody began to open a booking page on Daybook. If that was you, go on here:",
      "",
      url,
      "",
      "The link works for 24 hours, once. If it was not you, ignore this mail: there is no account until the link is used.",
    ],
    "Finish signing up",
  );

/** To somebody whom the operator invites to make an account. */
export const invitedMail = (to: string, url: string): Mail =>
  houseMail(
    to,
    "Your invitation to Daybook",
    [
      "Hello,",
      "",
      "whoever runs this Daybook invites you to open a booking page of your own. Begin here:",
      "",
      url,
      "",
      "The link works for two weeks, once. If you did not expect this mail, ignore it: nothing happens.",
    ],
    "Begin",
  );

/** To an address that has an account, when somebody signs up with it. */
export const haveAccountMail = (to: string, sign_in_url: string, reset_url: string): Mail =>
  houseMail(
    to,
    "You have an account already",
    [
      "Hello,",
      "",
      "somebody wanted to sign up on Daybook with this address. It has an account already; sign in here:",
      "",
      sign_in_url,
      "",
      "If you do not know the password any more, set a new one:",
      reset_url,
      "",
      "If it was not you, ignore this mail: nothing was changed.",
    ],
    "Sign in",
  );

/** The link to a new password. */
export const resetMail = ({ name, email }: { name: string; email: string }, url: string): Mail =>
  houseMail(
    email,
    "Set a new password",
    [
      `Hello ${name},`,
      "",
      "somebody asked for a new password for your Daybook account. If that was you, set it here:",
      "",
      url,
      "",
      "The link works for one hour, once. If it was not you, ignore this mail: your password stays as it is.",
    ],
    "Set a new password",
  );
