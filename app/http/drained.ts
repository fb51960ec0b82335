import type { ServerResponse } from "node:http";

/** Milliseconds that a client may take for what it was sent; then it is gone for us. */
const PATIENCE = 60_000;

/** Resolves when a client took what was sent so far: true, or false when it is gone or takes nothing for a minute. */
export async function drained(response: ServerResponse, patience_ms = PATIENCE): Promise<boolean> {
  if (!response.destroyed && response.writableNeedDrain)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => response.destroy(), patience_ms);
      const done = () => {
        clearTimeout(timer);
        response.off("drain", done).off("close", done);
        resolve();
      };
      response.on("drain", done).on("close", done);
    });
  return !response.destroyed;
}
