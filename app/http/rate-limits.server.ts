import { createHmac } from "node:crypto";
import { config } from "#app/config.server.ts";
import { networkOf } from "#app/http/client-address.ts";
import { canonicalEmail, knownDevice } from "#app/http/devices.server.ts";
import { type Problem, problem } from "#app/http/guarded.server.ts";
import type { HttpArgs } from "#app/http/session.server.ts";
import { type Cap, CountersUnavailableError, countOne, uncountOne } from "#db/rate_limits.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How often, in how many seconds, by whom (docs/decisions/0015-cross-site-and-rate-limits.md says why so). */
const CAPS = {
  sign_in_address: { points: 50, seconds: HOUR },
  sign_in_email: { points: 10, seconds: HOUR },
  sign_in_device: { points: 10, seconds: 15 * MINUTE },
  proof: { points: 10, seconds: 15 * MINUTE },
  sign_up_address: { points: 20, seconds: HOUR },
  sign_up_mail: { points: 3, seconds: HOUR },
  sign_up_mail_day: { points: 10, seconds: DAY },
  reset_address: { points: 20, seconds: HOUR },
  // By the hour only, and reset links live at least as long: there is always one that works, whoever asked for them.
  reset_mail: { points: 3, seconds: HOUR },
  verification_address: { points: 20, seconds: HOUR },
  verification_mail: { points: 3, seconds: HOUR },
  verification_mail_day: { points: 10, seconds: DAY },
  invitation_provider: { points: 50, seconds: HOUR },
  invitation_mail: { points: 5, seconds: DAY },
  test_mail: { points: 10, seconds: HOUR },
  booking_address: { points: 60, seconds: HOUR },
  booking_provider: { points: 1000, seconds: HOUR },
  booking_mail: { points: 15, seconds: HOUR },
  booking_mail_day: { points: 40, seconds: DAY },
  booking_mail_provider: { points: 8, seconds: HOUR },
} satisfies Record<string, Omit<Cap, "name">>;

type Name = keyof typeof CAPS;
/** What is counted, and for whom. */
type Count = [name: Name, ...parts: string[]];

const capOf = (name: Name): Cap => ({
  name,
  points: CAPS[name].points * config().rate_limit_factor,
  seconds: CAPS[name].seconds,
});

/** Addresses and e-mail addresses are not stored: whoever reads the counters cannot try them all without the secret. */
const keyOf = ([name, ...parts]: Count): string =>
  createHmac("sha256", `rate-limit\n${config().secrets[0]}`)
    .update(JSON.stringify([name, ...parts]))
    .digest("base64url");

/** @returns milliseconds to wait, 0 for none. All are counted. */
const countAll = async (counts: Count[]): Promise<number> => {
  const { redis_url } = config();
  const waits = await Promise.all(counts.map((count) => countOne(redis_url, capOf(count[0]), keyOf(count))));
  return Math.max(0, ...waits);
};

const uncountAll = async (counts: Count[]): Promise<void> => {
  const { redis_url } = config();
  await Promise.all(counts.map((count) => uncountOne(redis_url, capOf(count[0]), keyOf(count))));
};

const inboxOf = (email: string): string => {
  const [, local = "", domain = ""] = /^(.*)@([^@]*)$/.exec(canonicalEmail(email)) ?? [];
  const person = local.replace(/\+.*$/, "");
  const is_google = domain === "gmail.com" || domain === "googlemail.com";
  return is_google ? `${person.replaceAll(".", "")}@gmail.com` : `${person}@${domain}`;
};

const networkOfClient = ({ context }: Pick<HttpArgs, "context">): string => networkOf(context.client_address);

const tooMany = (wait_ms: number, body: Problem) => {
  const retry_after_s = Math.ceil(wait_ms / 1000);
  return problem(
    429,
    { ...body, retry_after_s },
    { "Retry-After": String(retry_after_s), "Cache-Control": "no-store" },
  );
};

const SAFE_SIDE: Problem = {
  title: "We'll be right back",
  text: "For the moment Daybook cannot make sure that nobody is guessing passwords, so it lets nobody in. Please try again shortly.",
  retry_after_s: 30,
};

/** No counting, no passwords: a store that is away must not open the door to guessing. */
const failClosed = async <T>(routine: () => Promise<T>): Promise<T> => {
  try {
    return await routine();
  } catch (error) {
    if (error instanceof CountersUnavailableError)
      throw problem(503, SAFE_SIDE, { "Retry-After": "30", "Cache-Control": "no-store" });
    throw error;
  }
};

/** Customers book although nobody counts. */
const failOpen = async (routine: () => Promise<number>): Promise<number> => {
  try {
    return await routine();
  } catch (error) {
    if (error instanceof CountersUnavailableError) return 0;
    throw error;
  }
};

const refuseOver = async (counts: Count[], words: Problem): Promise<void> => {
  const wait = await countAll(counts);
  if (wait > 0) throw tooMany(wait, words);
};

export type Attempt = {
  /** To be called once the right password was given (or the act was done): it does not count as a try. */
  succeeded: () => Promise<void>;
};

/**
 * Before a password is compared at sign-in. Each try is counted before it is made, so that many at once cannot pass
 * together; `succeeded` takes it back. A browser that has proven this account before counts by itself alone; everybody
 * else counts by their network and by the address typed, whether there is such an account or not.
 * @throws a 429 page; a 503 page when nobody can count
 */
export async function limitSignIn(args: HttpArgs, email: string): Promise<Attempt> {
  const typed = canonicalEmail(email);
  const device = await knownDevice(args.request, typed);
  return failClosed(async () => {
    const network: Count = ["sign_in_address", networkOfClient(args)];
    const account: Count = device ? ["sign_in_device", device, typed] : ["sign_in_email", typed];
    // In turn: what a network is refused for must not count against an account.
    if (!device) await refuseOver([network], FROM_HERE);
    await refuseOver([account], {
      title: "Too many tries",
      text: "A wrong password was given for this account very often, by you or by somebody else. You need not wait: a link to a new password comes by mail and works at once.",
      links: [{ href: "/forgot-password", label: "Get a link by mail" }, SIGN_IN],
    });
    return { succeeded: () => uncountAll(device ? [account] : [network, account]) };
  });
}

const SIGN_IN = { href: "/sign-in", label: "Back to sign-in" };
const FROM_HERE: Problem = {
  title: "One moment, please",
  text: "There were very many tries from your connection. Nothing was changed.",
};

/** Whether one more mail of a kind may go; over the cap nobody is told, because that would tell who has an account. */
const mayMail = async (args: HttpArgs, address: Name, inbox: Count[]): Promise<boolean> =>
  failClosed(async () => {
    await refuseOver([[address, networkOfClient(args)]], FROM_HERE);
    return (await countAll(inbox)) === 0;
  });

/**
 * Before a sign-up is written.
 * @returns false when this inbox got several such mails lately: answer the same and send none (the earlier ones are there)
 * @throws a 429 page for a network with very many; a 503 page when nobody can count
 */
export async function limitSignUp(args: HttpArgs, email: string): Promise<boolean> {
  const inbox = inboxOf(email);
  return mayMail(args, "sign_up_address", [
    ["sign_up_mail", inbox],
    ["sign_up_mail_day", inbox],
  ]);
}

/** Before a reset is written. Links must live an hour or more. @returns and @throws as limitSignUp */
export async function limitReset(args: HttpArgs, email: string): Promise<boolean> {
  return mayMail(args, "reset_address", [["reset_mail", inboxOf(email)]]);
}

/** Before a mail that asks to prove an address (a change of e-mail). @returns and @throws as limitSignUp */
export async function limitVerificationMail(args: HttpArgs, email: string): Promise<boolean> {
  const inbox = inboxOf(email);
  return mayMail(args, "verification_address", [
    ["verification_mail", inbox],
    ["verification_mail_day", inbox],
  ]);
}

/**
 * Before a password is compared for somebody who is signed in. Counted by session: whoever has stolen one cannot keep
 * the owner from theirs.
 * @throws a 429 page; a 503 page when nobody can count
 */
export async function limitProof(_args: HttpArgs, { session_id }: { session_id: string }): Promise<Attempt> {
  const count: Count = ["proof", session_id];
  return failClosed(async () => {
    await refuseOver([count], {
      title: "Too many tries",
      text: "A wrong password was given here very often. Nothing was changed.",
      links: [{ href: "/account", label: "Back to your account" }],
    });
    return { succeeded: () => uncountAll([count]) };
  });
}

/** Before an invitation is written. @throws a 429 page: who invites is signed in, and may know; a 503 page */
export async function limitInvitation(_args: HttpArgs, provider_id: string, email: string): Promise<void> {
  await failClosed(() =>
    refuseOver(
      [
        ["invitation_provider", provider_id],
        ["invitation_mail", inboxOf(email)],
      ],
      {
        title: "Too many invitations",
        text: "This address, or your whole team, got very many invitations lately. The earlier ones still work.",
      },
    ),
  );
}

/** Before a member has a message sent to themself. @throws a 429 page; a 503 page when nobody can count */
export async function limitTestMail(
  _args: HttpArgs,
  account_id: string,
  back: { href: string; label: string },
): Promise<void> {
  await failClosed(() =>
    refuseOver([["test_mail", account_id]], {
      title: "Enough tests for now",
      text: "You had very many sent within an hour. They are in your mailbox, or on their way.",
      links: [back],
    }),
  );
}

/**
 * Before a booking is made: each sends mails to an address that anyone may type.
 * @returns seconds until it may be tried again, null when it may now; and what to call when no booking came of it
 */
export async function limitBooking(
  args: HttpArgs,
  provider_id: string,
  email: string,
): Promise<{ retry_after_s: number | null; undo: () => Promise<void> }> {
  const network: Count = ["booking_address", networkOfClient(args)];
  const others = [["booking_provider", provider_id] satisfies Count, ...bookingMails(provider_id, email)];
  const wait_ms = await failOpen(async () => (await countAll([network])) || (await countAll(others)));
  return {
    retry_after_s: wait_ms > 0 ? Math.ceil(wait_ms / 1000) : null,
    undo: () => uncountAll([network, ...others]),
  };
}

/** Before a customer moves a booking, which sends mails as well. @throws a 429 page */
export async function limitMove(_args: HttpArgs, provider_id: string, email: string): Promise<void> {
  const wait_ms = await failOpen(() => countAll(bookingMails(provider_id, email)));
  if (wait_ms > 0)
    throw tooMany(wait_ms, {
      title: "One moment, please",
      text: "This booking was moved very often. It stays as it was last.",
    });
}

const bookingMails = (provider_id: string, email: string): Count[] => {
  const inbox = inboxOf(email);
  return [
    ["booking_mail", inbox],
    ["booking_mail_day", inbox],
    ["booking_mail_provider", provider_id, inbox],
  ];
};
