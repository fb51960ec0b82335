/** What was sent and what was not, in every state worth looking at. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { book } from "#tests/support/e2e.ts";
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";

const M = "routes/dashboard.$username.messages";

/** A message of a practice's one booking, once it was sent (here: into the outbox). @throws when that takes too long */
export async function messageOf(db: pg.Client, provider_id: string, kind: string) {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const { rows } = await db.query<{ id: string; once: string; booking_id: string }>(
      "select id, once, booking_id from deliveries where provider_id = $1 and kind = $2 and state = 'sent'",
      [provider_id, kind],
    );
    if (rows[0]) return rows[0];
  }
  throw new Error(`The message was not sent: ${kind}`);
}

/** A practice whose one customer could not be told; signed in as its owner. */
async function openTroubled(tools: Tools, part: (id: { booking: string; message: string }) => string) {
  const { db } = tools;
  const practice = await createPractice(db, { provider: { name: "Lovelace Studio" } });
  await book(tools, practice);
  const { id, booking_id } = await messageOf(db, practice.provider_id, "confirmed");
  await db.query(
    "update deliveries set state = 'refused', tries = 1, answer = $2, ended_at = now() where id = $1",
    [id, "550 5.1.1 The email account that you tried to reach does not exist"],
  );
  // Given up, switched off, and one on which the server asked for patience.
  await db.query(
    `insert into deliveries (provider_id, id, kind, once, booking_id, booking_version, recipient, account_id, details, due_at,
                             state, tries, answer, ended_at, created_at)
     select provider_id, gen_random_uuid(), x.kind, x.kind || '.more.' || id, booking_id, 1, 'customer', null, '{}',
            now() - x.ago, x.state, x.tries, x.answer,
            case when x.state = 'queued' then null else date_trunc('second', now() - x.ago) end, now()
     from deliveries,
       (values ('received', 'dead', 14, 'connect ECONNREFUSED 192.0.2.7:587', interval '2 days'),
               ('follow_up', 'void', 1, 'These messages are switched off.', interval '1 day'),
               ('moved', 'queued', 3, '451 4.7.1 Greylisted, please come back later', interval '-2 hours')
       ) x (kind, state, tries, answer, ago)
     where id = $1`,
    [id],
  );
  await signInAs(tools, practice);
  await tools.page.goto(`/dashboard/${practice.username}${part({ booking: booking_id, message: id })}`);
}

export const LEDGER_STATES: State[] = [
  {
    name: "messages-undelivered",
    route: `${M}._index`,
    shot: true,
    open: (tools) => openTroubled(tools, () => "/messages"),
  },
  {
    name: "messages-none",
    route: `${M}._index`,
    open: async (tools) => {
      const practice = await createPractice(tools.db, { provider: { name: "Lovelace Studio" } });
      await signInAs(tools, practice);
      await tools.page.goto(`/dashboard/${practice.username}/messages`);
    },
  },
  {
    name: "messages-of-a-booking",
    route: "routes/dashboard.$username.bookings.$id._index",
    shot: true,
    open: (tools) => openTroubled(tools, ({ booking }) => `/bookings/${booking}`),
  },
  {
    name: "messages-on-today",
    route: "routes/dashboard.$username._index",
    open: (tools) => openTroubled(tools, () => ""),
  },
  {
    // Only forms go there; who looks finds nothing.
    name: "messages-attempt-error",
    route: `${M}.$id.attempt`,
    as_demo: true,
    open: ({ page }) => page.goto(`/dashboard/lena-hartmann/messages/${randomUUID()}/attempt`),
  },
  {
    name: "messages-dismissal-error",
    route: `${M}.$id.dismissal`,
    as_demo: true,
    open: ({ page }) => page.goto(`/dashboard/lena-hartmann/messages/${randomUUID()}/dismissal`),
  },
  {
    name: "admin-messages",
    route: "routes/admin.messages._index",
    as_demo: true,
    open: async ({ page, db }) => {
      await db.query(
        `insert into account_deliveries (id, kind, once, account_id, due_at, state, tries, answer, ended_at, created_at)
         values ($1::uuid, 'sign_up', $1::uuid::text, null, now(), 'refused', 1, '550 5.1.1 no such user here', now(), now()),
                ($2::uuid, 'password_reset', $2::uuid::text, null, now(), 'dead', 14, 'Greeting never received', now(), now())`,
        [randomUUID(), randomUUID()],
      );
      await page.goto("/admin/messages");
    },
  },
];
