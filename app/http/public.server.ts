import { redirect } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import type { Context } from "#app/domain/context.ts";
import { isTimeZone, presentName } from "#app/domain/zones.ts";
import { notFound, param, problem } from "#app/http/guarded.server.ts";
import { type ProviderRow, selectOptionalProvider, selectOptionalProviderId } from "#db/providers.ts";
import { reading, readingDirectory, type TenantTx } from "#db/transaction.ts";

const USERNAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Which provider a name led to last time; at most this many names. */
const KEPT = 10_000;
const known = new Map<string, string>();

/**
 * Finds the provider that an address names, then does the rest in the same snapshot, so a page is one transaction
 * (measured: four reads in one take 1.25 ms of the process's time, in four 2.1 ms) and never shows two states.
 *
 * The directory is asked for a name once. From then on the provider's own row says whether the name is still its own: a
 * foreign key ties the two, so a row that bears the name is the one that the directory would lead to.
 * @throws a 404 page for a name that leads nowhere; a redirect from a former or oddly written name
 */
export async function readingProvider<T>(
  request: Request,
  username: string | undefined,
  routine: (tx: TenantTx, provider: ProviderRow) => Promise<T>,
): Promise<T> {
  const name = username?.toLowerCase() ?? "";
  if (!USERNAME.test(name)) throw nobody();
  const open = (provider_id: string, must_be_current: boolean) =>
    reading(provider_id, async (tx) => {
      const provider = await selectOptionalProvider(tx);
      if (!provider || (must_be_current && provider.username !== name)) return null;
      if (provider.username !== username && request.method === "GET") throw redirectToName(request, provider);
      return { provider, result: await routine(tx, provider) };
    });
  const remembered = known.get(name);
  const again = remembered ? await open(remembered, true) : null;
  if (again) return again.result;
  known.delete(name);

  const provider_id = await readingDirectory((tx) => selectOptionalProviderId(tx, name));
  const found = provider_id ? await open(provider_id, false) : null;
  if (!found) throw nobody();
  if (known.size >= KEPT) known.delete(known.keys().next().value!);
  known.set(name, found.provider.id);
  return found.result;
}

/**
 * Reads a public page's data, as readingProvider does.
 * @param open_only false for what customers keep while the provider is closed: their own bookings
 * @throws a page that says so when the provider is suspended, about to be deleted, or not open yet
 */
export async function readingPublic<T>(
  request: Request,
  username: string | undefined,
  routine: (tx: TenantTx, context: Context) => Promise<T>,
  { open_only = true }: { open_only?: boolean } = {},
): Promise<T> {
  return readingProvider(request, username, (tx, provider) => {
    if (open_only) refuseClosed(provider);
    return routine(tx, contextOf(provider));
  });
}

const refuseClosed = (provider: ProviderRow): void => {
  const closed = { "Cache-Control": "no-store", "X-Robots-Tag": "noindex" };
  if (provider.suspended_at !== null)
    throw problem(
      403,
      {
        title: "This booking page is closed",
        text: `${provider.name} cannot take bookings here at the moment. If you have booked already, the link in your mail still leads to your booking.`,
      },
      closed,
    );
  if (provider.deletes_at !== null)
    throw problem(
      410,
      {
        title: "This booking page has closed",
        text: `${provider.name} no longer takes bookings here. If you have booked already, the link in your mail still leads to your booking.`,
      },
      closed,
    );
  // Not an error to the visitor, and not yet a page to be found: the start is under way.
  if (provider.setup_finished_at === null)
    throw problem(
      404,
      {
        title: `${provider.name} is not open yet`,
        text: "This booking page is being set up right now. Please look again a little later.",
        eyebrow: "Coming soon",
      },
      closed,
    );
};

const nobody = () =>
  notFound("There is no booking page with this name. Please check the address for a typing mistake.");

export const contextOf = (provider: ProviderRow): Context => ({
  provider,
  actor: "customer",
  now: Date.now(),
  secrets: config().secrets,
});

const redirectToName = (request: Request, { username }: ProviderRow) => {
  const url = new URL(request.url);
  // For good, but not kept by browsers: who takes a former name again would send them in a circle.
  return redirect(url.pathname.replace(/^\/([^/]+)\/[^/]+/, `/$1/${username}`) + url.search, {
    status: 301,
    headers: { "Cache-Control": "no-cache" },
  });
};

// Plain text, because public/enhance.js writes it too; nothing depends on it but how times are shown.
const zoneCookie = (zone: string) => `tz=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax`;

/** The remembered zone, or null; a cookie is anyone's text, so what is no zone counts as none. */
export const rememberedZone = (request: Request): string | null => {
  const value = /(?:^|;\s*)tz=([^;]{1,200})/.exec(request.headers.get("Cookie") ?? "")?.[1];
  try {
    const zone = value && decodeURIComponent(value.trim());
    return isTimeZone(zone) ? presentName(zone) : null;
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
      zone: presentName(chosen),
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
 * Sec-Fetch-Site there) looks like another site's. Under strict-origin they name the site and never the address.
 */
export const privateForm = { ...privatePage, "Referrer-Policy": "strict-origin" };

/** Public pages change with every booking. */
export const freshPage = { "Cache-Control": "private, no-cache" };
