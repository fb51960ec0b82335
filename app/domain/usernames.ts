import { z } from "zod";

/** Usernames, pure: what may be one, and which to propose. The database holds the same rules (`usernames_…`). */

/** Characters of a username; the address of a page should fit on a card. */
export const USERNAME_LENGTH = 40;

/** Names that a provider may have had in all: the old ones lead on for good, so nobody may collect them. */
export const MAX_USERNAMES = 10;

/** Words of our own addresses and words that would claim to be us; a test holds this and the constraint together. */
export const RESERVED_USERNAMES: ReadonlySet<string> = new Set(
  `about account accounts admin api app assets auth billing blog book booking bookings build calendar contact dashboard
  daybook demo dev docs embed events favicon feed feeds fonts healthz help home index invite legal login logout mail me
  metrics new null oauth operator owner pricing privacy provider providers public readyz register robots root search
  security settings sign-in sign-out sign-up signin signout signup sitemap staff static status support system team teams
  terms undefined user users webhooks well-known www zone`.split(/\s+/),
);

const FORM = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** A username as somebody types it: capitals and spaces around it are no mistake. */
export const UsernameInput = z
  .string({ error: "Choose a name for the link." })
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .string()
      .min(1, "Choose a name for the link.")
      .max(USERNAME_LENGTH, `The link can have at most ${USERNAME_LENGTH} characters.`)
      .regex(
        FORM,
        "Use letters from a to z, digits and hyphens, as in “lena-hartmann”. No hyphen at the ends.",
      )
      .refine((name) => !RESERVED_USERNAMES.has(name), "This name is kept for Daybook’s own pages."),
  );

// What Unicode does not take apart into a letter and its marks.
const LETTERS: Record<string, string> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  å: "a",
  đ: "d",
  ð: "d",
  ł: "l",
  þ: "th",
  ı: "i",
};

/** "Dr. Łena Müller" → "dr-lena-mueller"; "" when nothing of the name can stand in an address (例: "花子"). */
export function usernameOf(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFC")
    .replace(/[äöüßæœøåđðłþı]/g, (letter) => LETTERS[letter] ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, USERNAME_LENGTH)
    .replace(/^-+|-+$/g, "");
}

/** What to try, the best first, when somebody is called `name`: never reserved, all of the right form. */
export function usernameProposals(name: string): string[] {
  const base = usernameOf(name) || "my-page";
  const short = base.slice(0, USERNAME_LENGTH - 8).replace(/-+$/, "");
  const ends = ["2", "3", "4", "booking", "online", "5", "6", "7", "8", "9"];
  return [base, ...ends.map((end) => `${short}-${end}`)].filter(
    (one) => FORM.test(one) && !RESERVED_USERNAMES.has(one),
  );
}
