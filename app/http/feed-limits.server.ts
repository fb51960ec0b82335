import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { config } from "#app/config.server.ts";
import { problem } from "#app/http/guarded.server.ts";

/**
 * How often one feed is read in an hour: ten programs that come every minute. In memory, each process for itself: a
 * counter in the database would make each read a write (docs/decisions/0028-calendar-feeds.md). By feed and not by
 * network, because many feeds are fetched from a few machines of Google and Microsoft.
 */
const CAP = { points: 600, seconds: 3600 };

let limiter: RateLimiterMemory | null = null;

/** Before a feed is looked up further. @throws a 429 answer */
export async function limitFeed(feed_id: string): Promise<void> {
  limiter ??= new RateLimiterMemory({
    points: CAP.points * config().rate_limit_factor,
    duration: CAP.seconds,
  });
  try {
    await limiter.consume(feed_id);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retry_after_s = Math.ceil(refusal.msBeforeNext / 1000);
    throw problem(
      429,
      { title: "One moment, please", text: "This calendar is read very often. Please ask less often." },
      { "Retry-After": String(retry_after_s), "Cache-Control": "no-store" },
    );
  }
}
