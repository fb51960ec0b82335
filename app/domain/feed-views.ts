import type { DeskView } from "#app/domain/views.ts";

/** What the page of calendar feeds shows; see views.ts for units. */

export type FeedView = {
  id: string;
  scope: "provider" | "service" | "member";
  service_title: string | null;
  detail: "busy" | "details";
  /** Null when the secret that made it is gone: it works for who has it, and cannot be shown again. */
  address: string | null;
  /** The same for "open in my calendar" (webcal:). */
  subscribe: string | null;
  last_read_at: number | null;
};

export type FeedsPageView = {
  desk: DeskView;
  feeds: FeedView[];
  /** What can be chosen for a new one; empty for who may only keep their own. */
  services: { id: string; title: string }[];
  /** Owners and managers keep feeds of the provider and of services as well. */
  may_share: boolean;
};
