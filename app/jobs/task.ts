import type { JobHelpers, Task } from "graphile-worker";
import type { z } from "zod";
import { updateJobHopeless } from "#db/queue.ts";

/** What went wrong will go wrong again, whenever it is tried: the job is dead at once. The message may be shown. */
export class HopelessError extends Error {
  override readonly name = "HopelessError";
}

/**
 * A job's code behind its payload: every task of the queue is made here. A payload that cannot be read never can, so it
 * is not tried again; what the queue and the log keep of an error names nobody.
 */
export const task =
  <S extends z.ZodType>(payload: S, perform: (payload: z.output<S>, helpers: JobHelpers) => unknown): Task =>
  async (raw, helpers) => {
    try {
      const parsed = payload.safeParse(raw);
      if (!parsed.success)
        throw new HopelessError(`What the job was given cannot be read (${faultsOf(parsed.error)}).`);
      await perform(parsed.data, helpers);
    } catch (error) {
      if (error instanceof HopelessError)
        await helpers.withPgClient((client) => updateJobHopeless(client, helpers.job.id));
      throw nameless(error);
    }
  };

/** Where a payload is wrong, and how; never what it says. */
const faultsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.join(".") || "all of it"}: ${code}`)
    .join(", ");

const ADDRESS = /[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g;
/** What follows a host may be a link that opens something. */
const LINK = /(https?:\/\/[^\s/"'<>]+)\/[^\s"'<>)]+/g;
const without = (text: string) => text.replace(LINK, "$1/…").replace(ADDRESS, "…@…");

/** An error without addresses and links, and with the first of what it gathers. */
const nameless = (error: unknown): Error => {
  const { message, stack, name } = error instanceof Error ? error : new Error(String(error));
  const parts = error instanceof AggregateError ? error.errors.slice(0, 3) : [];
  const told = [message, ...parts.map((part) => (part instanceof Error ? part.message : String(part)))];
  const clean = new Error(without(told.join(" / ")));
  clean.name = name;
  clean.stack = stack && without(stack);
  return clean;
};
