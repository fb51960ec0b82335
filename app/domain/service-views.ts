import type { VersionedView } from "#app/domain/conflicts.ts";
import type { DeskView, ProviderView, ServiceView } from "#app/domain/views.ts";

/** What the desk's pages about services show. */

export type OwnServiceView = ServiceView & { id: string; is_hidden: boolean; is_archived: boolean };

export type ServicesPageView = {
  desk: DeskView;
  provider: ProviderView;
  services: OwnServiceView[];
  archived: OwnServiceView[];
  /** What has just been done: the code, the service's id. */
  just: { code: string; id: string } | null;
};

/** The next free starts (epoch ms) for one length; none when there are none within a year. */
export type ExampleView = { duration_min: number; times: number[]; time_zone: string };

export type ServiceFormView = VersionedView & {
  desk: DeskView;
  provider: ProviderView;
  service: OwnServiceView;
  schedules: { id: string; name: string; is_default: boolean }[];
  example: ExampleView | null;
  /** People to come on seats beyond the number of seats. */
  seats_beyond: number;
  just: string | null;
};

export type QuestionsPageView = VersionedView & {
  desk: DeskView;
  service: { id: string; title: string };
  just: string | null;
};
