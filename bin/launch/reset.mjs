/** `npm run reset`: the embedded database goes, after asking; the next start makes a new one with demo data. */
import { existsSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { clearUp } from "../../db/embedded/cluster.ts";
import { readState } from "../../db/embedded/state.ts";
import { dataDir, Problem, short } from "./project.mjs";
import { say, step } from "./terminal.mjs";
import { endOrphanedWeb } from "./web.mjs";

/** Ours by name: a data folder of somebody's choice may hold other things as well. */
const ours = [
  ...["embedded.json", "postgres.log", "postgres.log.1", "web.log", "web.log.1"],
  ...["mail", "seeding", "demo-account.json"],
];

/** @param {{ yes: boolean }} options */
export async function reset({ yes }) {
  if (process.env.DATABASE_URL) {
    throw new Problem(
      "DATABASE_URL is set, and `npm run reset` empties only the embedded database. Unset DATABASE_URL first.",
    );
  }
  const clusters = [path.join(dataDir, "postgres"), stateCluster()].filter((place) => existsSync(place));
  if (clusters.length === 0) return say("There is no embedded database: nothing to empty.");
  if (!yes && !(await confirmed(clusters))) return say("Nothing was changed.");
  await endOrphanedWeb();
  await step(
    "Reset",
    "emptying the embedded database",
    async () => {
      for (const cluster of clusters) {
        await clearUp(cluster);
        // Through the real path: a linked data folder is emptied, and not just unlinked.
        rmSync(realpathSync(cluster), { recursive: true, force: true });
      }
      for (const name of ours) rmSync(path.join(dataDir, name), { recursive: true, force: true });
    },
    () => "the database is empty; `npm start` makes a new one",
  );
}

function stateCluster() {
  try {
    return readState(dataDir)?.cluster ?? "";
  } catch {
    return ""; // A broken state file is one of the reasons to come here.
  }
}

/** @param {string[]} clusters */
async function confirmed(clusters) {
  say(`This deletes every booking, customer and provider in ${clusters.map(short).join(" and ")}.`);
  if (!process.stdin.isTTY)
    throw new Problem("Nobody is there to confirm. In a script, use `npm run reset -- --yes`.");
  const asker = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asker.question('Type "yes" to go on: ').finally(() => asker.close());
  return answer.trim().toLowerCase() === "yes";
}
