import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Question, ReadCalendar } from "#app/integrations/calendar-parser/read.ts";

/**
 * Reads calendars in a process of their own. A recurrence rule of forty characters can keep a parser busy for ever, or
 * fill its heap: then that process ends, and neither the web server nor another calendar hears of it.
 */

export const PARSER_LIMITS = { ms: 10_000, heap_mb: 128, answer_bytes: 8_000_000 };

const CHILD = fileURLToPath(new URL("./calendar-parser/child.ts", import.meta.url));

const Range = [z.number(), z.number()] as const;
const Answer = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    busy: z.array(z.tuple(Range)),
    ours: z.array(z.tuple([z.string(), ...Range])),
    events: z.number().int(),
    warnings: z.array(
      z.discriminatedUnion("code", [
        z.object({ code: z.literal("unknown_zones"), names: z.array(z.string()) }),
        z.object({ code: z.literal("broken_events"), count: z.number().int() }),
        z.object({ code: z.literal("often"), count: z.number().int() }),
      ]),
    ),
  }),
  z.object({
    ok: z.literal(false),
    code: z.enum(["web_page", "not_a_calendar", "cut_off", "too_many_events", "too_many_occurrences"]),
  }),
]) satisfies z.ZodType<ReadCalendar>;

export type ParsedCalendar = ReadCalendar | { ok: false; code: "too_heavy" };

/**
 * When a calendar's owner is busy, or why that cannot be known; too_heavy: it needs more time or memory than we give.
 * @param body the file as it came
 */
export async function parseCalendar(
  body: Uint8Array,
  question: Question,
  limits = PARSER_LIMITS,
): Promise<ParsedCalendar> {
  const child = spawn(process.execPath, [`--max-old-space-size=${limits.heap_mb}`, "--no-warnings", CHILD], {
    // Neither settings nor secrets; the calendar's times do not depend on where the machine stands.
    env: { NODE_ENV: "production", TZ: "UTC" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const killer = setTimeout(() => child.kill("SIGKILL"), limits.ms);
  const parts: Buffer[] = [];
  let size = 0;
  child.stdout.on("data", (part: Buffer) => {
    size += part.length;
    if (size > limits.answer_bytes) child.kill("SIGKILL");
    else parts.push(part);
  });
  // It may end before it has read all.
  child.stdin.on("error", () => {});
  child.stdin.write(`${JSON.stringify(question)}\n`);
  child.stdin.end(body);
  const closed = Promise.withResolvers<number | null>();
  child.once("error", closed.reject);
  child.once("close", closed.resolve);
  try {
    // What people wait for comes first.
    if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is over already, or the system does not let us.
  }
  try {
    const code = await closed.promise;
    if (code !== 0) return { ok: false, code: "too_heavy" };
    return Answer.parse(JSON.parse(Buffer.concat(parts).toString("utf8")));
  } finally {
    clearTimeout(killer);
    if (child.exitCode === null) child.kill("SIGKILL");
  }
}
