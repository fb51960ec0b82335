import type { Request } from "express";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * True for a browser on this very machine that knows it talks to this machine. Both are needed: a page of another
 * site can make that browser ask 127.0.0.1, but then (DNS rebinding) the Host header bears the other site's name.
 * A reverse proxy on the machine is not "this machine": it says for whom it asks.
 */
export function isFromThisMachine(request: Request): boolean {
  const name = request.get("Host")?.replace(/:\d+$/, "") ?? "";
  const forwarded = request.get("X-Forwarded-For") ?? request.get("Forwarded");
  return LOOPBACK.test(request.socket.remoteAddress ?? "") && NAMES.has(name) && forwarded === undefined;
}
