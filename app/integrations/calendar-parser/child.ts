/**
 * The process that reads one calendar and ends: nothing that a calendar can do reaches further than this. It is started
 * by app/integrations/calendar-parser.server.ts with limits on memory and time, without settings or secrets. In: one
 * line of JSON (the question), then the calendar. Out: JSON.
 */
import { readFileSync, writeSync } from "node:fs";
import { type Question, readCalendar } from "#app/integrations/calendar-parser/read.ts";

const input = readFileSync(0);
const line_end = input.indexOf(10);
const question = JSON.parse(input.subarray(0, line_end).toString("utf8")) as Question;
// Calendars are UTF-8 (RFC 5545); what is not becomes signs that no field of ours needs.
const answer = Buffer.from(
  JSON.stringify(readCalendar(input.subarray(line_end + 1).toString("utf8"), question)),
);
for (let at = 0; at < answer.length; ) {
  try {
    at += writeSync(1, answer, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
  }
}
