import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type Express } from "express";
import pino, { type Logger } from "pino";
import type { ViteDevServer } from "vite";
import type { Config } from "#app/config.server.ts";
import type { DetailsPageView } from "#app/domain/views.ts";
import { clientAddress, trustOf } from "#app/http/client-address.ts";
import { refuseCrossSite } from "#app/http/cross-site.ts";

import { drained } from "#app/http/drained.ts";
import { giveFormToken } from "#app/http/form-token.ts";
import { limitBody } from "#app/http/limits.ts";
import { logRequests } from "#app/http/log.ts";
import { isMailFrame, MAIL_FRAME_POLICY } from "#app/http/mail-frame.ts";
import { answerFailure, refuseMalformed } from "#app/http/malformed.ts";
import { isFromThisMachine } from "#app/http/this-machine.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What loaders and actions get beside the request. */
declare module "@remix-run/node" {
  interface AppLoadContext {
    request_id: string;
    /** The request comes from this very machine and names it: the embedded demo's desk asks for that. */
    is_from_this_machine: boolean;
    /** Where the request came from, as far as TRUST_PROXY lets a proxy say. */
    client_address: string;
    /** The token of this browser's forms; null when it says itself where its requests come from. */
    form_token: string | null;
    /** Resolves when the client took what was sent so far, to false when it is gone: for long downloads. */
    drained: () => Promise<boolean>;
    /** Aborted when the server is about to stop: what never ends by itself ends then. */
    stopping: AbortSignal;
    /** What an action found to show: Remix asks the page's loader after it, which need not find it again. */
    refused_view?: DetailsPageView;
  }
}

export type WebServer = { url: string; port: number; close: () => Promise<void> };

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // The rules of Turbo's progress bar, the one <style> there is: by their hash, so that no other passes.
  "style-src 'self' 'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps='",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Starts the web server and resolves when it listens.
 * @throws the listen error (EADDRINUSE when the port is busy)
 */
export async function startWeb(config: Config): Promise<WebServer> {
  const logger = pino({ level: config.env === "test" ? "warn" : "info", base: null });
  const vite = config.dev ? await startVite() : null;
  const stopping = new AbortController();
  const app = await createApp(config, logger, vite, stopping.signal);
  const server = createServer(
    // Long enough for a photo over a phone's connection; forms have the deadline of `guarded` besides.
    { requestTimeout: 120_000, headersTimeout: 15_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
    app,
  );
  // A connection that sends what is not HTTP gets Node's own 4xx; without this it would only be dropped.
  server.on("clientError", (_error, socket) => {
    if (socket.writable)
      socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  const port = await listen(server, config);
  return {
    port,
    url: config.public_url,
    close: async () => {
      stopping.abort();
      await vite?.close();
      await closeGracefully(server);
    },
  };
}

const startVite = async () => {
  const { createServer: createVite } = await import("vite");
  return createVite({ root: ROOT, server: { middlewareMode: true }, appType: "custom" });
};

const createApp = async (
  config: Config,
  logger: Logger,
  vite: ViteDevServer | null,
  stopping: AbortSignal,
): Promise<Express> => {
  const app = express();
  const trust = trustOf(config.trust_proxy);
  app.disable("x-powered-by");
  app.set("etag", false);
  app.use((request, response, next) => {
    response.locals.request_id = randomUUID();
    response.setHeader("X-Content-Type-Options", "nosniff");
    const is_frame = isMailFrame(request.path);
    response.setHeader("X-Frame-Options", is_frame ? "SAMEORIGIN" : "DENY");
    if (is_frame || !vite)
      response.setHeader("Content-Security-Policy", is_frame ? MAIL_FRAME_POLICY : CONTENT_SECURITY_POLICY);
    next();
  });
  app.use(logRequests(logger));
  app.use(refuseMalformed);
  app.get("/healthz", (_request, response) => {
    response.type("text/plain").send("ok");
  });
  // In this order: the check for cross-site requests may look into the body.
  app.use(limitBody(100_000));
  app.use(refuseCrossSite(config));
  app.use(compression());
  if (vite) app.use(vite.middlewares);
  else
    app.use(
      "/assets",
      express.static(`${ROOT}build/client/assets`, { immutable: true, maxAge: "1y", index: false }),
    );
  app.use(
    express.static(vite ? `${ROOT}public` : `${ROOT}build/client`, {
      maxAge: "1h",
      index: false,
      redirect: false,
    }),
  );
  app.all(
    "*",
    createRequestHandler({
      build: vite
        ? () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>
        : ((await import(`${ROOT}build/server/index.js`)) as ServerBuild),
      mode: config.dev ? "development" : "production",
      getLoadContext: (request, response) => ({
        request_id: String(response.locals.request_id),
        is_from_this_machine: isFromThisMachine(request),
        client_address: clientAddress(request, trust),
        form_token: giveFormToken(config.secrets, request, response),
        drained: () => drained(response),
        stopping,
      }),
    }),
  );
  app.use(answerFailure(logger));
  return app;
};

const listen = (server: Server, config: Config) =>
  new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Lets requests under way finish for at most 10 s, then cuts them. */
const closeGracefully = (server: Server) =>
  new Promise<void>((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), 10_000);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
