import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { config } from "#app/config.server.ts";
import { feedPieces } from "#app/domain/calendar-feed-file.ts";
import { noteFeedRead } from "#app/domain/calendar-feeds.server.ts";
import { feedName, feedWindow, MAX_ENTRIES } from "#app/domain/calendar-feeds.ts";
import { isLinkToken } from "#app/domain/link-token.ts";
import { sha256 } from "#app/domain/secrets.server.ts";
import { downloadBody } from "#app/http/download.server.ts";
import { limitFeed } from "#app/http/feed-limits.server.ts";
import { problem } from "#app/http/guarded.server.ts";
import { privatePage, readingProvider } from "#app/http/public.server.ts";
import type { HttpArgs } from "#app/http/session.server.ts";
import { selectOptionalLatestChange } from "#db/audit_events.ts";
import { type CalendarFeedRow, selectOptionalOpenFeed } from "#db/calendar_feeds.ts";
import { type FeedStateRow, selectFeedSessions, selectFeedState } from "#db/feed_sessions.ts";
import type { ProviderRow } from "#db/providers.ts";
import type { TenantTx } from "#db/transaction.ts";

/** Part of every ETag: one more whenever the same rows are written in another way. */
const FORMAT = 1;

/**
 * So long (ms) after the latest change a feed says no Last-Modified: the time of a change is that of its request, and
 * one that is a little older may be committed a little later.
 */
const SETTLED = 60_000;

/** Answers a calendar program at a feed's address. @throws 404 for any other; 429 */
export async function answerFeed(args: HttpArgs): Promise<Response> {
  const { request, params } = args;
  const now = Date.now();
  const token = /^(.+)\.ics$/.exec(params.file ?? "")?.[1] ?? "";
  const found = await readingProvider(request, params.username, async (tx, provider) => {
    const feed = isLinkToken(token) ? await selectOptionalOpenFeed(tx, sha256(token)) : null;
    if (!feed || provider.suspended_at !== null) throw noFeed();
    await limitFeed(feed.id);
    return { feed, provider, ...(await read(tx, request, { feed, provider, now })) };
  });
  const { feed, provider, headers, sessions } = found;
  await noteFeedRead(provider.id, feed, now).catch(() => {});
  if (sessions === "as before") return new Response(null, { status: 304, headers });
  headers.set("Content-Type", "text/calendar; charset=utf-8");
  if (sessions === "not asked for") return new Response(null, { headers });
  const name = feedName(feed, provider.name);
  const desk_url = `${config().public_url}/dashboard/${provider.username}`;
  const pieces = feedPieces({ name, detail: feed.detail, desk_url, sessions });
  const source = Readable.from(pieces, { objectMode: false, highWaterMark: 1 });
  return new Response(downloadBody(source, args.context.drained), { headers });
}

type Asked = { feed: CalendarFeedRow; provider: ProviderRow; now: number };

/** What is to be sent, in one snapshot: first whether it is what the program has already. */
async function read(tx: TenantTx, request: Request, { feed, provider, now }: Asked) {
  const { day, ...span } = feedWindow(now);
  const window = { ...span, service_id: feed.service_id };
  const state = await selectFeedState(tx, window);
  const changed_at = Math.max((await selectOptionalLatestChange(tx)) ?? 0, feed.created_at, day);
  const headers = new Headers({ ...privatePage, "Cache-Control": "private, no-cache" });
  headers.set("ETag", tagOf(feed, provider, day, state));
  if (now - changed_at > SETTLED) headers.set("Last-Modified", new Date(changed_at).toUTCString());
  if (isAsBefore(request, headers)) return { headers, sessions: "as before" as const };
  if (request.method === "HEAD") return { headers, sessions: "not asked for" as const };
  const with_guests = feed.detail === "details";
  const sessions = await selectFeedSessions(tx, window, { with_guests, count: MAX_ENTRIES });
  return { headers, sessions };
}

/** Of all that the file is made of. Weak, because it is sent packed and unpacked. */
const tagOf = (feed: CalendarFeedRow, provider: ProviderRow, day: number, state: FeedStateRow): string => {
  const parts = [
    ...[FORMAT, config().public_url, feed.id, feed.service_title, provider.name, provider.username],
    ...[day, state.bookings, state.versions, state.updated_at],
  ];
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
  return `W/"${hash.slice(0, 27)}"`;
};

/** RFC 9110, 13.1: the tag decides where there is one. The date must be ours: a moved booking can make it an earlier one. */
const isAsBefore = (request: Request, headers: Headers): boolean => {
  const tags = request.headers.get("If-None-Match");
  const since = request.headers.get("If-Modified-Since");
  if (tags !== null) {
    const bare = (tag: string) => tag.trim().replace(/^W\//, "");
    return tags.split(",").some((tag) => bare(tag) === "*" || bare(tag) === bare(headers.get("ETag")!));
  }
  return since !== null && since === headers.get("Last-Modified");
};

/** Never was, is over, somebody else's or closed: all look the same. */
const noFeed = () =>
  problem(
    404,
    { title: "There is no calendar here", text: "Its address may have been changed or removed." },
    privatePage,
  );
