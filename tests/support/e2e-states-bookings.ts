/** The desk's list of bookings and one of them, in every state worth looking at. */
import { randomUUID } from "node:crypto";
import { book } from "#tests/support/e2e.ts";
import { createPractice, type Practice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";

const B = "routes/dashboard.$username.bookings";
const LONG = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Montgomery-Llanfairpwllgwyngyll";

/** A practice of its own with one booking, changed as said; signed in as its owner. */
async function openBooking(
  tools: Tools,
  { set = "internal_note = ''", part = "", service = {} }: { set?: string; part?: string; service?: object },
): Promise<{ practice: Practice; id: string }> {
  const practice = await createPractice(tools.db, {
    provider: { name: "Lovelace Studio" },
    service: { ...service },
  });
  await book(tools, practice);
  const { rows } = await tools.db.query(`update bookings set ${set} where provider_id = $1 returning id`, [
    practice.provider_id,
  ]);
  await signInAs(tools, practice);
  await tools.page.goto(`/dashboard/${practice.username}/bookings/${rows[0].id}${part}`);
  return { practice, id: rows[0].id };
}

export const BOOKING_STATES: State[] = [
  {
    name: "bookings",
    route: `${B}._index`,
    as_demo: true,
    shot: true,
    open: ({ page }) => page.goto("/dashboard/lena-hartmann/bookings"),
  },
  {
    name: "bookings-past-of-one",
    route: `${B}._index`,
    as_demo: true,
    open: ({ page }) => page.goto("/dashboard/harbour-yoga/bookings?state=past&q=a"),
  },
  {
    name: "bookings-nothing-fits",
    route: `${B}._index`,
    as_demo: true,
    open: ({ page }) => page.goto("/dashboard/lena-hartmann/bookings?q=nobody%20at%20all&from=2026-01-01"),
  },
  {
    name: "bookings-empty",
    route: `${B}._index`,
    open: async (tools) => {
      const practice = await createPractice(tools.db, { provider: { name: "Lovelace Studio" } });
      await signInAs(tools, practice);
      await tools.page.goto(`/dashboard/${practice.username}/bookings`);
    },
  },
  {
    name: "booking-at-the-desk",
    route: `${B}.$id._index`,
    shot: true,
    open: (tools) =>
      openBooking(tools, {
        set: `customer_time_zone = 'America/New_York', note = 'I may be five minutes late.', customer_phone = '+49 30 555 123',
              price_cents = 4500, internal_note = 'Asked for the quiet room.' || chr(10) || 'Likes tea.'`,
      }),
  },
  {
    name: "booking-at-the-desk-waiting",
    route: `${B}.$id._index`,
    open: (tools) => openBooking(tools, { service: { requires_approval: true } }),
  },
  {
    name: "booking-at-the-desk-missed",
    route: `${B}.$id._index`,
    open: async (tools) => {
      await openBooking(tools, {
        set: "during = tstzrange(now() - interval '2 hours', now() - interval '1 hour')",
      });
      await tools.page.getByRole("button", { name: "Did not come" }).click();
      await tools.page.getByText("Noted: did not come.").waitFor();
    },
  },
  {
    name: "booking-at-the-desk-long",
    route: `${B}.$id._index`,
    open: (tools) =>
      openBooking(tools, {
        set: `customer_name = '${LONG}', service_title = '${LONG}', internal_note = repeat('${LONG} ', 8),
              answers = '[{"label": "${LONG}?", "value": "${LONG}"}]'`,
      }),
  },
  {
    name: "booking-decline",
    route: `${B}.$id.decline`,
    open: (tools) => openBooking(tools, { service: { requires_approval: true }, part: "/decline" }),
  },
  {
    name: "booking-decline-answered",
    route: `${B}.$id.decline`,
    open: (tools) => openBooking(tools, { part: "/decline" }),
  },
  {
    name: "booking-cancellation",
    route: `${B}.$id.cancellation`,
    open: (tools) => openBooking(tools, { part: "/cancellation" }),
  },
  {
    name: "booking-note",
    route: `${B}.$id.note`,
    open: (tools) => openBooking(tools, { set: "internal_note = 'Likes tea.'", part: "/note" }),
  },
  {
    name: "booking-note-conflict",
    route: `${B}.$id.note`,
    open: async (tools) => {
      const { id } = await openBooking(tools, { set: "internal_note = 'Likes tea.'", part: "/note" });
      await tools.db.query("update bookings set internal_note = 'Likes coffee.' where id = $1", [id]);
      await tools.page.getByLabel("Note").fill("Likes water.");
      await tools.page.getByRole("button", { name: "Save the note" }).click();
      await tools.page.getByText("Likes coffee.").waitFor();
    },
  },
  {
    // Only a form goes there; who looks finds nothing.
    name: "no-show-error",
    as_demo: true,
    route: `${B}.$id.no-show`,
    open: ({ page }) => page.goto(`/dashboard/lena-hartmann/bookings/${randomUUID()}/no-show`),
  },
];
