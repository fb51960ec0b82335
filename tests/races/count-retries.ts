/** Loaded into each web process of the races (--import): tells its retries when asked. */
import { retryStats } from "#db/transaction.ts";

process.on("message", (message: { type?: string }) => {
  if (message.type === "retries") process.send?.({ type: "retries", ...retryStats });
});

// Somebody else's signal in the middle of a race would look like a fault of ours.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => console.error(`web process: ${signal}`));
