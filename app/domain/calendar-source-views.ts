import type { DeskView } from "#app/domain/views.ts";

/** What the pages of calendars elsewhere show. Instants are epoch ms, to be read in `desk.time_zone`. */

export type SourceView = {
  id: string;
  name: string;
  /** All that is shown of its address. */
  host: string;
  ending: string;
  version: number;
  /** Null while it was never read. */
  ok_at: number | null;
  fetched_at: number | null;
  failing_since: number | null;
  /** A sentence; empty while it does not fail. */
  failure: string;
  events: number;
  /** In sentences. */
  warnings: string[];
  next_fetch_at: number;
  /** It is in the queue or being fetched at this moment. */
  is_being_read: boolean;
};

export type SourcesView = {
  desk: DeskView;
  locale: string;
  now: number;
  sources: SourceView[];
  most: number;
  just: string | null;
  values: Record<string, string>;
};

export type SourceChangeView = {
  desk: DeskView;
  locale: string;
  now: number;
  source: SourceView;
  values: Record<string, string>;
};

/** What failed for more than an hour, for the banner of Today. */
export type FailingSourceView = { id: string; name: string; failing_since: number };
