import type { Context } from "#app/domain/context.ts";
import { parseBookableDate, parseWallTime } from "#app/domain/wall-time.ts";
import { explainWhy } from "#app/domain/why.server.ts";
import type { WhyAnswerView, WhyPageView } from "#app/domain/why-views.ts";
import { addDays, localDate, localMinutes } from "#app/domain/zones.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { param } from "#app/http/guarded.server.ts";
import { formatDuration, localeOf } from "#app/i18n/format.ts";
import { type ServiceRow, selectOwnServices } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

const MAX_SERVICES = 200;

type Asked = { service: ServiceRow; duration_min: number };

/** "<service id>.<minutes>" of the form, or null for what is none of the provider's. */
const findAsked = (services: readonly ServiceRow[], text: string | null): Asked | null => {
  const [id, minutes] = (text ?? "").split(".");
  const service = services.find((one) => one.id === id);
  const duration = service?.durations.find(({ duration_min }) => String(duration_min) === minutes);
  return service && duration ? { service, duration_min: duration.duration_min } : null;
};

const clock = (at: number, zone: string) => {
  const minutes = localMinutes(at, zone);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
};

/** The page "Why is this time missing?": the form, and the answer once something is asked. */
export async function viewWhy(
  tx: TenantTx,
  { view: desk, provider_context: context }: Desk,
  request: Request,
): Promise<WhyPageView> {
  const services = await selectOwnServices(tx, MAX_SERVICES);
  const { time_zone: zone } = context.provider;
  const [wanted, typed_date, typed_time] = ["for", "date", "time"].map((name) => param(request, name));
  const is_asked = typed_date !== null && typed_time !== null;
  const asked = findAsked(services, wanted ?? null);
  const page: WhyPageView = {
    desk,
    locale: localeOf(context.provider),
    choices: services.map((service) => ({
      service: service.title,
      lengths: service.durations.map(({ duration_min }) => ({
        value: `${service.id}.${duration_min}`,
        label: `${service.title}, ${formatDuration(duration_min)}`,
      })),
    })),
    for: asked ? `${asked.service.id}.${asked.duration_min}` : "",
    date: typed_date ?? addDays(localDate(context.now, zone), 1),
    time: typed_time ?? "",
    errors: [],
    gap: null,
    answers: [],
  };
  if (!is_asked || services.length === 0) return page;
  const date = (typed_date ?? "").trim();
  const time = (typed_time ?? "").trim();
  const wall = parseWallTime(zone, date, time);
  if (!asked) page.errors.push({ field: "for", text: "Choose a service." });
  if (parseBookableDate(date) === null)
    page.errors.push({ field: "date", text: "That is not a date of the calendar." });
  else if (wall.kind === "wrong") page.errors.push({ field: "time", text: "Give a time as 14:30." });
  if (!asked || page.errors.length > 0) return page;

  const link = hrefOf(page.for, zone);
  if (wall.kind === "gap") return { ...page, gap: { moved_to: wall.moved_to, href: link(wall.moved_to) } };
  const instants = wall.kind === "one" ? [wall.at] : wall.kind === "fold" ? [wall.first, wall.second] : [];
  for (const [index, starts_at] of instants.entries()) {
    const which = instants.length > 1 ? (index === 0 ? ("first" as const) : ("second" as const)) : null;
    page.answers.push(await answerTo(tx, context, { ...asked, starts_at }, which, link));
  }
  return page;
}

const hrefOf = (wanted: string, zone: string) => (at: number) =>
  `?${new URLSearchParams({ for: wanted, date: localDate(at, zone), time: clock(at, zone) })}`;

const answerTo = async (
  tx: TenantTx,
  context: Context,
  question: Asked & { starts_at: number },
  which: WhyAnswerView["which"],
  link: (at: number) => string,
): Promise<WhyAnswerView> => {
  const { starts, reason, ...why } = await explainWhy(tx, context, question);
  return {
    ...why,
    offered: reason === "offered",
    which,
    starts: starts.map((starts_at) => ({
      starts_at,
      href: link(starts_at),
      is_asked: starts_at === question.starts_at,
    })),
  };
};
