/** A cable between the application and PostgreSQL that a test can pull, cut or pinch. */
import net from "node:net";

export type DatabaseProxy = {
  /** The same database, through the cable. */
  url: (database_url: string) => string;
  /** "refuse": connections are cut and no new ones accepted. "stall": nothing moves any more, nobody is told. */
  set: (mode: "pass" | "refuse" | "stall") => Promise<void>;
  /** Cuts every connection once, with a reset; new ones pass. */
  cut: () => void;
  close: () => Promise<void>;
};

export async function startDatabaseProxy(target_url: string): Promise<DatabaseProxy> {
  const target = new URL(target_url);
  const pairs = new Set<[net.Socket, net.Socket]>();
  let mode: "pass" | "refuse" | "stall" = "pass";
  const server = net.createServer((client) => {
    client.on("error", () => {});
    if (mode === "stall") client.pause();
    const upstream = net.connect(Number(target.port || 5432), target.hostname);
    const pair: [net.Socket, net.Socket] = [client, upstream];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const [from, to] of [pair, [upstream, client]] as const) {
      from.on("error", end);
      from.on("close", end);
      from.on("data", (chunk) => {
        // What arrives while it stalls is lost, as in a network that swallows packets.
        if (mode !== "stall") to.write(chunk);
      });
    }
  });
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => resolve((server.address() as net.AddressInfo).port));
    });
  const port = await listen(0);
  const cut = () => {
    for (const [client, upstream] of pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  };
  const unlisten = () =>
    new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
  return {
    url: (database_url) => {
      const url = new URL(database_url);
      url.host = `127.0.0.1:${port}`;
      return url.href;
    },
    set: async (next) => {
      const before = mode;
      mode = next;
      if (next === "refuse") {
        const closed = unlisten();
        cut();
        await closed;
      } else if (before === "refuse") await listen(port);
      // Streams that lost bytes cannot be used again.
      if (before === "stall") cut();
    },
    cut,
    close: async () => {
      const closed = unlisten();
      cut();
      await closed;
    },
  };
}
