import type { Task } from "graphile-worker";
import { z } from "zod";
import { config } from "#app/config.server.ts";
import { refreshSource } from "#app/domain/calendar_sources/refresh.server.ts";
import { fetchCalendar } from "#app/integrations/calendar-fetch.server.ts";
import { parseCalendar } from "#app/integrations/calendar-parser.server.ts";
import { VERSION } from "#app/version.server.ts";
import { enqueueJob } from "#db/jobs.ts";
import { serializable } from "#db/transaction.ts";

const Payload = z.object({ provider_id: z.uuid(), source_id: z.uuid(), turn: z.number().int() });

/** Calendars read at once by a process: the others' jobs must find hands free, however slow calendars are. */
const AT_ONCE = 3;
/** Milliseconds, and at random as much again, until one that found no room comes back. */
const COME_BACK = 3_000;

let under_way = 0;

/** Fetches one calendar of a provider's from elsewhere, reads it, and plans its next turn. */
export const calendarSource: Task = async (raw) => {
  const { provider_id, ...turn } = Payload.parse(raw);
  if (under_way >= AT_ONCE) {
    const later = Date.now() + COME_BACK * (1 + Math.random());
    await serializable(provider_id, (tx) => enqueueJob(tx, "calendar_source", turn, later));
    return;
  }
  under_way++;
  try {
    const { secrets, calendar_allow_private: allow_private } = config();
    const user_agent = `Daybook/${VERSION} (calendar reader)`;
    await refreshSource(
      { provider_id, ...turn },
      {
        secrets,
        fetch: (question) => fetchCalendar({ ...question, allow_private, user_agent }),
        parse: parseInTurn,
        now: Date.now,
        random: Math.random,
      },
    );
  } finally {
    under_way--;
  }
};

let parsing: Promise<unknown> = Promise.resolve();

/** One after the other: a process never has more than one parser beside it, whatever calendars say. */
const parseInTurn: typeof parseCalendar = (body, question) => {
  const mine = parsing.then(() => parseCalendar(body, question));
  parsing = mine.catch(() => {});
  return mine;
};
