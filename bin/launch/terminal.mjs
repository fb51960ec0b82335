/** One calm line per step: what it does, and how long it took. */
import { Problem } from "./project.mjs";

const out = process.stdout;
const colours = out.isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
// The terminal may be closed under us; that must not keep us from stopping in order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/** @param {number} code */
const paint = (code) => (/** @type {string} */ text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const cyan = paint(36);

export const say = (text = "") => out.write(`${text}\n`);

/** @param {number} since */
export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** @param {string} mark @param {string} name @param {string} text @param {string} [time] */
function line(mark, name, text, time) {
  const line = `${mark} ${name.padEnd(14)} ${time ? text.padEnd(46) : text}`;
  return time ? `${line} ${dim(time.padStart(7))}` : line;
}

/** What a step tells while it works: what it does now, or a line to stand below it.
 * @typedef {{ doing(text: string): void, also(line: string): void }} Progress */

/**
 * Runs one step and prints its line. On a terminal the line is there from the start and is then written over; in a log
 * it appears once, with a first line only when the step takes long enough to wonder.
 *
 * @template T
 * @param {string} name
 * @param {string} doing
 * @param {(progress: Progress) => Promise<T>} work
 * @param {(result: T) => string} done what the finished line says
 * @returns {Promise<T>}
 */
export async function step(name, doing, work, done) {
  const began = performance.now();
  let now = doing;
  let wondered = false;
  /** @type {string[]} */
  const notes = [];
  const draw = () => out.write(`\r\x1b[2K${line(dim("…"), name, now)}`);
  const wonder = setTimeout(() => {
    wondered = true;
    if (!out.isTTY) say(line("…", name, now));
  }, 2_000);
  if (out.isTTY) draw();
  const progress = {
    doing(/** @type {string} */ text) {
      now = text;
      if (out.isTTY) draw();
      else if (wondered) say(line("…", name, now));
    },
    also: (/** @type {string} */ text) => void notes.push(text),
  };
  const clear = () => {
    clearTimeout(wonder);
    if (out.isTTY) out.write("\r\x1b[2K");
  };
  try {
    const result = await work(progress);
    clear();
    say(line(green("✓"), name, done(result), seconds(began)));
    for (const note of notes) say(`  ${" ".repeat(14)} ${dim(note)}`);
    return result;
  } catch (error) {
    clear();
    say(line(red("✗"), name, "failed", seconds(began)));
    throw error;
  }
}

/** A line outside of the steps, in the same form. @param {string} mark @param {string} name @param {string} text */
export const remark = (mark, name, text) => say(line(mark, name, text));

/** @param {unknown} error */
export function complain(error) {
  const known = error instanceof Problem;
  const text =
    error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`\n${text}\n`);
}
