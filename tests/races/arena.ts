/** One round of a race: who sent what, what came back, and what must be true afterwards whatever the race was. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type pg from "pg";
import type { Refusal } from "#app/domain/bookings/outcome.ts";
import { wordsFor } from "#app/i18n/refusals.ts";
import type { Answer, Apps, Sent } from "#tests/races/apps.ts";
import { createWorld, type Provider } from "#tests/races/world.ts";

export class Arena {
  readonly admin: pg.Client;
  readonly apps: Apps;
  readonly providers: Provider[] = [];
  /** Answers to what was sent in the race itself: these are measured. */
  readonly raced: Answer[] = [];
  readonly all: Answer[] = [];

  constructor(admin: pg.Client, apps: Apps) {
    this.admin = admin;
    this.apps = apps;
  }

  async provider(...services: Parameters<typeof createWorld>[1]): Promise<Provider> {
    const provider = await createWorld(this.admin, services);
    this.providers.push(provider);
    return provider;
  }

  /** Sends all at once. */
  async race(forms: Sent[]): Promise<Answer[]> {
    const answers = await this.apps.post(forms);
    this.raced.push(...answers);
    this.all.push(...answers);
    return answers;
  }

  /** Books what a race is about, outside of the measurement. @returns each booking's address and id */
  async given(forms: Sent[]): Promise<{ page: string; id: string }[]> {
    const answers = await this.apps.post(forms);
    this.all.push(...answers);
    return Promise.all(
      answers.map(async (answer) => {
        assert.equal(answer.status, 303, `A booking that a race is about was refused:\n${reasonOf(answer)}`);
        const page = pageOf(answer);
        const { rows } = await this.admin.query("select id from bookings where manage_token_hash = $1", [
          hashOf(page),
        ]);
        return { page, id: rows[0].id as string };
      }),
    );
  }
}

/** A booking's own address, out of the redirect that acknowledged it. */
export const pageOf = (answer: Answer): string => answer.location!.split("?")[0]!;
const hashOf = (page: string) => createHash("sha256").update(page.split("/").at(-1)!).digest();

export const won = (answers: Answer[]) => answers.filter(({ status }) => status === 303);

/** True when the page gives this reason. */
export const says = (answer: Answer, ...reasons: Refusal[]): boolean =>
  reasons.some((reason) => answer.body.includes(wordsFor(reason).title.replaceAll("'", "&#x27;")));

const reasonOf = ({ sent, status, body }: Answer) =>
  `${sent.path} ${JSON.stringify(sent.fields)}: ${status} ${/<h[12][^>]*>(.*?)<\/h[12]>/s.exec(body)?.[1] ?? body.slice(0, 500)}`;

/** Every answer is one of: done, or a refusal for one of these reasons. */
export function assertRefused(answers: Answer[], ...reasons: Refusal[]): void {
  for (const answer of answers)
    if (answer.status !== 303)
      assert.ok(
        answer.status === 409 && (says(answer, ...reasons) || isDesk(answer)),
        `Unexpected: ${reasonOf(answer)}`,
      );
}

// The desk's answers have a status, and no page of their own yet that would say the reason.
const isDesk = ({ sent }: Answer) => sent.path.startsWith("/dashboard/");

/** What holds after every race. */
export async function assertInOrder({ admin, all, providers }: Arena): Promise<void> {
  const broken = all.filter(({ status }) => status >= 500 || status === 0);
  assert.equal(broken.length, 0, `${broken.length} answers like ${broken[0] && reasonOf(broken[0])}`);

  const ids = providers.map(({ id }) => id);
  const hashes = all
    .filter(({ sent, status }) => status === 303 && sent.path.includes("/details?"))
    .map((answer) => hashOf(pageOf(answer)).toString("hex"));
  const ask = async (text: string) => (await admin.query(text, [ids])).rows;

  const stored = await ask(
    "select encode(manage_token_hash, 'hex') as hash from bookings where provider_id = any($1)",
  );
  const kept = new Set(stored.map(({ hash }) => hash));
  assert.deepEqual(
    hashes.filter((hash) => !kept.has(hash)),
    [],
    "A booking was acknowledged and is not there",
  );
  assert.equal(kept.size, new Set(hashes).size, "A booking is there that nobody was told about");

  for (const [what, query] of Object.entries(NEVER))
    assert.deepEqual(await ask(query), [], `${what}: this may never be`);
}

/** Queries that find nothing, from bookings alone where they can: the reservations' own constraint is not asked. */
const NEVER: Record<string, string> = {
  "a live booking without its one reservation, or one that is over with one": `
    select b.id, b.status, count(r.id) from bookings b
    left join reservations r on r.provider_id = b.provider_id and r.booking_id = b.id
    where b.provider_id = any($1) group by b.provider_id, b.id
    having count(r.id) <> case when b.status in ('held', 'pending', 'confirmed') then 1 else 0 end`,
  "a reservation that is not its booking's time with its service's buffers": `
    select r.id from reservations r join bookings b on b.provider_id = r.provider_id and b.id = r.booking_id
    join services s on s.provider_id = b.provider_id and s.id = b.service_id
    where b.provider_id = any($1) and r.occupied <> tstzrange(
      lower(b.during) - make_interval(mins => s.buffer_before_min),
      upper(b.during) + make_interval(mins => s.buffer_after_min))`,
  "two bookings at once": `
    with taken as (
      select b.provider_id, b.id, b.service_id, b.during, s.capacity,
        lower(b.during) - make_interval(mins => s.buffer_before_min) as starts_at,
        upper(b.during) + make_interval(mins => s.buffer_after_min) as ends_at
      from bookings b join services s on s.provider_id = b.provider_id and s.id = b.service_id
      where b.provider_id = any($1) and b.status in ('held', 'pending', 'confirmed'))
    select x.id, y.id as other from taken x join taken y on x.provider_id = y.provider_id and x.id < y.id
    where x.starts_at < y.ends_at and y.starts_at < x.ends_at
      and not (x.capacity > 1 and x.service_id = y.service_id and x.during = y.during)`,
  "more people in a session than seats": `
    select b.service_id, b.during, count(*) from bookings b
    join services s on s.provider_id = b.provider_id and s.id = b.service_id
    where b.provider_id = any($1) and b.status in ('held', 'pending', 'confirmed')
    group by b.provider_id, b.service_id, b.during, s.capacity having count(*) > s.capacity`,
  "an event without its job, or a job without its event": `
    with events as (
        select booking_id::text, (details ->> 'version')::int as version, replace(action, 'booking.', '') as event
        from audit_events where provider_id = any($1) and booking_id is not null),
      jobs as (
        select payload ->> 'booking_id' as booking_id, (payload ->> 'version')::int as version,
          payload ->> 'event' as event
        from races.jobs where payload ->> 'provider_id' = any($1::uuid[]::text[]))
    (select 'event' as what, * from (select * from events except all select * from jobs) x)
    union all (select 'job', * from (select * from jobs except all select * from events) y)`,
  "a booking whose history is not one event a version": `
    select b.id, b.version, array_agg(e.action || ' ' || (e.details ->> 'version')) from bookings b
    left join audit_events e on e.provider_id = b.provider_id and e.booking_id = b.id
    where b.provider_id = any($1) group by b.provider_id, b.id, b.version
    having array_agg((e.details ->> 'version')::int order by (e.details ->> 'version')::int)
      is distinct from array(select generate_series(1, b.version))`,
};

/**
 * The queue forgets a job when it is done; a copy of each that an event of a booking wrote, made in the same transaction, is what
 * can be counted. (Those of single messages follow from these.)
 */
export async function rememberJobs(admin: pg.Client): Promise<void> {
  await admin.query(`
    create schema races;
    create table races.jobs (payload json not null);
    create function races.remember() returns trigger language plpgsql security definer as
      $$ begin
        if new.payload ->> 'event' is not null then insert into races.jobs values (new.payload); end if;
        return null;
      end $$;
    create trigger races_remember after insert on graphile_worker._private_jobs
      for each row execute function races.remember()`);
}
