/** The settings' pages about messages and what the link at a mail's end leads to, each on a practice of its own. */
import { unsubscribeToken } from "#app/domain/secrets.server.ts";
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { createCustomer, insertRow, uuid } from "#tests/support/factories.ts";

const M = "routes/dashboard.$username.settings.messages";
const U = "routes/unsubscribe.$username.$kind.$recipient_id.$token";
const LONG = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Montgomery-Llanfairpwllgwyngyll";

/** Somebody of a practice like the demo's, at the pages about messages; one message has words of their own. */
async function openMessages(tools: Tools, path = "", role: "owner" | "viewer" = "owner") {
  const practice = await createPractice(tools.db, {
    provider: {
      ...{ name: "Lena Hartmann", username: `lena-${uuid().slice(-4)}`, accent: "#77408f" },
      setup_finished_at: "2026-01-01T00:00:00Z",
    },
    service: { title: "German lesson" },
  });
  await insertRow(tools.db, "message_settings", {
    ...{ provider_id: practice.provider_id, kind: "reminder", version: 2 },
    subject: "See you on {date}, {name}",
    opening: "Your lesson is at {time}. The door beside the bakery is open.\n\nPlease bring your book.",
  });
  await insertRow(tools.db, "message_settings", {
    ...{ provider_id: practice.provider_id, kind: "called_off", disabled_at: "2026-01-01T00:00:00Z" },
  });
  await signInAs(tools, practice, role);
  await tools.page.goto(`/dashboard/${practice.username}/settings/messages${path}`);
  return practice;
}

async function openUnsubscribe(tools: Tools, kind: "follow_up" | "agenda", name = "Lena Hartmann") {
  const { provider_id, username } = await createPractice(tools.db, { provider: { name } });
  const { id: recipient_id } = await createCustomer(tools.db, provider_id);
  const token = unsubscribeToken(process.env.DAYBOOK_E2E_SECRET ?? "", { provider_id, kind, recipient_id });
  await tools.page.goto(`/unsubscribe/${username}/${kind}/${recipient_id}/${token}`);
}

const save = ({ page }: Tools) => page.getByRole("button", { name: /^Save/ }).click();

export const TEXTS_STATES: State[] = [
  { name: "messages", route: `${M}._index`, shot: true, open: (tools) => openMessages(tools) },
  { name: "messages-viewer", route: `${M}._index`, open: (tools) => openMessages(tools, "", "viewer") },
  {
    name: "messages-switched-off",
    route: `${M}._index`,
    open: async (tools) => {
      await openMessages(tools);
      await tools.page.getByRole("button", { name: "Switch off Reminder" }).click();
      await tools.page.getByText("“Reminder” is off.").waitFor();
    },
  },
  {
    name: "message",
    route: `${M}.$kind._index`,
    shot: true,
    open: (tools) => openMessages(tools, "/reminder"),
  },
  {
    name: "message-viewer",
    route: `${M}.$kind._index`,
    open: (tools) => openMessages(tools, "/moved", "viewer"),
  },
  {
    name: "message-to-own-words",
    route: `${M}.$kind._index`,
    open: (tools) => openMessages(tools, "/reminder?words=own"),
  },
  {
    name: "message-errors",
    route: `${M}.$kind._index`,
    open: async (tools) => {
      await openMessages(tools, "/confirmed");
      await tools.page.getByLabel("Subject").fill(`{${"nobody".repeat(5)}}`);
      await tools.page.getByLabel("Opening text").fill("Dear {first name}, {mood}");
      await save(tools);
      await tools.page.getByText("things need your attention").waitFor();
    },
  },
  {
    name: "message-conflict",
    route: `${M}.$kind._index`,
    open: async (tools) => {
      const { provider_id } = await openMessages(tools, "/reminder");
      await tools.db.query(
        `update message_settings set opening = 'Hers: ${LONG}', version = version + 1
         where provider_id = $1 and kind = 'reminder'`,
        [provider_id],
      );
      await tools.page.getByLabel("Opening text").fill("His");
      await save(tools);
      await tools.page.getByText("Somebody else changed these words meanwhile").waitFor();
    },
  },
  {
    name: "message-preview",
    route: `${M}.$kind.preview`,
    open: async (tools) => {
      await openMessages(tools, "/follow_up");
      await tools.page.getByLabel("Subject").fill(`Thank you, {name} ${LONG}`);
      await tools.page.getByRole("button", { name: "Show the mail as typed" }).click();
      await tools.page.getByText("not saved yet").waitFor();
    },
  },
  {
    name: "unsubscribe",
    route: `${U}._index`,
    shot: true,
    open: (tools) => openUnsubscribe(tools, "follow_up"),
  },
  {
    name: "unsubscribe-ended",
    route: `${U}._index`,
    open: async (tools) => {
      await openUnsubscribe(tools, "agenda", LONG);
      await tools.page.getByRole("button", { name: "No more of these mails" }).click();
      await tools.page.getByRole("button", { name: "Undo" }).waitFor();
    },
  },
];

/** They only lead on; the frame is a mail's own document. */
export const MESSAGE_ACTS = [
  ...["on", "off", "test", "frame"].map((act) => `${M}.$kind.${act}`),
  ...["on", "off"].map((act) => `${M}.own.$notice.${act}`),
  `${U}.undo`,
];
