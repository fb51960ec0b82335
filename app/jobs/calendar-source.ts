import { z } from "zod";
import { config } from "#app/config.server.ts";
import { refreshSource } from "#app/domain/calendar_sources/refresh.server.ts";
import { fetchCalendar } from "#app/integrations/calendar-fetch.server.ts";
import { parseCalendar } from "#app/integrations/calendar-parser.server.ts";
import { task } from "#app/jobs/task.ts";
import { VERSION } from "#app/version.server.ts";

const Payload = z.object({ provider_id: z.uuid(), source_id: z.uuid(), turn: z.number().int() });

/** Fetches one calendar of a provider's from elsewhere, reads it, and plans its next turn. */
export const calendarSource = task(Payload, async (turn) => {
  const { secrets, calendar_allow_private: allow_private } = config();
  const user_agent = `Daybook/${VERSION} (calendar reader)`;
  await refreshSource(turn, {
    secrets,
    fetch: (question) => fetchCalendar({ ...question, allow_private, user_agent }),
    parse: parseInTurn,
    now: Date.now,
    random: Math.random,
  });
});

let parsing: Promise<unknown> = Promise.resolve();

/** One after the other: a process never has more than one parser beside it, whatever calendars say. */
const parseInTurn: typeof parseCalendar = (body, question) => {
  const mine = parsing.then(() => parseCalendar(body, question));
  parsing = mine.catch(() => {});
  return mine;
};
