/** Bookings around today and feeds of them, for tests of calendar feeds through HTTP; and how a program reads one. */
import ICAL from "ical.js";
import type pg from "pg";
import { createBooking, createCustomer, createReservation, createService, uuid } from "./factories.ts";
import { type App, ask } from "./web.ts";
import { createOpenPractice } from "./web-practice.ts";

const DAY = 86_400_000;
type Values = Record<string, unknown>;

/** Half an hour at noon UTC, some days from today. */
export const inDays = (days: number): string => {
  const noon = Math.floor(Date.now() / DAY) * DAY + days * DAY + DAY / 2;
  return `[${new Date(noon).toISOString()},${new Date(noon + DAY / 48).toISOString()})`;
};

export type FeedWorld = Awaited<ReturnType<typeof createFeedWorld>>;

/** A provider who is open, with two services and a customer. */
export async function createFeedWorld(client: pg.Client, username: string) {
  const { provider_id } = await createOpenPractice(client, {
    username,
    name: "Lena Hartmann",
    setup_finished_at: "2026-01-01T00:00:00Z",
  });
  const lesson = await createService(client, provider_id, { title: "Lesson" });
  const yoga = await createService(client, provider_id, { title: "Yoga", capacity: 8 });
  const customer = await createCustomer(client, provider_id);
  const old = { updated_at: "2026-01-02T00:00:00Z", created_at: "2026-01-02T00:00:00Z" };

  /** A booking with what it takes, but for those that are over. */
  const book = async (during: string, values: Values = {}, seat: Values = {}) => {
    const service_id = (values.service_id as string | undefined) ?? lesson.id;
    const keys = { provider_id, service_id, customer_id: customer.id };
    const booking = await createBooking(client, keys, { during, ...old, ...values });
    if (booking.status === "confirmed" || booking.status === "pending")
      await createReservation(client, { provider_id, service_id, booking_id: booking.id }, during, seat);
    return booking;
  };
  return { provider_id, username, lesson, yoga, customer, book };
}

/** Some people in one session of a group. */
export async function bookGroup({ book, yoga }: FeedWorld, during: string, names: string[]) {
  const session_id = uuid();
  for (const [index, customer_name] of names.entries())
    await book(
      during,
      { service_id: yoga.id, service_title: "Yoga", customer_name },
      { session_id, seat: index + 1, capacity: 8 },
    );
  return session_id;
}

/** What a calendar program makes of a feed. */
export async function readFeed(app: App, where: string, headers: Record<string, string> = {}) {
  const answer = await ask(app, where, { headers });
  const events =
    answer.status === 200
      ? new ICAL.Component(ICAL.parse(answer.text)).getAllSubcomponents("vevent").map((one) => ({
          uid: new ICAL.Event(one).uid,
          summary: new ICAL.Event(one).summary,
          description: new ICAL.Event(one).description,
          status: one.getFirstPropertyValue("status"),
        }))
      : [];
  return { ...answer, events };
}
