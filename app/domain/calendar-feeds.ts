import { z } from "zod";
import { may } from "#app/domain/permissions.ts";
import type { CalendarFeedRow } from "#db/calendar_feeds.ts";
import type { Role } from "#db/memberships.ts";

/** Rules of calendar feeds: private addresses at which a calendar program reads bookings. */

const DAY = 86_400_000;

/** How far a feed looks back and ahead, in days. */
export const FEED_DAYS = { back: 30, ahead: 365 };

/** The most entries of a feed; of more, those that are furthest ahead are left out. */
export const MAX_ENTRIES = 5000;

/** How often programs are asked to come, in seconds. */
export const REFRESH_S = 900;

/** That a program came is noted to this (ms): reading must not be writing. */
export const READ_NOTED_EACH = 3_600_000;

/** The bookings of a feed begin in this window (epoch ms). It moves once a day, at midnight UTC. */
export function feedWindow(now: number): { day: number; starts_at: number; ends_at: number } {
  const day = Math.floor(now / DAY) * DAY;
  return { day, starts_at: day - FEED_DAYS.back * DAY, ends_at: day + (FEED_DAYS.ahead + 1) * DAY };
}

/** What the form sends: "all", "mine", or a service's id. */
export const CreateFeedInput = z
  .object({
    what: z.union([z.enum(["all", "mine"]), z.uuid()], { error: "Please choose which bookings it shows." }),
    detail: z.enum(["busy", "details"], { error: "Please choose how much it shows." }),
  })
  .transform(({ what, detail }) => ({
    scope:
      what === "all" ? ("provider" as const) : what === "mine" ? ("member" as const) : ("service" as const),
    service_id: what === "all" || what === "mine" ? null : what.toLowerCase(),
    detail,
  }));
export type CreateFeedInput = z.infer<typeof CreateFeedInput>;

type Who = { account_id: string; role: Role };

/** Owners and managers keep the provider's feeds; everybody who may read bookings keeps their own. */
export const mayKeepFeed = (
  { account_id, role }: Who,
  feed: Pick<CalendarFeedRow, "scope" | "account_id">,
): boolean => (feed.scope === "member" ? feed.account_id === account_id : may(role, "settings:write"));

export type FeedRefusal = "no_feed" | "no_service" | "not_allowed";
export type FeedOutcome = { ok: true; existed?: boolean } | { ok: false; reason: FeedRefusal };

type Named = Pick<CalendarFeedRow, "scope" | "service_title" | "detail">;

/** The calendar's name in the program that reads it. A feed of busy times names no service: a hidden one stays so. */
export function feedName({ scope, service_title, detail }: Named, provider_name: string): string {
  if (detail === "busy") return `${provider_name}: busy`;
  return scope === "service" ? `${provider_name}: ${service_title}` : provider_name;
}
