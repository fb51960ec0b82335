/** One form sent many times; and a provider who closes a time while people book it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { blockTime } from "#app/domain/blocked_times.server.ts";
import { selectProvider } from "#db/providers.ts";
import { reading } from "#db/transaction.ts";
import { SECRET } from "#tests/races/apps.ts";
import { assertRefused, pageOf, won } from "#tests/races/arena.ts";
import type { Race } from "#tests/races/race.ts";
import { bookForm, crowd, MINUTE, MONDAY } from "#tests/races/world.ts";

const PEOPLE = { short: 50, long: 50 };

const sameForm: Race = {
  name: "one form, later again, changed, elsewhere",
  people: PEOPLE,
  rounds: { short: 1, long: 20 },
  round: async (arena, people) => {
    const provider = await arena.provider({});
    const [service] = provider.services;
    const form = bookForm(provider, service!, MONDAY);
    const answers = await arena.race(Array.from({ length: people }, (_, app) => ({ ...form, app })));
    assert.equal(won(answers).length, people);
    assert.equal(new Set(answers.map(({ location }) => location)).size, 1);

    const [again] = await arena.race([form]);
    assert.equal(again!.location, answers[0]!.location);

    const key = { idempotency_key: form.fields.idempotency_key! };
    const changed = await arena.race([
      { ...form, fields: { ...form.fields, note: "Something else" } },
      { ...form, fields: { ...form.fields, start: new Date(MONDAY + 30 * MINUTE).toISOString() } },
      { ...form, fields: { ...form.fields, email: "somebody-else@example.org" } },
    ]);
    for (const { status, body } of changed) {
      assert.equal(status, 409);
      assert.match(body, /This form has been used already/);
    }

    const other = await arena.provider({});
    const [elsewhere] = await arena.race([bookForm(other, other.services[0]!, MONDAY, key)]);
    assert.equal(elsewhere!.status, 303);
    assert.notEqual(pageOf(elsewhere!), pageOf(again!));
  },
};

const twoWishes: Race = {
  name: "one key with two contents",
  people: PEOPLE,
  rounds: { short: 1, long: 20 },
  round: async (arena, people) => {
    const provider = await arena.provider({});
    const idempotency_key = randomBytes(12).toString("base64url");
    const email = "one@example.org";
    const wishes = [0, 1].map((n) =>
      bookForm(provider, provider.services[0]!, MONDAY + n * 60 * MINUTE, { idempotency_key, email }),
    );
    const answers = await arena.race(
      Array.from({ length: people }, (_, app) => ({ ...wishes[(app >> 1) % 2]!, app })),
    );
    // Whichever came first has won for all who said the same; nobody else has anything.
    const done = won(answers);
    assert.ok(done.length > 0);
    assert.equal(new Set(done.map(({ location }) => location)).size, 1);
    assert.deepEqual(
      done,
      answers.filter(({ sent }) => sent.fields.start === done[0]!.sent.fields.start),
    );
    for (const { status, body } of answers.filter((answer) => !done.includes(answer))) {
      assert.equal(status, 409);
      assert.match(body, /This form has been used already/);
    }
  },
};

const blocking: Race = {
  name: "the provider blocks the time meanwhile",
  people: PEOPLE,
  rounds: { short: 3, long: 30 },
  round: async (arena, people) => {
    const world = await arena.provider({});
    const [service] = world.services;
    const provider = await reading(world.id, selectProvider);
    const context = { provider, actor: "provider" as const, now: Date.now(), secrets: [SECRET] };
    const block = {
      starts_at: MONDAY,
      ends_at: MONDAY + people * 30 * MINUTE,
      schedule_id: null,
      reason: "",
    };
    const forms = crowd(world, service!, people, (index) => MONDAY + index * 30 * MINUTE);
    const rush = forms.map((form) => arena.race([form]));
    // In the middle of it: somebody has a booking, the others are under way.
    await Promise.any(rush);
    const { hit } = await blockTime(context, block);
    // The block is committed: from here on nobody gets in.
    const late = await arena.race(
      forms.map((form) => bookForm(world, service!, Date.parse(String(form.fields.start)))),
    );
    assert.equal(won(late).length, 0);
    assertRefused(late, "blocked");
    assertRefused((await Promise.all(rush)).flat(), "blocked");
    const { rows } = await arena.admin.query("select id from bookings where provider_id = $1 order by id", [
      world.id,
    ]);
    assert.deepEqual(
      rows.map(({ id }) => id),
      hit.map(({ id }) => id).sort(),
      "A booking inside the block that the provider was not told of",
    );
  },
};

export const formRaces: Race[] = [sameForm, twoWishes, blocking];
