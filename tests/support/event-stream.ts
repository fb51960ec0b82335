/** A reader of server-sent events, as a browser's EventSource is one, that keeps all it hears. */
import http from "node:http";
import type { App } from "./web.ts";

export type EventStream = {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: () => string;
  /** How often this event came. */
  count: (event: string) => number;
  has_ended: () => boolean;
  close: () => void;
};

const agent = new http.Agent({ maxSockets: 64 });

/** Opens the stream and waits for its first word, or for a whole answer that is no stream. */
export function openEvents(
  app: Pick<App, "port">,
  where: string,
  headers: Record<string, string>,
): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      {
        ...{ host: "127.0.0.1", port: app.port, path: where, agent },
        headers: { Accept: "text/event-stream", "Accept-Encoding": "gzip, br", ...headers },
      },
      (response) => {
        let [text, has_ended] = ["", false];
        const stream: EventStream = {
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: () => text,
          count: (event) => text.split(`event: ${event}\n`).length - 1,
          has_ended: () => has_ended,
          close: () => request.destroy(),
        };
        response.on("data", (chunk) => {
          text += chunk;
          resolve(stream);
        });
        response.on("close", () => {
          has_ended = true;
          resolve(stream);
        });
        response.on("error", () => {});
      },
    );
    request.on("error", reject);
  });
}
