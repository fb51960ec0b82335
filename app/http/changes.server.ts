import { setTimeout as pause } from "node:timers/promises";
import { may } from "#app/domain/permissions.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { liveSession } from "#app/http/session.server.ts";
import { selectOptionalLatestChange } from "#db/audit_events.ts";
import { listenToChanges } from "#db/changes.ts";
import { selectOptionalDeskMembership } from "#db/memberships.ts";
import { selectOptionalProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";

/** Milliseconds. */
const BEAT = 10_000;
/** However much happens at once, a page is told at most so often. */
const CALM = 1_000;
/** A change counts from when it was decided, and can be read a little later. */
const SLACK = 3_000;

/** Streams of one person at once; pages that nobody looks at close theirs (app/client/live.ts). */
const MOST = 8;
/** Messages that somebody who does not read may leave waiting. */
const UNREAD = 100;

const open = new Map<string, Set<() => void>>();

type Options = {
  /** When the page was made that wants to know (epoch ms): what changed since then is told at once. */
  since: number | null;
  /** The reader is gone, or the server stops. */
  signals: AbortSignal[];
};

/**
 * A stream of server-sent events that says "something of this provider's changed", and never what. Whether its reader is
 * still signed in and a member is asked before each word of it and at each beat: who is not gets a farewell, no more.
 */
export function changesStream({ account, provider_context }: Desk, { since, signals }: Options): Response {
  const provider_id = provider_context.provider.id;
  const isAllowed = () => mayStillRead(provider_id, account.session_id, account.id);
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const talk = converse(controller, isAllowed);
      const leave = limitTo(MOST, account.id, () => talk.end(true));
      const silence = listenToChanges(provider_id, talk.changed);
      const beat = setInterval(talk.beat, BEAT);
      const stop = () => talk.end(false);
      for (const signal of signals) signal.addEventListener("abort", stop, { once: true });
      talk.ended.then(() => {
        clearInterval(beat);
        silence();
        leave();
        for (const signal of signals) signal.removeEventListener("abort", stop);
      });
      if (signals.some(({ aborted }) => aborted)) return stop();
      if (since !== null)
        hasChanged(provider_id, since - SLACK).then((changed) => changed && talk.changed(), talk.changed);
    },
  });
  return new Response(stream, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      // no-transform: neither we nor a proxy may compress it, which would hold words back.
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}

const hasChanged = async (provider_id: string, since: number): Promise<boolean> =>
  ((await reading(provider_id, selectOptionalLatestChange)) ?? 0) > since;

const mayStillRead = (provider_id: string, session_id: string, account_id: string): Promise<boolean> =>
  reading(provider_id, async (tx) => {
    const account = await liveSession(tx, session_id, Date.now());
    const membership = account && (await selectOptionalDeskMembership(tx, account_id));
    if (!membership || !may(membership.role, "desk:read")) return false;
    return (await selectOptionalProvider(tx))?.suspended_at === null;
  });

/** What is said on one stream, and when it is over. */
function converse(
  controller: ReadableStreamDefaultController<Uint8Array>,
  isAllowed: () => Promise<boolean>,
) {
  const over = Promise.withResolvers<void>();
  const encoder = new TextEncoder();
  let [is_over, is_busy, has_news] = [false, false, false];

  const say = (text: string) => {
    if ((controller.desiredSize ?? 0) < -UNREAD) return end(false);
    controller.enqueue(encoder.encode(text));
  };
  /** With a farewell the browser does not come back; without one it does, after a pause of its own. */
  const end = (for_good: boolean) => {
    if (is_over) return;
    is_over = true;
    try {
      if (for_good) controller.enqueue(encoder.encode("event: bye\ndata: -\n\n"));
      controller.close();
    } catch {
      // The reader closed it already.
    }
    over.resolve();
  };
  /** Says what there is to say if it still may; while the database is away, later. */
  const speak = async (beats: boolean): Promise<void> => {
    if (is_over || is_busy) return;
    is_busy = true;
    const allowed = await isAllowed().catch(() => null);
    if (is_over) return;
    if (allowed === false) return end(true);
    if (allowed && has_news) {
      has_news = false;
      say("event: change\ndata: -\n\n");
    } else if (beats) say(": -\n\n");
    await pause(CALM, undefined, { ref: false });
    is_busy = false;
    if (has_news && allowed) await speak(false);
  };

  // Machines that stop together must not be asked again together.
  say(`retry: ${Math.round(1_000 + Math.random() * 4_000)}\n\n`);
  return {
    ended: over.promise,
    end,
    beat: () => void speak(true),
    changed: () => {
      has_news = true;
      void speak(false);
    },
  };
}

/** Lets the oldest go when a person has too many. @returns what takes this one out */
function limitTo(most: number, account_id: string, end: () => void): () => void {
  const streams = open.get(account_id) ?? new Set();
  open.set(account_id, streams.add(end));
  if (streams.size > most) {
    const [oldest] = streams;
    oldest?.();
  }
  return () => {
    streams.delete(end);
    if (streams.size === 0 && open.get(account_id) === streams) open.delete(account_id);
  };
}
