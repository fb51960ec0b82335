/** The pages of customers in their states, each on a practice of its own. */
import { createClient, createClients, createVisit } from "#tests/support/customers-practice.ts";
import { createPractice } from "#tests/support/e2e-practice.ts";
import type { Tools } from "#tests/support/e2e-scenes.ts";
import { signInAs } from "#tests/support/e2e-sign-in.ts";
import type { State } from "#tests/support/e2e-states.ts";

const route = (name: string) => `routes/dashboard.$username.customers.${name}`;
const LONG =
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft von Hohenstein";

const LIST = [
  "Name,Email,Phone,Tags,Birthday",
  "Amara Okafor,amara.okafor@example.org,+49 30 5550199,invoice,1990-05-01",
  "Greta Nilsson,greta@example.org,,beginner,",
  "Hamid Rezaei,hamid-example.org,,,",
  ",nobody@example.org,,,",
  "Ines Duarte,ines@example.org,+351 21 5550100,,",
].join("\n");

/** A practice at one page of its customers; `fill` makes them and says which page. */
async function open(
  tools: Tools,
  fill: (keys: { provider_id: string; service_id: string }) => Promise<string>,
  role: "owner" | "viewer" = "owner",
) {
  const practice = await createPractice(tools.db, { provider: { name: "Lena Hartmann" } });
  const { provider_id, service_id } = practice;
  const path = await fill({ provider_id, service_id });
  await signInAs(tools, practice, role);
  await tools.page.goto(`/dashboard/${practice.username}/customers${path}`);
  return practice;
}

/** The customers of a small practice. */
const some =
  ({ db }: Tools, path = "") =>
  async (keys: { provider_id: string; service_id: string }) => {
    await createClients(db, keys);
    return path;
  };

/** Somebody with all that a customer can have. */
const known = async ({ db }: Tools, keys: { provider_id: string; service_id: string }) => {
  const customer = await createClient(db, keys, {
    ...{ name: "Chiara Romano", email: "chiara@example.org", phone: "+39 06 5550177" },
    ...{ tags: ["exam in June", "invoice"], visits: [-14, -7, 3, 10] },
    note: "Prefers mornings. Works at the opera, so never in the evening.\nB1 passed in March.",
  });
  const all = { ...keys, customer_id: customer.id };
  const said = { customer_name: customer.name, service_title: "Trial lesson" };
  await createVisit(db, all, -40, {
    ...said,
    note: "I'll bring my own book.",
    answers: [
      { label: "Which level are you at?", value: "B1" },
      {
        label: "What would you like to work on?",
        value: "Speaking on the phone, and\nletters to the office.",
      },
    ],
  });
  await createVisit(db, all, -21, { ...said, no_show_at: new Date().toISOString() });
  await createVisit(db, all, -60, {
    ...said,
    status: "cancelled",
    cancelled_at: "2026-01-01",
    cancelled_by: "customer",
  });
  return customer;
};

const submit = ({ page }: Tools, name: string | RegExp) => page.getByRole("button", { name }).click();

export const CUSTOMER_STATES: State[] = [
  {
    name: "customers",
    route: route("_index"),
    shot: true,
    open: (tools) => open(tools, some(tools)),
  },
  { name: "customers-empty", route: route("_index"), open: (tools) => open(tools, async () => "") },
  {
    name: "customers-nobody-found",
    route: route("_index"),
    open: (tools) => open(tools, some(tools, "?q=xyz&blocked=yes")),
  },
  {
    name: "customers-long",
    route: route("_index"),
    open: (tools) =>
      open(tools, async (keys) => {
        for (let n = 0; n < 27; n++)
          await createClient(tools.db, keys, {
            name: LONG,
            email: `${"x".repeat(60)}${n}@${"long-".repeat(10)}name.example.org`,
            tags: [LONG.slice(0, 40), "b"],
            visits: n === 0 ? [-3, 4] : [],
          });
        return "";
      }),
  },
  {
    name: "customers-viewer",
    route: route("_index"),
    open: (tools) => open(tools, some(tools), "viewer"),
  },
  { name: "customer-new", route: route("new"), open: (tools) => open(tools, async () => "/new") },
  {
    name: "customer",
    route: route("$id._index"),
    shot: true,
    open: (tools) => open(tools, async (keys) => `/${(await known(tools, keys)).id}`),
  },
  {
    name: "customer-blocked",
    route: route("$id._index"),
    open: async (tools) => {
      await open(
        tools,
        async (keys) => `/${(await createClient(tools.db, keys, { name: "Daniel Weiss" })).id}`,
      );
      await submit(tools, "Block from booking");
      await tools.page.getByRole("button", { name: "Undo" }).waitFor();
    },
  },
  {
    name: "customer-long",
    route: route("$id._index"),
    open: (tools) =>
      open(tools, async (keys) => {
        const customer = await createClient(tools.db, keys, {
          ...{ name: LONG, note: "x".repeat(300), tags: [LONG.slice(0, 40)] },
          email: `${"x".repeat(60)}@${"long-".repeat(10)}name.example.org`,
        });
        const answers = [{ label: "y".repeat(200), value: "z".repeat(300) }];
        await createVisit(tools.db, { ...keys, customer_id: customer.id }, 3, {
          answers,
          service_title: LONG,
        });
        return `/${customer.id}`;
      }),
  },
  {
    name: "customer-edit-conflict",
    route: route("$id.edit"),
    open: async (tools) => {
      const { provider_id } = await open(tools, async (keys) => `/${(await known(tools, keys)).id}/edit`);
      await tools.db.query(
        "update customers set note = 'Prefers evenings now.', version = version + 1 where provider_id = $1",
        [provider_id],
      );
      await tools.page.getByLabel("Note").fill("Prefers afternoons.");
      await submit(tools, /^Save/);
      await tools.page.getByText("Somebody else saved").waitFor();
    },
  },
  {
    name: "customer-edit-taken",
    route: route("$id.edit"),
    open: async (tools) => {
      await open(tools, async (keys) => {
        await createClient(tools.db, keys, { name: "C. Romano", email: "cr@example.org" });
        return `/${(await known(tools, keys)).id}/edit`;
      });
      await tools.page.getByLabel("E-mail").fill("CR@example.org");
      await tools.page.getByLabel("Phone").fill("none");
      await submit(tools, /^Save/);
      await tools.page.getByText("needs your attention").waitFor();
      await tools.page.getByLabel("Phone").fill("");
      await submit(tools, /^Save/);
      await tools.page.getByText("An address belongs to one customer").waitFor();
    },
  },
  {
    name: "customer-merge",
    route: route("$id.merge"),
    open: (tools) =>
      open(tools, async (keys) => {
        const other = await createClient(tools.db, keys, {
          ...{ name: "C. Romano", email: "c.romano@example.org", note: "Asked by phone.", tags: ["phone"] },
          visits: [-100],
        });
        return `/${(await known(tools, keys)).id}/merge?with=${other.id}`;
      }),
  },
  {
    name: "customer-merge-search",
    route: route("$id.merge"),
    open: (tools) =>
      open(tools, async (keys) => {
        await createClients(tools.db, keys);
        return `/${(await createClient(tools.db, keys, { name: "Chiara R." })).id}/merge?q=chiara`;
      }),
  },
  {
    name: "customer-erasure",
    route: route("$id.erasure"),
    open: async (tools) => {
      await open(
        tools,
        async (keys) => `/${(await createClient(tools.db, keys, { name: "Ada", visits: [-4] })).id}/erasure`,
      );
      await tools.page.getByLabel(/^Type/).fill("Adam");
      await submit(tools, "Erase for good");
      await tools.page.getByText("One thing needs your attention").waitFor();
    },
  },
  {
    name: "customer-erasure-coming",
    route: route("$id.erasure"),
    open: (tools) => open(tools, async (keys) => `/${(await known(tools, keys)).id}/erasure`),
  },
  {
    name: "customers-retention",
    route: route("retention"),
    open: (tools) =>
      open(tools, async (keys) => {
        const created_at = "2020-01-01";
        await createClient(tools.db, keys, { name: "Benedikt Vogel", created_at, visits: [-800] });
        await createClient(tools.db, keys, { name: LONG, created_at });
        return "/retention?months=24";
      }),
  },
  {
    name: "customers-retention-viewer",
    route: route("retention"),
    open: (tools) => open(tools, async () => "/retention", "viewer"),
  },
  {
    name: "customers-import",
    route: route("import._index"),
    open: (tools) => open(tools, async () => "/import"),
  },
  {
    name: "customers-import-checked",
    route: route("import._index"),
    shot: true,
    open: async (tools) => {
      await open(tools, async (keys) => {
        await createClients(tools.db, keys);
        return "/import";
      });
      await tools.page.getByLabel("Or paste it here").fill(LIST);
      await submit(tools, "Check the list");
      await tools.page.getByText("This is what your list would do").first().waitFor();
    },
  },
  {
    name: "customers-import-refused",
    route: route("import.run"),
    open: async (tools) => {
      const { provider_id } = await open(tools, some(tools, "/import"));
      await tools.page.getByLabel("Or paste it here").fill(LIST);
      await submit(tools, "Check the list");
      await tools.db.query("update customers set phone = '030 1' where provider_id = $1", [provider_id]);
      await submit(tools, /^Import/);
      await tools.page.getByText("Somebody changed a customer").waitFor();
    },
  },
];
