import { z } from "zod";

/** Code points at least; the only rule besides not being known to everybody. */
export const PASSWORD_MIN = 10;
/** Characters at most: far more than anybody types, little enough to hash. */
export const PASSWORD_MAX = 1000;

/** A password is what was meant, not how a keyboard composed it: é is é (NFC, as in RFC 8265). */
export const samePassword = (typed: string): string => typed.normalize("NFC");

const comparable = (text: string) => samePassword(text).toLowerCase();

export type PasswordRules = {
  /** Is it on the list of well-known ones? Asked with lower case. */
  is_known: (password: string) => boolean;
  /** What stands beside it (address, name): nobody's password. */
  own?: readonly string[];
};

/**
 * A password somebody chooses. Ten characters or more, none that everybody tries first, and no other rule: rules about
 * digits and signs make passwords that are hard to keep and easy to guess (NIST SP 800-63B).
 */
export const NewPassword = ({ is_known, own = [] }: PasswordRules) =>
  z
    .string({ error: "Choose a password." })
    .refine((text) => text.length <= PASSWORD_MAX, {
      message: `A password can have at most ${PASSWORD_MAX} characters.`,
      abort: true,
    })
    .refine((text) => [...samePassword(text)].length >= PASSWORD_MIN, {
      message: `Use ${PASSWORD_MIN} characters or more. A few words in a row are easy to remember.`,
      abort: true,
    })
    .refine((text) => !is_known(comparable(text)), {
      message: "This password is on the list that everybody tries first. Choose another one.",
      abort: true,
    })
    .refine((text) => !own.some((one) => one !== "" && comparable(one) === comparable(text)), {
      message: "Your password should not be your address or your name.",
    });

/** A password somebody has: whatever was typed, within reason. */
export const GivenPassword = z
  .string({ error: "Type your password." })
  .max(PASSWORD_MAX, `A password can have at most ${PASSWORD_MAX} characters.`);
