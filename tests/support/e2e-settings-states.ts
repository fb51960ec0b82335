/** The settings' pages in their states; each on a practice of its own, so that nobody's page changes under another. */
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";
import { uuid } from "#tests/support/factories.ts";
import { portrait } from "#tests/support/pictures.ts";

const PROVIDER = {
  name: "Lena Hartmann",
  headline: "German lessons in Berlin and online",
  about: "I teach adults who need German for work.\n\nTwelve years, 400 students, one method: talk.",
  accent: "#77408f",
  notice: "Closed from 24 December to 2 January.",
  links: JSON.stringify([{ label: "My website", url: "https://lena.example.org/" }]),
};

/** Somebody of a practice like the demo's, at one page of its settings. */
async function openSettings(tools: Tools, path: string, role: "owner" | "viewer" = "owner", provider = {}) {
  const practice = await createPractice(tools.db, {
    provider: {
      ...PROVIDER,
      username: `lena-${uuid().slice(-4)}`,
      setup_finished_at: "2026-01-01T00:00:00Z",
      ...provider,
    },
  });
  await signInAs(tools, practice, role);
  await tools.page.goto(`/dashboard/${practice.username}/settings${path}`);
  return practice;
}

const route = (name: string) => `routes/dashboard.$username.settings.${name}`;
const save = ({ page }: Tools) => page.getByRole("button", { name: /^Save/ }).click();

export const SETTINGS_STATES: State[] = [
  { name: "settings", route: route("_index"), shot: true, open: (tools) => openSettings(tools, "") },
  {
    name: "settings-errors",
    route: route("_index"),
    open: async (tools) => {
      await openSettings(tools, "");
      await tools.page.getByLabel("Address of link 2").fill("http://example.org");
      await tools.page.getByLabel("E-mail", { exact: false }).first().fill("lena@nowhere");
      await save(tools);
      await tools.page.getByText("things need your attention").waitFor();
    },
  },
  {
    name: "settings-conflict",
    route: route("_index"),
    open: async (tools) => {
      const { provider_id } = await openSettings(tools, "");
      await tools.db.query(
        "update providers set headline = 'German for work, in Berlin', version = version + 1 where id = $1",
        [provider_id],
      );
      await tools.page.getByLabel("In one line").fill("German lessons, online only");
      await save(tools);
      await tools.page.getByText("Somebody else saved").waitFor();
    },
  },
  { name: "settings-viewer", route: route("_index"), open: (tools) => openSettings(tools, "", "viewer") },
  {
    name: "settings-times",
    route: route("times"),
    open: (tools) => openSettings(tools, "/times"),
  },
  {
    name: "settings-appearance",
    route: route("appearance"),
    shot: true,
    open: (tools) => openSettings(tools, "/appearance"),
  },
  {
    name: "settings-appearance-adjusted",
    route: route("appearance"),
    open: (tools) => openSettings(tools, "/appearance", "owner", { accent: "#ffd500" }),
  },
  {
    name: "settings-address",
    route: route("address"),
    open: async (tools) => {
      const { provider_id } = await openSettings(tools, "");
      const former = `learn-german-${provider_id.slice(-4)}`;
      await tools.db.query("insert into usernames (username, provider_id) values ($1, $2)", [
        former,
        provider_id,
      ]);
      await tools.page.goto(
        `${new URL(tools.page.url()).pathname}/address?name=german-${provider_id.slice(-4)}`,
      );
    },
  },
  {
    name: "settings-address-taken",
    route: route("address"),
    open: (tools) => openSettings(tools, "/address?name=harbour-yoga"),
  },
  { name: "settings-photo", route: route("photo._index"), open: (tools) => openSettings(tools, "/photo") },
  {
    name: "settings-photo-refused",
    route: route("photo._index"),
    open: async (tools) => {
      await openSettings(tools, "/photo");
      await choosePhoto(tools, Buffer.from("<svg/>"));
      await tools.page.getByText("not a JPEG").first().waitFor();
    },
  },
  {
    name: "settings-photo-changed",
    route: route("photo._index"),
    shot: true,
    open: async (tools) => {
      await openSettings(tools, "/photo");
      await choosePhoto(tools, await portrait());
      await tools.page.waitForURL(/just=changed/);
    },
  },
  {
    name: "settings-photo-removal",
    route: route("photo.removal"),
    open: (tools) => openSettings(tools, "/photo/removal"),
  },
  {
    name: "provider-in-colour",
    route: "routes/book.$username._index",
    open: async (tools) => {
      const { username } = await openSettings(tools, "");
      await tools.page.goto(`/book/${username}`);
    },
  },
];

export async function choosePhoto(
  { page }: Pick<Tools, "page">,
  buffer: Buffer,
  name = "me.jpg",
): Promise<void> {
  await page.locator("#photo").setInputFiles({ name, mimeType: "image/jpeg", buffer });
  await page.getByRole("button", { name: "Use this picture" }).click();
}
