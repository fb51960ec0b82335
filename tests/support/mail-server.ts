/** A real SMTP server of a test that notes what it takes, in order, and can be away or stall. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type TakenMail = { message_id: string; to: string; raw: string; at: number };

export type MailServer = {
  /** Settings of a process that mails through it. */
  env: { SMTP_URL: string; MAIL_FROM: string };
  taken: TakenMail[];
  /** The next mail that comes in, noted and not yet answered. */
  next: () => Promise<TakenMail>;
  /** Connections that wait for a word of it while it stalls. */
  waiting: () => number;
  /** "stalls": it takes connections and says nothing more; "mute": it takes mails and does not say so; "away": its port is closed. */
  set: (state: "there" | "stalls" | "mute" | "away") => Promise<void>;
  close: () => Promise<void>;
};

const messageIdOf = (raw: string) => /^message-id:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? "";

export async function startMailServer(): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const held: (() => void)[] = [];
  let listeners: ((mail: TakenMail) => void)[] = [];
  let state: "there" | "stalls" | "mute" | "away" = "there";
  const speak = (word: () => void) => (state === "stalls" ? void held.push(word) : word());

  const make = () => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      // One that is away does not wait for those who still talk to it.
      closeTimeout: 0,
      onConnect: (_session, done) => speak(done),
      onMailFrom: (_address, _session, done) => speak(done),
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const raw = Buffer.concat(chunks).toString("utf8");
          const to = envelope.rcptTo[0]?.address ?? "";
          const mail = { message_id: messageIdOf(raw), to, raw, at: performance.now() };
          taken.push(mail);
          for (const listener of listeners.splice(0)) listener(mail);
          if (state === "mute") held.push(done);
          else speak(done);
        });
      },
    });
    // A sender that is killed resets its connections.
    server.on("error", () => {});
    return server;
  };
  const listen = (server: SMTPServer, port: number) =>
    new Promise<number>((resolve) => {
      server.listen(port, "127.0.0.1", () => resolve((server.server.address() as AddressInfo).port));
    });
  const end = async (server: SMTPServer) => {
    for (const word of held.splice(0)) word();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };

  let server: SMTPServer | null = make();
  const port = await listen(server, 0);
  return {
    env: { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "hello@example.org" },
    taken,
    next: () =>
      new Promise((resolve) => {
        listeners = [...listeners, resolve];
      }),
    waiting: () => held.length,
    set: async (next) => {
      state = next;
      if (state !== "stalls") for (const word of held.splice(0)) word();
      if (state === "away" && server) {
        await end(server);
        server = null;
      }
      if (state !== "away" && !server) {
        server = make();
        await listen(server, port);
      }
    },
    close: async () => {
      state = "away";
      if (server) await end(server);
      server = null;
    },
  };
}
