import { formatDate } from "#app/i18n/format.ts";
import { houseMail } from "#app/mail/house-mail.ts";
import type { Mail } from "#app/mail/message.server.ts";

type Person = { name: string; email: string };

const hello = ({ name }: Person) => [`Hello ${name},`, ""];

/** To the new address: the link that makes it the account's. */
export const confirmEmailMail = (person: Person, to: string, url: string): Mail =>
  houseMail(to, "Confirm your new e-mail address", [
    ...hello(person),
    `you asked to use this address, ${to}, for your Daybook account. Open this page and confirm:`,
    "",
    url,
    "",
    "The link works for 24 hours. If you did not ask for this, ignore this mail: nothing changes.",
  ]);

/** To an address that belongs to an account already: its owner learns of it, whoever asked does not. */
export const emailTakenMail = (to: string, sign_in_url: string): Mail =>
  houseMail(to, "This address has a Daybook account already", [
    "Hello,",
    "",
    `somebody asked to use this address, ${to}, for another Daybook account. It is the address of yours already, so`,
    "nothing was changed. If it was you: sign in with it here.",
    "",
    sign_in_url,
  ]);

/** To the present address, when another one was asked for. */
export const emailAskedMail = (person: Person, from: string, to: string, account_url: string): Mail =>
  houseMail(from, "Your e-mail address is about to change", [
    ...hello(person),
    `somebody who knows your password asked to change the address of your Daybook account to ${to}. A link was sent`,
    "there; until it is used, everything stays as it is.",
    "",
    "If it was not you, change your password now. That makes the link void:",
    account_url,
  ]);

/** To the former address, when it was changed. */
export const emailChangedMail = (person: Person, from: string, to: string): Mail =>
  houseMail(from, "Your e-mail address was changed", [
    ...hello(person),
    `the address of your Daybook account is now ${to}. You were signed out on all other devices.`,
    "",
    "If it was not you, answer whoever runs this Daybook at once: this address no longer opens the account.",
  ]);

export const passwordChangedMail = (person: Person, reset_url: string): Mail =>
  houseMail(person.email, "Your password was changed", [
    ...hello(person),
    "the password of your Daybook account was changed. You were signed out on all other devices.",
    "",
    "If it was not you, set a new one here at once:",
    reset_url,
  ]);

/** `deletes_at` in epoch ms. */
export const deletionMail = (person: Person, deletes_at: number, url: string): Mail =>
  houseMail(person.email, "Your account will be deleted", [
    ...hello(person),
    `your Daybook account will be deleted on ${formatDate(new Date(deletes_at).toISOString().slice(0, 10))}. Until then you can keep it, here:`,
    "",
    url,
    "",
    "You were signed out everywhere. After that day nothing of the account is left, and nobody can bring it back.",
  ]);

export const keptMail = (person: Person, account_url: string): Mail =>
  houseMail(person.email, "Your account is kept", [
    ...hello(person),
    "your Daybook account will not be deleted. Everything is as it was.",
    "",
    account_url,
  ]);

export const identityLinkedMail = (person: Person, account_url: string): Mail =>
  houseMail(person.email, "Your account has another way in", [
    ...hello(person),
    "your Daybook account was connected with an account elsewhere, which signs you in from now on.",
    "",
    "If it was not you, disconnect it here at once, and change your password:",
    account_url,
  ]);
