import { expect, test } from "vitest";
import { wordsFor } from "#app/i18n/refusals.ts";

const REASONS = [
  ...[
    "past",
    "horizon",
    "outside_hours",
    "override",
    "off_grid",
    "notice",
    "blocked",
    "full",
    "booked",
    "buffer",
  ],
  ...[
    "daily_limit",
    "weekly_limit",
    "taken",
    "unknown_service",
    "unknown_duration",
    "unknown_place",
    "unknown_customer",
    "unwelcome",
    "stale",
  ],
  ...["too_late", "over"],
] as Parameters<typeof wordsFor>[0][];

test("every reason has words: a title without a full stop and a sentence with one", () => {
  for (const reason of REASONS) {
    const { title, text } = wordsFor(reason);
    expect([reason, title]).toEqual([reason, expect.stringMatching(/^[A-Z].{5,60}[^.]$/)]);
    expect([reason, text]).toEqual([reason, expect.stringMatching(/^[A-Z].{10,140}\.$/)]);
    // The machine's own words are not for people.
    expect(`${title} ${text}`).not.toMatch(/_|null|undefined/);
  }
});
