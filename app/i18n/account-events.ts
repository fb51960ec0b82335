type Details = Record<string, unknown>;

const text = (value: unknown) => (typeof value === "string" ? value : "");

const METHODS: Record<string, string> = {
  password: "with your password",
  identity: "with a connected account",
  link: "by a link from a mail",
};

const WORDS: Record<string, string | ((details: Details) => string)> = {
  "account.created": "Account opened",
  "account.signed_in": ({ method }) => `Signed in ${METHODS[text(method)] ?? ""}`.trim(),
  "account.signed_out": "Signed out",
  "account.session_ended": "A session was ended",
  "account.signed_out_elsewhere": "Signed out everywhere else",
  "account.renamed": ({ to }) => `Name changed to ${text(to)}`,
  "account.password_changed": "Password changed",
  "account.password_reset": "New password set by a link from a mail",
  "account.email_change_asked": ({ to }) => `Asked to change the e-mail to ${text(to)}`,
  "account.email_changed": ({ to }) => `E-mail changed to ${text(to)}`,
  "account.identity_linked": ({ issuer }) => `Connected a sign-in of ${text(issuer)}`,
  "account.identity_unlinked": ({ issuer }) => `Disconnected a sign-in of ${text(issuer)}`,
  "account.deletion_asked": "Asked to delete the account",
  "account.kept": "Kept the account",
  "account.made_operator": "Made the operator of this installation",
  "message.sent_again": "The operator had a message to you sent again",
  "account.suspended": "Suspended by the operator",
  "account.suspension_lifted": "The operator lifted the suspension",
};

/** A line of an account's history in words; one that nobody gave words to says its own name. */
export function describeAccountEvent({ action, details }: { action: string; details: Details }): string {
  const words = WORDS[action];
  if (typeof words === "function") return words(details);
  if (words) return words;
  const plain = action.replace(/[._]/g, " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
