/** Many people book at one provider at once. */
import assert from "node:assert/strict";
import type { Answer } from "#tests/races/apps.ts";
import { assertRefused, won } from "#tests/races/arena.ts";
import type { Race } from "#tests/races/race.ts";
import { bookForm, crowd, DAY, MINUTE, MONDAY, type Provider, shuffled } from "#tests/races/world.ts";

/** What is promised for 200 people is raced by 200 in the long form; the two that every other rests on, always. */
const MANY = { short: 200, long: 200 };
const FEWER = { short: 60, long: 200 };

const oneSlot: Race = {
  name: "all want one slot",
  people: MANY,
  rounds: { short: 1, long: 30 },
  round: async (arena, people) => {
    const provider = await arena.provider({});
    const answers = await arena.race(crowd(provider, provider.services[0]!, people, () => MONDAY));
    assert.equal(won(answers).length, 1);
    assertRefused(answers, "taken");
  },
};

const differentSlots: Race = {
  name: "each wants another slot",
  people: MANY,
  rounds: { short: 1, long: 15 },
  round: async (arena, people) => {
    const provider = await arena.provider({});
    const starts = shuffled(Array.from({ length: people }, (_, index) => MONDAY + index * 30 * MINUTE));
    const answers = await arena.race(crowd(provider, provider.services[0]!, people, (i) => starts[i]!));
    assertRefused(answers);
    assert.equal(won(answers).length, people);
  },
};

const MIXED = [
  { duration_min: 30, slot_interval_min: 10 },
  { duration_min: 50, slot_interval_min: 15, buffer_before_min: 5, buffer_after_min: 10 },
  { duration_min: 20, slot_interval_min: 7, buffer_after_min: 25 },
];

/** The time that a request wants to take, buffers included. */
const wantedBy = (provider: Provider, { sent }: Answer) => {
  const index = provider.services.findIndex(({ slug }) => sent.path.includes(slug));
  const { duration_min, buffer_before_min = 0, buffer_after_min = 0 } = MIXED[index]!;
  const start = Date.parse(String(sent.fields.start));
  return {
    from: start - buffer_before_min * MINUTE,
    to: start + (duration_min + buffer_after_min) * MINUTE,
  };
};

const overlapping: Race = {
  name: "overlaps without equals, three services with buffers",
  people: FEWER,
  rounds: { short: 1, long: 30 },
  round: async (arena, people) => {
    const provider = await arena.provider(...MIXED);
    const forms = Array.from({ length: people }, (_, index) => {
      const which = index % MIXED.length;
      const step = MIXED[which]!.slot_interval_min;
      // As crowded whatever their number: about twelve people an hour want to start.
      const start = MONDAY + Math.floor((Math.random() * people * 5) / step) * step * MINUTE;
      return bookForm(provider, provider.services[which]!, start);
    });
    const answers = await arena.race(forms);
    assertRefused(answers, "taken");
    const taken = won(answers).map((answer) => wantedBy(provider, answer));
    assert.ok(taken.length > 0);
    // Nobody was sent away for nothing: who was refused wanted a part of what a winner has.
    for (const loser of answers.filter(({ status }) => status !== 303)) {
      const wanted = wantedBy(provider, loser);
      assert.ok(
        taken.some(({ from, to }) => from < wanted.to && wanted.from < to),
        `Refused, and free: ${JSON.stringify(loser.sent.fields)}`,
      );
    }
  },
};

const seats = (capacity: number, rounds: Race["rounds"]): Race => ({
  name: `all want one of ${capacity} seats`,
  people: FEWER,
  rounds,
  round: async (arena, people) => {
    const provider = await arena.provider({ capacity });
    const answers = await arena.race(crowd(provider, provider.services[0]!, people, () => MONDAY));
    assert.equal(won(answers).length, capacity);
    assertRefused(answers, "taken", "full");
  },
});

const daily = (limit: number, people: Race["people"], rounds: Race["rounds"]): Race => ({
  name: `a day with a limit of ${limit}`,
  people,
  rounds,
  round: async (arena, people) => {
    const provider = await arena.provider({ duration_min: 5, limit_per_day: limit });
    const answers = await arena.race(
      crowd(provider, provider.services[0]!, people, (index) => MONDAY + index * 5 * MINUTE),
    );
    assert.equal(won(answers).length, limit);
    assertRefused(answers, "daily_limit", "taken");
  },
});

const weekly: Race = {
  name: "a week with a limit of 4",
  people: FEWER,
  rounds: { short: 1, long: 15 },
  round: async (arena, people) => {
    const provider = await arena.provider({ limit_per_week: 4 });
    const answers = await arena.race(
      crowd(provider, provider.services[0]!, people, (index) => MONDAY + index * 30 * MINUTE),
    );
    assert.equal(won(answers).length, 4);
    assertRefused(answers, "weekly_limit", "taken");
    // The next week is none of that limit's business.
    const next = await arena.race([bookForm(provider, provider.services[0]!, MONDAY + 7 * DAY)]);
    assert.equal(won(next).length, 1);
  },
};

export const bookingRaces: Race[] = [
  oneSlot,
  differentSlots,
  overlapping,
  seats(5, { short: 1, long: 15 }),
  seats(30, { short: 1, long: 15 }),
  daily(3, FEWER, { short: 1, long: 15 }),
  // The two processes' first transactions meet; with a higher limit those that matter meet by luck only. Many rounds.
  daily(1, { short: 8, long: 8 }, { short: 12, long: 100 }),
  weekly,
];
