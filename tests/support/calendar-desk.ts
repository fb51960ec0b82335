/** A practice with somebody at its desk, for tests of the calendar through HTTP. */
import * as make from "#tests/support/factories.ts";
import type { TestDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type App, ask, post } from "#tests/support/web.ts";

/** A practice of its own with somebody at its desk. */
export async function createDesk(
  { admin }: TestDatabase,
  app: App,
  role: "owner" | "viewer" = "owner",
  values = {},
) {
  const practice = await make.createPractice(admin, values);
  const account = await createAccount(admin);
  await createMembership(admin, practice.provider_id, account.id, role);
  const headers = { Cookie: (await signIn(admin, account.id)).cookie };
  const base = `/dashboard/${practice.provider.username}/calendar`;
  return {
    ...practice,
    base,
    headers,
    open: (path = "", own = headers) => ask(app, `${base}${path}`, { headers: own }),
    send: (path: string, fields: Record<string, string>, own: Record<string, string> = headers) =>
      post(app, `${base}${path}`, fields, own),
  };
}
export type Desk = Awaited<ReturnType<typeof createDesk>>;

/** A booking from and to ISO instants, with what it takes. */
export async function bookFor(
  { admin }: TestDatabase,
  desk: Desk,
  from: string,
  until: string,
  values = {},
  taken = {},
  occupied?: string,
) {
  const booking = await make.createBooking(admin, desk.keys, {
    during: make.rangeText(from, until),
    ...values,
  });
  const { provider_id, service_id } = desk.keys;
  const keys = { provider_id, service_id, booking_id: booking.id };
  await make.createReservation(admin, keys, occupied ?? booking.during, taken);
  return booking;
}

/** The words of a page. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");
