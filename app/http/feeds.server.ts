import { config } from "#app/config.server.ts";
import type { FeedContext } from "#app/domain/calendar-feeds.server.ts";
import type { FeedRefusal } from "#app/domain/calendar-feeds.ts";
import type { FeedsPageView, FeedView } from "#app/domain/feed-views.ts";
import { may } from "#app/domain/permissions.ts";
import { recoverFeedToken } from "#app/domain/secrets.server.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { problem } from "#app/http/guarded.server.ts";
import { type CalendarFeedRow, selectFeedsOfMember, selectSharedFeeds } from "#db/calendar_feeds.ts";
import { selectServiceNames } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

/** Where the provider's feeds are kept. */
export const feedsPath = ({ view }: Desk): string => `/dashboard/${view.username}/settings/feeds`;

/** Who acts on feeds: any member, each on what is theirs to keep. */
export const feedContext = ({ provider_context, account, role }: Desk): FeedContext => ({
  ...provider_context,
  account_id: account.id,
  role,
});

const viewFeed = (row: CalendarFeedRow, { provider_context: { provider, secrets } }: Desk): FeedView => {
  const token = recoverFeedToken(secrets, provider.id, row);
  const address = token && `${config().public_url}/feeds/${provider.username}/${token}.ics`;
  return {
    id: row.id,
    scope: row.scope,
    service_title: row.service_title,
    detail: row.detail,
    address,
    subscribe: address?.replace(/^https?:/, "webcal:") ?? null,
    last_read_at: row.last_read_at,
  };
};

/** What the page of feeds shows to a member: the provider's, if they keep these, and their own. */
export async function viewFeeds(tx: TenantTx, desk: Desk): Promise<FeedsPageView> {
  const may_share = may(desk.role, "settings:write");
  const shared = may_share ? await selectSharedFeeds(tx) : [];
  const own = await selectFeedsOfMember(tx, desk.account.id);
  const services = may_share ? await selectServiceNames(tx) : [];
  return {
    desk: desk.view,
    feeds: [...shared, ...own].map((row) => viewFeed(row, desk)),
    services: services.map(({ id, title }) => ({ id, title })),
    may_share,
  };
}

const REFUSALS: Record<FeedRefusal, { status: number; title: string; text: string }> = {
  no_feed: {
    status: 404,
    title: "This calendar feed is gone",
    text: "Somebody has removed it or given it a new address, or it was never yours.",
  },
  no_service: { status: 404, title: "This service is gone", text: "Please choose another one." },
  not_allowed: {
    status: 403,
    title: "You may not do this here",
    text: "Owners and managers make feeds of all bookings and of services. You can make one for yourself.",
  },
};

/** The page that says why an act on feeds was refused. */
export const feedRefusal = (reason: FeedRefusal, desk: Desk) => {
  const { status, title, text } = REFUSALS[reason];
  const links = [{ href: feedsPath(desk), label: "Back to the calendar feeds" }];
  return problem(status, { title, text, links }, { "Cache-Control": "no-store" });
};
