/** A server of calendars on this machine, which answers as it is told to; and what is in such calendars. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Feed = {
  /** "http://127.0.0.1:<port>/<path>" */
  url: (path?: string) => string;
  port: number;
  /** What is asked, in order. */
  asked: { path: string; headers: IncomingMessage["headers"] }[];
  /** How the next requests are answered. */
  answer: (how: Answering) => void;
  /** Breaks off whatever waits for an answer. */
  drop: () => void;
  stop: () => Promise<void>;
};

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** Sends a calendar with an ETag, and 304 to whoever has it. */
export const serving =
  (text: string, etag = '"one"'): Answering =>
  (request, response) => {
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304, { ETag: etag }).end();
    response.writeHead(200, { "Content-Type": "text/calendar", ETag: etag }).end(text);
  };

export async function startFeed(): Promise<Feed> {
  const asked: Feed["asked"] = [];
  let answer: Answering = (_request, response) => void response.writeHead(404).end();
  const server: Server = createServer((request, response) => {
    asked.push({ path: request.url ?? "", headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (path = "/calendar.ics") => `http://127.0.0.1:${port}${path}`,
    asked,
    answer: (how) => {
      answer = how;
    },
    drop: () => server.closeAllConnections(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A calendar of these events, each given by its lines. */
export const calendarOf = (...events: string[][]): string =>
  [
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Elsewhere//EN"],
    ...events.flatMap((lines) => ["BEGIN:VEVENT", ...lines, "END:VEVENT"]),
    ...["END:VCALENDAR", ""],
  ].join("\r\n");

const basic = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, "");

/** An event from one instant to another (epoch ms). */
export const eventOf = (uid: string, starts_at: number, ends_at: number, ...lines: string[]): string[] => [
  `UID:${uid}`,
  `DTSTART:${basic(starts_at)}`,
  `DTEND:${basic(ends_at)}`,
  ...lines,
];
