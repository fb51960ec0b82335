/** Where things are. Plain JavaScript on Node 20: nothing may be installed yet. */
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
export const modules = path.join(root, "node_modules");
/** Stamps and locks of the work on the checkout itself; the data folder belongs to one running Daybook. */
export const cacheDir = path.join(root, ".cache");
export const dataDir = path.resolve(root, process.env.DAYBOOK_DATA_DIR || ".data");
export const nodeMajor = Number(process.versions.node.split(".")[0]);

/** Set when the first stage has done its part: the token of its lock. Not for the processes that we start. */
export const handedToken = process.env.DAYBOOK_LAUNCH_TOKEN;
delete process.env.DAYBOOK_LAUNCH_TOKEN;

/** A path as a person reads it: short when it is in the checkout.
 * @param {string} file */
export function short(file) {
  const relative = path.relative(root, file);
  return relative.startsWith("..") ? file : relative;
}

/** Something that is not a bug: said without a stack. */
export class Problem extends Error {}
