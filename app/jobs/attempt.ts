/**
 * One try of one delivery, whichever table it stands in: in hand, sent, written down. A process that dies between sending and
 * writing sends again: the mail has the same Message-ID, so a reader's program shows it once.
 */
import { setTimeout as pause } from "node:timers/promises";
import { MAX_DELIVERY_TRIES, retryPause } from "#app/domain/messages.ts";
import type { Mail } from "#app/mail/message.server.ts";
import { MailRefusedError, sendMail } from "#app/mail/send.server.ts";
import type { Ended } from "#db/deliveries.ts";
import { isUnavailable } from "#db/errors.ts";

/** A mail, or in a sentence why there is none to send any more. */
export type Composed = Mail | { void_because: string };

export type Claimed = { once: string; tries: number };

export type Store<Row extends Claimed> = {
  /** Takes it in hand; null when it has ended or somebody else has it. */
  claim(now: number, lapsed_before: number): Promise<Row | null>;
  /** When somebody else took it in hand (epoch ms), if so. */
  triedAt(): Promise<number | null>;
  end(end: Ended, now: number): Promise<void>;
  /** Notes what went wrong and, in the same transaction, the job of the next try. */
  postpone(answer: string, due_at: number): Promise<void>;
  /** Only the job of the next try. */
  again(due_at: number): Promise<void>;
};

/** Milliseconds after which who had it in hand is taken for dead: longer than a mail server is waited for. */
export const LAPSE = 90_000;

/**
 * @param job the queue's. It gives one out again only when whoever had it gave it back or is dead (heartbeat.ts): then there
 * is nobody to wait for
 * @throws what the database says; whatever the mail server says is written down and tried again by a job of its own
 */
export async function attempt<Row extends Claimed>(
  store: Store<Row>,
  job: { attempts: number },
  compose: (row: Row, now: number) => Promise<Composed>,
): Promise<void> {
  const now = Date.now();
  const row = await store.claim(now, job.attempts > 1 ? now : now - LAPSE);
  if (!row) {
    // In hand elsewhere: by a process that may be dead. Looked at again when that is known.
    const tried_at = await store.triedAt();
    if (tried_at !== null) await store.again(tried_at + LAPSE + 1_000);
    return;
  }
  let end: Ended;
  try {
    const composed = await compose(row, now);
    end =
      "void_because" in composed
        ? { state: "void", answer: composed.void_because }
        : { state: "sent", answer: await sendMail(row.once, composed) };
  } catch (error) {
    const answer = (error as Error).message.slice(0, 400);
    if (!(error instanceof MailRefusedError) && row.tries < MAX_DELIVERY_TRIES)
      return store.postpone(answer, Date.now() + retryPause(row.tries, Math.random()));
    end = { state: error instanceof MailRefusedError ? "refused" : "dead", answer };
  }
  await persistently(() => store.end(end, Date.now()));
}

/** Milliseconds between two tries to write down what became of a message, and how many there are. */
const PERSISTENCE = { pause: 500, tries: 30 };

/**
 * What was sent is known to this process alone: if it is not written down because the database is away for a moment, the
 * mail goes out twice. So it is tried for as long as a restart of the database takes.
 */
const persistently = async (write: () => Promise<void>): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (error) {
      if (!isUnavailable(error) || tries === PERSISTENCE.tries) throw error;
      if (tries === 1) console.error("job worker: a message has ended and cannot be written down yet");
      await pause(PERSISTENCE.pause);
    }
  }
};
