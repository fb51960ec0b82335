import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { addressFor, closeWithPools } from "./pool.ts";
import { sql } from "./transaction.ts";

/**
 * Who is told that something of a provider's changed. insertAuditEvent sends the notification, in the transaction of the
 * change, so it comes when the change can be read, and not at all when it was rolled back.
 */
const CHANNEL = "daybook_changes";

/** Part of a statement that tells of a change once its transaction is committed; the provider's id and nothing else. */
export const tellOfChange = (provider_id: string) =>
  sql.fragment`pg_notify(${CHANNEL}, ${provider_id}::text)`;

/** Milliseconds. A connection that a network swallowed says nothing of it: so it is asked now and then. */
const BEAT = 15_000;
const PATIENCE = 5_000;
const LONGEST_PAUSE = 30_000;

type State = { listeners: Map<string, Set<() => void>>; stop: (() => Promise<void>) | null };

// As in pool.ts: one connection a process, however many copies of this module there are.
const shared = globalThis as typeof globalThis & { __daybookChanges?: State };
shared.__daybookChanges ??= { listeners: new Map(), stop: null };
const state = shared.__daybookChanges;

/**
 * Calls back after each change of a provider's, and after a time in which changes may have been missed. The first
 * listener opens the process's one listening connection; it closes with the pools.
 * @returns what ends it
 */
export function listenToChanges(provider_id: string, changed: () => void): () => void {
  const listeners = state.listeners.get(provider_id) ?? new Set();
  state.listeners.set(provider_id, listeners.add(changed));
  if (state.stop === null) start();
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0 && state.listeners.get(provider_id) === listeners)
      state.listeners.delete(provider_id);
  };
}

const start = (): void => {
  const stopping = new AbortController();
  const ended = keepListening(stopping.signal);
  state.stop = async () => {
    state.stop = null;
    stopping.abort();
    await ended;
  };
  closeWithPools("changes", async () => state.stop?.());
};

/** Connects again whenever the connection is lost, each time after a longer and random pause. */
const keepListening = async (signal: AbortSignal): Promise<void> => {
  let tries = 0;
  let missed = false;
  while (!signal.aborted) {
    await whileConnected(signal, () => {
      tries = 0;
      if (missed) for (const listeners of state.listeners.values()) tell(listeners);
    }).catch(() => {});
    missed = true;
    const wait_ms = Math.min(LONGEST_PAUSE, 250 * 2 ** tries++) * (0.5 + Math.random() / 2);
    await pause(wait_ms, undefined, { signal }).catch(() => {});
  }
};

/** Listens until the connection is lost or it is time to stop. @throws when it cannot connect */
const whileConnected = async (signal: AbortSignal, connected: () => void): Promise<void> => {
  const lost = Promise.withResolvers<void>();
  const client = new pg.Client({
    connectionString: addressFor("-c application_name=daybook_changes"),
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    keepAlive: true,
  });
  const leave = () => lost.resolve();
  client.on("error", leave);
  client.on("end", leave);
  client.on("notification", ({ payload = "" }) => tell(state.listeners.get(payload) ?? []));
  signal.addEventListener("abort", leave, { once: true });
  const beat = setInterval(() => client.query("select 1").catch(leave), BEAT);
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    connected();
    await lost.promise;
  } finally {
    clearInterval(beat);
    signal.removeEventListener("abort", leave);
    await Promise.race([client.end().catch(() => {}), pause(PATIENCE, undefined, { ref: false })]);
  }
};

const tell = (listeners: Iterable<() => void>): void => {
  for (const changed of [...listeners]) changed();
};
