import type { FormValues } from "#app/components/form-state.ts";
import type { EditorView, HoursFrame, OverrideView, ScheduleView } from "#app/domain/schedule-views.ts";
import { requireSchedule } from "#app/domain/schedules/manage.server.ts";
import { countBookingsOutside } from "#app/domain/schedules/week.server.ts";
import { comingWeeks, OVERRIDE_INTERVALS } from "#app/domain/schedules.ts";
import { clock, fromField, toField } from "#app/domain/setup/hours.ts";
import { overrideInWords } from "#app/domain/week-editor.ts";
import { localDate, parseDate } from "#app/domain/zones.ts";
import type { Desk } from "#app/http/desk.server.ts";
import { notFound, problem } from "#app/http/guarded.server.ts";
import { localeOf } from "#app/i18n/format.ts";
import { selectDateOverrides } from "#db/date_overrides.ts";
import type { ScheduleRow } from "#db/schedule_desk.ts";
import type { TenantTx } from "#db/transaction.ts";

export const hoursPath = ({ view }: Pick<Desk, "view">): string => `/dashboard/${view.username}/hours`;

/** @throws 404 for what is no id */
export function requireScheduleId(id: string | undefined): string {
  if (!id || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw notFound();
  return id.toLowerCase();
}

export const viewFrame = (
  { view, provider_context: { provider, now } }: Desk,
  zone?: string,
): HoursFrame => ({
  desk: view,
  locale: localeOf(provider),
  week_starts_on: provider.week_starts_on,
  today: localDate(now, zone ?? provider.time_zone),
});

export const viewSchedule = (row: ScheduleRow): ScheduleView => ({ ...row });

/** One schedule in the frame of its pages. @throws 404, a NotFoundError */
export async function viewOneSchedule(tx: TenantTx, desk: Desk, id: string | undefined) {
  const schedule = viewSchedule(await requireSchedule(tx, requireScheduleId(id)));
  return { ...viewFrame(desk, schedule.time_zone), schedule };
}

const WORDS = {
  name_taken: "There are hours with this name already. Choose another.",
  too_many: "You have as many different hours as fit. Delete some that nothing uses.",
  is_default:
    "These are the default hours: services without hours of their own follow them. Make others the default first.",
  in_use:
    "A service follows these hours, perhaps an archived one. Give it other hours first, then these can be deleted.",
} as const;

export const refusalWords = (reason: keyof typeof WORDS): string => WORDS[reason];

/** A page that says why something was not done. */
export const refused = (reason: keyof typeof WORDS, back: string) =>
  problem(409, {
    title: "That did not work",
    text: WORDS[reason],
    links: [{ href: back, label: "Back to the hours" }],
  });

/** The fields in which a form says "what somebody else saved". */
export const theirsIn = (form: FormData): string[] =>
  [...form].flatMap(([name, value]) =>
    name.startsWith("keep_") && value === "theirs" ? [name.slice("keep_".length)] : [],
  );

const MAX_SHOWN = 100;
const WEEKS_SHOWN = 8;

/** The editor of one schedule, with what an act that led here says about itself in the address. */
export async function viewEditor(
  tx: TenantTx,
  desk: Desk,
  id: string | undefined,
  said: (name: string) => string | null,
): Promise<EditorView> {
  const view = await viewOneSchedule(tx, desk, id);
  const { schedule, today } = view;
  const window = { from_date: today, to_date: "2199-12-31", limit: MAX_SHOWN + 1 };
  const overrides = await selectDateOverrides(tx, schedule.id, window);
  const just = said("just");
  const is_changed = just !== null && just !== "created" && just !== "copied";
  return {
    ...view,
    overrides: overrides.slice(0, MAX_SHOWN),
    has_more_overrides: overrides.length > MAX_SHOWN,
    weeks: schedule.alternates_from ? comingWeeks(schedule.alternates_from, today, WEEKS_SHOWN) : [],
    just,
    merged: daysJoined(said("merged")),
    outside: is_changed ? await countBookingsOutside(tx, schedule, desk.provider_context.now) : null,
    undo: just === "removed" ? undoFields(said) : null,
  };
}

/** Only names of days: an address is anybody's text. */
const daysJoined = (text: string | null): string | null => {
  const days = (text ?? "")
    .split(",")
    .filter((day) => day === "day" || /^[A-Z][a-z]{2,5}day( of week B)?$/.test(day));
  return days.length > 0 ? days.slice(0, 14).join(", ").replace(/^day$/, "that day") : null;
};

/** What an override was, for the address that its removal leads to; and back, for the form that undoes it. */
export const removedQuery = ({ date, hours, note }: OverrideView): string =>
  new URLSearchParams({
    date,
    hours: hours.map((one) => `${one.starts_min}-${one.ends_min}`).join(","),
    note,
  }).toString();

function undoFields(said: (name: string) => string | null): Record<string, string> | null {
  const date = parseDate(said("date"));
  const hours = [...(said("hours") ?? "").matchAll(/(\d{1,4})-(\d{1,4})/g)].slice(0, OVERRIDE_INTERVALS);
  if (date === null) return null;
  return {
    from_date: date,
    kind: hours.length > 0 ? "hours" : "closed",
    note: (said("note") ?? "").slice(0, 200),
    undo: "yes",
    ...Object.fromEntries(
      hours.flatMap(([, from, to], index) => [
        [fromField(0, index), clock(Number(from))],
        [toField(0, index), clock(Number(to))],
      ]),
    ),
  };
}

/** The form of a date's own hours: as they are when it has some, else to begin with. A date that is none is no matter. */
export async function viewOverride(tx: TenantTx, desk: Desk, id: string | undefined, date: string | null) {
  const view = await viewOneSchedule(tx, desk, id);
  const day = parseDate(date);
  const window = { from_date: day ?? view.today, to_date: day ?? view.today, limit: 1 };
  const [there] = day === null ? [] : await selectDateOverrides(tx, view.schedule.id, window);
  const values: FormValues = {
    from_date: day ?? undefined,
    kind: there && there.hours.length > 0 ? "hours" : "closed",
    note: there?.note,
    ...Object.fromEntries(
      (there?.hours ?? []).slice(0, OVERRIDE_INTERVALS).flatMap(({ starts_min, ends_min }, index) => [
        [fromField(0, index), clock(starts_min)],
        [toField(0, index), clock(ends_min)],
      ]),
    ),
  };
  return { ...view, values, shown: there ? overrideInWords(there) : null };
}
