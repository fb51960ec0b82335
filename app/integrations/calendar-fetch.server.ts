import { lookup as resolveName } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import ipaddr from "ipaddr.js";

/**
 * Fetches a calendar from an address that somebody typed. This server stands in a network with things that are nobody's
 * business (databases, metadata services), so only public addresses are connected to; checked where the connection is
 * made and not before, or a name that answers differently the second time would get through.
 */

export const FETCH_LIMITS = { bytes: 10_000_000, ms: 10_000, redirects: 3 };

/** Where calendars are served; other ports are other things. */
const PORTS = new Set(["", "80", "443", "8080", "8443"]);

export type FetchRefusal =
  | "not_public"
  | "wrong_port"
  | "wrong_scheme"
  | "unknown_host"
  | "unreachable"
  | "unsafe_connection"
  | "too_slow"
  | "too_large"
  | "too_many_redirects"
  | "wrong_encoding"
  | "cut_off"
  | "status";

export type FetchedCalendar =
  | { kind: "body"; body: Uint8Array; etag: string | null; last_modified: string | null }
  | { kind: "unchanged" }
  | { kind: "failed"; code: FetchRefusal; status?: number };

export type FetchQuestion = {
  url: string;
  etag: string | null;
  last_modified: string | null;
  /** True: addresses of private networks are connected to as well (CALENDAR_ALLOW_PRIVATE). */
  allow_private: boolean;
  user_agent: string;
};

class Refused extends Error {
  override readonly name = "Refused";
  readonly code: FetchRefusal;
  readonly status: number | undefined;
  constructor(code: FetchRefusal, status?: number) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/** Only what the whole internet can reach: no private, loopback, link-local, shared, reserved or tunnelled address. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === "ipv4") return parsed.range() === "unicast";
  const six = parsed as ipaddr.IPv6;
  // Where all traffic goes through NAT64, 64:ff9b::8.8.8.8 is the only way to 8.8.8.8, and as public as that.
  if (isInside(six, "64:ff9b::", 96))
    return isPublicAddress(ipaddr.fromByteArray(six.toByteArray().slice(12)).toString());
  // ::ffff:10.0.0.1 and 2002:a00:1:: are 10.0.0.1 to whoever unwraps them; neither counts as unicast.
  return six.range() === "unicast" && !isInside(six, "fec0::", 10) && !isInside(six, "::", 96);
}

const isInside = (address: ipaddr.IPv6, network: string, bits: number) =>
  address.match(ipaddr.IPv6.parse(network), bits);

/** Resolves a name for a connection, and refuses it when any of its addresses is not public. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.length === 0) return callback(new Refused("unknown_host"), []);
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new Refused("not_public"), []);
    if (options.all) return callback(null, addresses);
    callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};

const requirePublic = (url: URL, allow_private: boolean): void => {
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Refused("wrong_scheme");
  if (allow_private) return;
  if (!PORTS.has(url.port)) throw new Refused("wrong_port");
  // The URL's own parser has turned 0x7f.1, 2130706433 and 127.1 into what they are; names are looked up later.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new Refused("not_public");
};

/** One request; redirects are the caller's. */
const ask = (url: URL, question: FetchQuestion, signal: AbortSignal): Promise<IncomingMessage> => {
  requirePublic(url, question.allow_private);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const sent = send(
    url,
    {
      // A connection of its own: one that was made earlier was checked for another name.
      agent: false,
      ...(question.allow_private ? {} : { lookup: publicLookup }),
      signal,
      maxHeaderSize: 32_768,
      headers: {
        Accept: "text/calendar, */*;q=0.5",
        "Accept-Encoding": "gzip, deflate, br",
        "User-Agent": question.user_agent,
        ...(question.etag && { "If-None-Match": question.etag }),
        ...(question.last_modified && { "If-Modified-Since": question.last_modified }),
      },
    },
    resolve,
  );
  sent.on("socket", (socket) => {
    socket.once("connect", () => {
      const { remoteAddress } = socket;
      if (!question.allow_private && !(remoteAddress && isPublicAddress(remoteAddress)))
        sent.destroy(new Refused("not_public"));
    });
  });
  sent.on("error", reject);
  sent.end();
  return promise;
};

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

const nextAddress = (from: URL, location: string | undefined): URL => {
  const to = location && URL.canParse(location, from) ? new URL(location, from) : null;
  if (!to) throw new Refused("status", 302);
  // What was asked for over a safe connection is not asked for again where everybody can listen.
  if (from.protocol === "https:" && to.protocol === "http:") throw new Refused("unsafe_connection");
  return to;
};

const decoded = (answer: IncomingMessage): Readable => {
  const encoding = answer.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  const decoders: Record<string, () => NodeJS.ReadWriteStream & Readable> = {
    gzip: createGunzip,
    "x-gzip": createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  };
  if (encoding === "" || encoding === "identity") return answer;
  if (!Object.hasOwn(decoders, encoding)) throw new Refused("wrong_encoding");
  const decoder = decoders[encoding]!();
  answer.on("error", (error) => decoder.destroy(error));
  return answer.pipe(decoder) as Readable;
};

/** The whole of an answer, counted as it comes: unpacked, because a packed one may be a thousand times as large. */
const readBody = async (answer: IncomingMessage, signal: AbortSignal): Promise<Uint8Array> => {
  if (Number(answer.headers["content-length"] ?? 0) > FETCH_LIMITS.bytes) throw new Refused("too_large");
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = decoded(answer);
  const stop = () => stream.destroy(new Refused("too_slow"));
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const part of stream as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > FETCH_LIMITS.bytes) throw new Refused("too_large");
      parts.push(part);
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
  if (!answer.complete) throw new Refused("cut_off");
  return Buffer.concat(parts);
};

/** Fetches a calendar within FETCH_LIMITS; what goes wrong is an answer too, never thrown. */
export async function fetchCalendar(
  question: FetchQuestion,
  limits = FETCH_LIMITS,
): Promise<FetchedCalendar> {
  const signal = AbortSignal.timeout(limits.ms);
  try {
    let url = new URL(question.url);
    for (let redirects = 0; ; redirects++) {
      const answer = await ask(url, question, signal);
      const status = answer.statusCode ?? 0;
      try {
        if (isRedirect(status)) {
          if (redirects >= limits.redirects) throw new Refused("too_many_redirects");
          url = nextAddress(url, answer.headers.location);
          continue;
        }
        if (status === 304 && (question.etag || question.last_modified)) return { kind: "unchanged" };
        if (status !== 200) throw new Refused("status", status);
        const body = await readBody(answer, signal);
        const { etag, "last-modified": last_modified } = answer.headers;
        return {
          kind: "body",
          body,
          etag: etag && etag.length <= 500 ? etag : null,
          last_modified: last_modified && last_modified.length <= 100 ? last_modified : null,
        };
      } finally {
        answer.destroy();
      }
    }
  } catch (error) {
    return failureOf(error, signal);
  }
}

const CODES: Record<string, FetchRefusal> = {
  ENOTFOUND: "unknown_host",
  EAI_AGAIN: "unknown_host",
  ECONNRESET: "cut_off",
  Z_DATA_ERROR: "cut_off",
  Z_BUF_ERROR: "cut_off",
};

const failureOf = (error: unknown, signal: AbortSignal): FetchedCalendar => {
  const failed = (code: FetchRefusal, status?: number): FetchedCalendar => ({
    kind: "failed",
    code,
    ...(status !== undefined && { status }),
  });
  if (error instanceof Refused) return failed(error.code, error.status);
  if (signal.aborted) return failed("too_slow");
  // Several addresses were tried: then the error is of them all.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  if (first instanceof Refused) return failed(first.code, first.status);
  const code = (first as NodeJS.ErrnoException).code ?? "";
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|ERR_SSL)/.test(code))
    return failed("unsafe_connection");
  return failed(CODES[code] ?? "unreachable");
};
