/**
 * A booking is answered, moved and cancelled at once: two acts, one through each process. Many rounds of two, because a
 * process lets one provider's changes go one by one: the second pair of a crowd would not meet.
 */
import assert from "node:assert/strict";
import type { Answer, Sent } from "#tests/races/apps.ts";
import { type Arena, assertRefused, won } from "#tests/races/arena.ts";
import type { Race } from "#tests/races/race.ts";
import {
  answerForm,
  bookForm,
  cancelForm,
  crowd,
  MINUTE,
  MONDAY,
  moveForm,
  type Provider,
  shuffled,
} from "#tests/races/world.ts";

const HOUR = 60 * MINUTE;
const rounds = { short: 5, long: 100 };
const people = { short: 2, long: 2 };

type Given = { page: string; id: string };

/** Sends all pairs at once, each pair's two through different processes, and gives the answers pair by pair. */
async function raceInPairs(arena: Arena, pairs: [Sent, Sent][]): Promise<[Answer, Answer][]> {
  const forms = pairs.flatMap((pair, index) => pair.map((form, side) => ({ ...form, app: index + side })));
  const answers = new Map((await arena.race(shuffled(forms))).map((answer) => [answer.sent, answer]));
  return pairs.map((_, index) => [answers.get(forms[index * 2]!)!, answers.get(forms[index * 2 + 1]!)!]);
}

/** Bookings an hour apart from each other's, `apart` hours between their starts. */
const givenBookings = async (arena: Arena, provider: Provider, count: number, apart: number) => {
  const startOf = (index: number) => MONDAY + index * apart * HOUR;
  const given = await arena.given(crowd(provider, provider.services[0]!, count, startOf));
  return given.map((booking, index) => ({ ...booking, starts_at: startOf(index) }));
};

const statusOf = async ({ admin }: Arena, { id }: Given) =>
  (await admin.query("select status, version, lower(during) as starts_at from bookings where id = $1", [id]))
    .rows[0] as { status: string; version: number; starts_at: Date };

/** Two acts on bookings that wait for the provider; `after` says what may be, given who won. */
const answered = (
  name: string,
  acts: (provider: Provider, booking: Given) => [Sent, Sent],
  after: (answers: [Answer, Answer], state: { status: string; version: number }) => void,
): Race => ({
  name,
  people,
  rounds,
  round: async (arena, people) => {
    const provider = await arena.provider({ duration_min: 60, requires_approval: true });
    const given = await givenBookings(arena, provider, people / 2, 1);
    const results = await raceInPairs(
      arena,
      given.map((booking) => acts(provider, booking)),
    );
    for (const [index, pair] of results.entries()) {
      assertRefused(pair, "over", "stale");
      after(pair, await statusOf(arena, given[index]!));
    }
  },
});

const oneOf =
  (first: string, second: string) => (pair: [Answer, Answer], state: { status: string; version: number }) => {
    assert.equal(won(pair).length, 1);
    assert.deepEqual(
      { status: state.status, version: state.version },
      { status: pair[0].status === 303 ? first : second, version: 2 },
    );
  };

const approveTwice = answered(
  "approve and approve",
  (provider, { id }) => [answerForm(provider, id, "approval", 0), answerForm(provider, id, "approval", 1)],
  (pair, { status, version }) =>
    assert.deepEqual(
      { done: won(pair).length, status, version },
      { done: 2, status: "confirmed", version: 2 },
    ),
);

const approveOrDecline = answered(
  "approve and decline",
  (provider, { id }) => [answerForm(provider, id, "approval", 0), answerForm(provider, id, "decline", 1)],
  oneOf("confirmed", "declined"),
);

const approveOrCancel = answered(
  "approve and the customer cancels",
  (provider, { id, page }) => [answerForm(provider, id, "approval", 0), cancelForm(page, 1, 1)],
  oneOf("confirmed", "cancelled"),
);

/** Hourly bookings with an hour free after each, and pairs of acts on neighbours or on one. */
const moved = (
  name: string,
  per_pair: 1 | 2,
  acts: (bookings: (Given & { starts_at: number })[], provider: Provider) => [Sent, Sent],
  winners: number,
): Race => ({
  name,
  people,
  rounds,
  round: async (arena, people) => {
    const provider = await arena.provider({ duration_min: 60, slot_interval_min: 15 });
    const given = await givenBookings(arena, provider, (people / 2) * per_pair, 2);
    const pairs = Array.from({ length: people / 2 }, (_, index) =>
      given.slice(index * per_pair, (index + 1) * per_pair),
    );
    const results = await raceInPairs(
      arena,
      pairs.map((bookings) => acts(bookings, provider)),
    );
    for (const pair of results) {
      assertRefused(pair, "taken", "stale", "over");
      assert.equal(won(pair).length, winners, pair.map(({ status }) => status).join());
    }
    // Who was told that it moved is where it wanted; who was not is where it was.
    for (const booking of given) {
      const state = await statusOf(arena, booking);
      const move = results.flat().find(({ sent }) => sent.path === `${booking.page}/time`);
      if (move)
        assert.equal(
          new Date(state.starts_at).getTime(),
          move.status === 303 ? Date.parse(String(move.sent.fields.start)) : booking.starts_at,
        );
    }
  },
});

const swap = moved(
  "move A to B and B to A",
  2,
  ([a, b]) => [moveForm(a!.page, 1, b!.starts_at, 0), moveForm(b!.page, 1, a!.starts_at, 1)],
  0,
);
const cancelWhileMoving = moved(
  "move and cancel",
  1,
  ([a]) => [moveForm(a!.page, 1, a!.starts_at + HOUR, 0), cancelForm(a!.page, 1, 1)],
  1,
);
const twoToOne = moved(
  "two move to one slot",
  2,
  ([a, b]) => [moveForm(a!.page, 1, a!.starts_at + HOUR, 0), moveForm(b!.page, 1, a!.starts_at + HOUR, 1)],
  1,
);
const moveOrBook = moved(
  "one moves where another books",
  1,
  ([a], provider) => [
    moveForm(a!.page, 1, a!.starts_at + HOUR, 0),
    bookForm(provider, provider.services[0]!, a!.starts_at + HOUR),
  ],
  1,
);
// Each still overlaps its own old time, and both want the middle of the hour between them.
const neighbours = moved(
  "neighbours move towards each other",
  2,
  ([a, b]) => [
    moveForm(a!.page, 1, a!.starts_at + 45 * MINUTE, 0),
    moveForm(b!.page, 1, b!.starts_at - 45 * MINUTE, 1),
  ],
  1,
);

export const changeRaces: Race[] = [
  approveTwice,
  approveOrDecline,
  approveOrCancel,
  swap,
  cancelWhileMoving,
  twoToOne,
  moveOrBook,
  neighbours,
];
