import {
  type CreateFeedInput,
  type FeedOutcome,
  mayKeepFeed,
  READ_NOTED_EACH,
} from "#app/domain/calendar-feeds.ts";
import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { feedToken, sha256 } from "#app/domain/secrets.server.ts";
import {
  type CalendarFeedRow,
  deleteFeed,
  insertFeed,
  type NewCalendarFeed,
  selectOptionalFeedById,
  updateFeedRead,
} from "#db/calendar_feeds.ts";
import type { Role } from "#db/memberships.ts";
import { selectOptionalServiceById } from "#db/services.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

/** What a member does to feeds. */
export type FeedContext = Context & { account_id: string; role: Role };

type Kind = Pick<NewCalendarFeed, "scope" | "service_id" | "account_id" | "detail">;

/** Under an id of its own, so under an address that nothing had before. */
const addFeed = (tx: WriteTx, { provider, secrets, now }: FeedContext, kind: Kind): Promise<boolean> => {
  const id = newId();
  const token_hash = sha256(feedToken(secrets[0]!, provider.id, id));
  return insertFeed(tx, { ...kind, id, token_hash, now });
};

const said = ({
  scope,
  detail,
  service_title,
}: Pick<CalendarFeedRow, "scope" | "detail" | "service_title">) => ({
  scope,
  detail,
  ...(service_title !== null && { title: service_title }),
});

/** Makes a feed; of each kind there is one, so a form that is sent twice finds the first. */
export async function createFeed(
  context: FeedContext,
  { scope, service_id, detail }: CreateFeedInput,
): Promise<FeedOutcome> {
  const kind = { scope, service_id, detail, account_id: scope === "member" ? context.account_id : null };
  if (!mayKeepFeed(context, kind)) return { ok: false, reason: "not_allowed" };
  return serializable(context.provider.id, async (tx) => {
    const service = service_id === null ? null : await selectOptionalServiceById(tx, service_id);
    if (service_id !== null && !service) return { ok: false, reason: "no_service" };
    if (!(await addFeed(tx, context, kind))) return { ok: true, existed: true };
    await recordAct(
      tx,
      context,
      "calendar_feed.created",
      said({ scope, detail, service_title: service?.title ?? null }),
    );
    return { ok: true };
  });
}

/** Ends one that the member may keep, or says why not; `after` follows in the same transaction. */
const ending = (
  context: FeedContext,
  feed_id: string,
  action: string,
  after: (tx: WriteTx, feed: CalendarFeedRow) => Promise<unknown>,
): Promise<FeedOutcome> =>
  serializable(context.provider.id, async (tx) => {
    const feed = await selectOptionalFeedById(tx, feed_id);
    // Another member's own looks the same as none.
    if (!feed || !mayKeepFeed(context, feed)) return { ok: false, reason: "no_feed" };
    await deleteFeed(tx, feed_id);
    await after(tx, feed);
    await recordAct(tx, context, action, said(feed));
    return { ok: true };
  });

/** Gives a feed a new address; at the old one there is nothing from that moment on. */
export const renewFeed = (context: FeedContext, { feed_id }: { feed_id: string }): Promise<FeedOutcome> =>
  ending(context, feed_id, "calendar_feed.renewed", (tx, feed) => addFeed(tx, context, feed));

/** Ends a feed. */
export const removeFeed = (context: FeedContext, { feed_id }: { feed_id: string }): Promise<FeedOutcome> =>
  ending(context, feed_id, "calendar_feed.removed", async () => {});

/** Notes that a program read a feed, at most once an hour: for all other reads this asks the database nothing. */
export async function noteFeedRead(
  provider_id: string,
  feed: Pick<CalendarFeedRow, "id" | "last_read_at">,
  now: number,
): Promise<void> {
  const unless_after = now - READ_NOTED_EACH;
  if (feed.last_read_at !== null && feed.last_read_at > unless_after) return;
  await serializable(provider_id, (tx) => updateFeedRead(tx, { id: feed.id, now, unless_after }));
}
