import { redirect } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import type { Context } from "#app/domain/context.ts";
import { isTimeZone } from "#app/domain/zones.ts";
import { notFound, param, problem } from "#app/http/guarded.server.ts";
import { isUnavailable } from "#db/errors.ts";
import { type ProviderRow, selectOptionalProviderId, selectProvider } from "#db/providers.ts";
import { reading, readingDirectory } from "#db/transaction.ts";

const USERNAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * The provider whose page this is, for anyone who asks.
 * @throws a 404 page for a name that leads nowhere; a redirect from a former or oddly written name
 */
export async function requirePublicProvider(
  request: Request,
  username: string | undefined,
): Promise<Context> {
  const name = username?.toLowerCase() ?? "";
  const provider = USERNAME.test(name) ? await findProvider(name) : null;
  if (!provider)
    throw notFound("There is no booking page with this name. Please check the address for a typing mistake.");
  if (provider.username !== username && request.method === "GET") throw redirectToName(request, provider);
  return { provider, actor: "customer", now: Date.now(), secrets: config().secrets };
}

/** Which provider a name led to last time; at most this many names. */
const KEPT = 10_000;
const known = new Map<string, string>();

/**
 * The directory is asked for a name once. From then on the provider's own row says whether the name is still its own: a
 * foreign key ties the two, so a row that bears the name is the one that the directory would lead to. Saves a
 * transaction (four round trips) of a page's four.
 */
const findProvider = async (username: string): Promise<ProviderRow | null> => {
  const remembered = known.get(username);
  if (remembered) {
    const provider = await reading(remembered, selectProvider).catch((error: unknown) => {
      if (isUnavailable(error)) throw error;
      return null;
    });
    if (provider?.username === username) return provider;
    known.delete(username);
  }
  const provider_id = await readingDirectory((tx) => selectOptionalProviderId(tx, username));
  if (!provider_id) return null;
  const provider = await reading(provider_id, selectProvider);
  if (provider.username === username) {
    if (known.size >= KEPT) known.delete(known.keys().next().value!);
    known.set(username, provider_id);
  }
  return provider;
};

const redirectToName = (request: Request, { username }: ProviderRow) => {
  const url = new URL(request.url);
  return redirect(url.pathname.replace(/^\/([^/]+)\/[^/]+/, `/$1/${username}`) + url.search, 301);
};

// Plain text, because public/enhance.js writes it too; nothing depends on it but how times are shown.
const zoneCookie = (zone: string) => `tz=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax`;

/** The remembered zone, or null; a cookie is anyone's text, so what is no zone counts as none. */
const rememberedZone = (request: Request): string | null => {
  const value = /(?:^|;\s*)tz=([^;]{1,200})/.exec(request.headers.get("Cookie") ?? "")?.[1];
  try {
    const zone = value && decodeURIComponent(value.trim());
    return isTimeZone(zone) ? zone : null;
  } catch {
    return null;
  }
};

export type ShownZone = {
  zone: string;
  /** The zone stood in the address, so links carry it on (cookies may be off). */
  in_address: boolean;
  /** Remembers a zone that was chosen just now. */
  headers: Record<string, string>;
};

/**
 * The zone in which this visitor sees times: chosen just now, remembered, or the provider's own.
 * @throws a 400 page for a zone in the address that nobody knows
 */
export function shownZone(request: Request, provider: Pick<ProviderRow, "time_zone">): ShownZone {
  const chosen = param(request, "tz");
  if (chosen !== null) {
    if (!isTimeZone(chosen))
      throw problem(400, {
        title: "We don't know this time zone",
        text: "Time zones have names such as Europe/Berlin. Please choose one from the list on the booking page.",
        links: [{ href: new URL(request.url).pathname, label: "Back to the calendar" }],
      });
    return {
      zone: chosen,
      in_address: true,
      headers: { "Set-Cookie": zoneCookie(chosen) },
    };
  }
  return { zone: rememberedZone(request) ?? provider.time_zone, in_address: false, headers: {} };
}

/** Pages that hold a capability: not stored, not indexed, and no address of theirs leaves with a click. */
export const privatePage = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex, nofollow",
};

/**
 * A private page with a form. Under no-referrer browsers send the form with `Origin: null`, which over plain http (no
 * Sec-Fetch-Site there) looks like another site's. Under same-origin the address still reaches nobody else.
 */
export const privateForm = { ...privatePage, "Referrer-Policy": "same-origin" };

/** Public pages change with every booking. */
export const freshPage = { "Cache-Control": "private, no-cache" };
