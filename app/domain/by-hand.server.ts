/** The page of a new booking: what the address says so far, and what is still to be chosen. */
import { randomBytes } from "node:crypto";
import { questionField } from "#app/domain/bookings.ts";
import { nextWeek, wallOf } from "#app/domain/by-hand.ts";
import {
  judgeByHand,
  readTyped,
  viewDayTimes,
  viewTaken,
  viewWarning,
} from "#app/domain/by-hand-days.server.ts";
import type { ByHandQuery, CustomerChoiceView, NewBookingView } from "#app/domain/by-hand-views.ts";
import type { Context } from "#app/domain/context.ts";
import { viewPlaces, viewProviderToCustomer, viewService } from "#app/domain/views.server.ts";
import { parseBookableDate } from "#app/domain/wall-time.ts";
import { localDate } from "#app/domain/zones.ts";
import { type BookingRow, selectOptionalBookingById } from "#db/bookings.ts";
import {
  type CustomerChoiceRow,
  selectCustomersBeginning,
  selectOptionalCustomerChoice,
} from "#db/customer_choice.ts";
import {
  type QuestionRow,
  type ServiceRow,
  selectOptionalServiceBySlug,
  selectOwnServices,
  selectQuestionsOfService,
  selectServiceById,
} from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

/** What an address may say of a new booking, read and nothing more. */
export type AskedByHand = {
  service: string | null;
  duration_min: number | null;
  starts_at: number | null;
  /** As typed: perhaps no date and no time at all. */
  date: string | null;
  time: string | null;
  customer_id: string | null;
  repeat_id: string | null;
  q: string;
};

const MOST_SERVICES = 200;
const MOST_FOUND = 8;
const MINUTE = 60_000;

type Page = Omit<NewBookingView, "desk">;

/** @returns null when the address names a customer or a booking that this provider does not have */
export async function viewNewBooking(
  tx: TenantTx,
  context: Context,
  asked: AskedByHand,
): Promise<Page | null> {
  const repeated = asked.repeat_id ? await selectOptionalBookingById(tx, asked.repeat_id) : null;
  const customer_id = asked.customer_id ?? repeated?.customer_id ?? null;
  const customer = customer_id ? await selectOptionalCustomerChoice(tx, customer_id) : null;
  if ((asked.repeat_id && !repeated) || (asked.customer_id && !customer)) return null;

  const service = await findService(tx, asked, repeated);
  const choice = service && chooseDuration(service, asked, repeated);
  const page = emptyPage(context, asked, repeated, customer);
  if (!service || choice === null) return servicePage(tx, page, asked, service);
  page.service = viewService(service);
  page.duration_min = choice;
  page.query = { ...page.query, service: service.slug, duration: String(choice) };

  const { starts_at, typed } = chooseStart(context, asked, repeated);
  page.typed = typed;
  const wanted = { service, duration_min: choice };
  if (starts_at === null) return timePage(tx, context, page, wanted, asked.date ?? typed.date);
  const judged = await judgeByHand(tx, context, wanted, starts_at);
  page.typed = { ...wallOf(starts_at, context.provider.time_zone), problem: null };
  // Nothing is typed yet that could be lost: another time is all there is to choose.
  if (judged.taken) {
    page.refusal = await viewTaken(tx, context, wanted, starts_at, judged.taken);
    return timePage(tx, context, page, wanted, page.typed.date);
  }
  page.warning = viewWarning(judged.asks, service);
  page.seats_left = judged.seats_left;
  const questions = await selectQuestionsOfService(tx, service.id);
  return formPage(tx, fillForm(page, wanted, questions, starts_at, repeated), asked);
}

export type Terms = {
  service: ServiceRow;
  questions: readonly QuestionRow[];
  customer: CustomerChoiceRow | null;
  duration_min: number;
  starts_at: number;
};

/** The same page for a form that was sent: as chosen there, with what the verb said about it. */
export function viewSentForm(context: Context, terms: Terms, repeat_id: string | null): Page {
  const { service, questions, customer, starts_at, duration_min } = terms;
  const asked = { customer_id: customer?.id ?? null, repeat_id };
  const page = emptyPage(context, asked, null, customer);
  page.service = viewService(service);
  page.duration_min = duration_min;
  page.query = { ...page.query, service: service.slug, duration: String(duration_min) };
  page.typed = { ...wallOf(starts_at, context.provider.time_zone), problem: null };
  return fillForm(page, { service, duration_min }, questions, starts_at, null);
}

const viewCustomer = ({ blocked_at, ...row }: CustomerChoiceRow): CustomerChoiceView => ({
  ...row,
  is_blocked: blocked_at !== null,
});

const emptyPage = (
  context: Context,
  asked: Pick<AskedByHand, "customer_id" | "repeat_id"> & Partial<AskedByHand>,
  repeated: BookingRow | null,
  customer: CustomerChoiceRow | null,
): Page => {
  const query: ByHandQuery = {};
  if (asked.starts_at != null) query.start = new Date(asked.starts_at).toISOString();
  if (asked.customer_id) query.customer = asked.customer_id;
  if (asked.repeat_id) query.repeat = asked.repeat_id;
  const { now, provider } = context;
  return {
    provider: viewProviderToCustomer(provider),
    query,
    repeated: repeated && { customer_name: repeated.customer_name, starts_at: repeated.starts_at },
    step: "service",
    services: [],
    is_gone: false,
    service: null,
    duration_min: null,
    day: null,
    typed: { date: localDate(now, provider.time_zone), time: "", problem: null },
    chosen: null,
    seats_left: null,
    price_cents: null,
    warning: null,
    refusal: null,
    is_taken: false,
    customer: customer && viewCustomer(customer),
    search: { q: "", found: null, is_cut: false },
    questions: [],
    places: [],
    idempotency_key: randomBytes(18).toString("base64url"),
    values: {},
  };
};

const findService = async (
  tx: TenantTx,
  asked: AskedByHand,
  repeated: BookingRow | null,
): Promise<ServiceRow | null> => {
  if (asked.service === null && repeated) {
    const service = await selectServiceById(tx, repeated.service_id);
    return service.archived_at === null ? service : null;
  }
  if (asked.service !== null) {
    const service = await selectOptionalServiceBySlug(tx, asked.service);
    return service?.archived_at === null ? service : null;
  }
  // Who offers one thing only need not be asked which.
  const [only, ...others] = await selectOwnServices(tx, 2);
  return only && others.length === 0 ? only : null;
};

/** The length (minutes), as far as it is known: chosen, the repeated booking's, or the only one; else null. */
const chooseDuration = (
  { durations }: ServiceRow,
  asked: AskedByHand,
  repeated: BookingRow | null,
): number | null => {
  const length = repeated && (repeated.ends_at - repeated.starts_at) / MINUTE;
  const wished = asked.duration_min ?? length;
  const offered = durations.find(({ duration_min }) => duration_min === wished);
  return offered?.duration_min ?? (durations.length === 1 ? durations[0]!.duration_min : null);
};

const chooseStart = (context: Context, asked: AskedByHand, repeated: BookingRow | null) => {
  const zone = context.provider.time_zone;
  const typed = { date: localDate(context.now, zone), time: "", problem: null };
  if (asked.starts_at !== null) return { starts_at: asked.starts_at, typed };
  if (asked.time) return readTyped(asked.date ?? "", asked.time, zone);
  if (asked.date !== null || !repeated)
    return { starts_at: null, typed: { ...typed, date: asked.date ?? typed.date } };
  const next = nextWeek(repeated.starts_at, zone, context.now);
  if (next.kind === "one") return { starts_at: next.at, typed };
  const { time } = wallOf(repeated.starts_at, zone);
  return { starts_at: null, typed: { ...typed, time, problem: next } };
};

const servicePage = async (tx: TenantTx, page: Page, asked: AskedByHand, service: ServiceRow | null) => {
  const services = service ? [service] : await selectOwnServices(tx, MOST_SERVICES);
  page.services = services.map((row) => ({ ...viewService(row), is_hidden: row.hidden_at !== null }));
  page.is_gone = !service && (asked.service !== null || asked.repeat_id !== null);
  return page;
};

const timePage = async (
  tx: TenantTx,
  context: Context,
  page: Page,
  wanted: Parameters<typeof viewDayTimes>[2],
  date: string,
) => {
  const day = parseBookableDate(date) ?? localDate(context.now, context.provider.time_zone);
  page.step = "time";
  page.day = await viewDayTimes(tx, context, wanted, day);
  return page;
};

const fillForm = (
  page: Page,
  { service, duration_min }: { service: ServiceRow; duration_min: number },
  questions: readonly QuestionRow[],
  starts_at: number,
  repeated: BookingRow | null,
): Page => {
  page.step = "form";
  page.query.start = new Date(starts_at).toISOString();
  page.chosen = { starts_at, ends_at: starts_at + duration_min * MINUTE };
  page.price_cents = service.durations.find((one) => one.duration_min === duration_min)?.price_cents ?? null;
  page.questions = questions.map((question) => ({ ...question, is_required: false }));
  page.places = viewPlaces(service);
  if (repeated) page.values = { place: repeated.place, ...answersAgain(questions, repeated) };
  return page;
};

/** A repeated booking's answers, in the form's fields; several choices were kept as one text. */
const answersAgain = (questions: readonly QuestionRow[], { answers }: BookingRow) =>
  Object.fromEntries(
    questions.map((question) => {
      const value = answers.find(({ label }) => label === question.label)?.value;
      const several = question.kind === "several" && value !== undefined;
      return [questionField(question), several ? value.split(", ") : value];
    }),
  );

const formPage = async (tx: TenantTx, page: Page, { q }: AskedByHand): Promise<Page> => {
  if (page.customer || q === "") return page;
  const found = await findCustomers(tx, q);
  page.search = { q, found: found.slice(0, MOST_FOUND).map(viewCustomer), is_cut: found.length > MOST_FOUND };
  return page;
};

/** By the beginning of a name or an e-mail address, or a phone number's last digits (what comes before them varies). */
const findCustomers = (tx: TenantTx, q: string) => {
  const digits = q.replace(/\D/g, "").replace(/^0+/, "");
  const is_number = digits.length >= 4 && /^[\d\s+().\-/]+$/.test(q);
  const reversed = is_number ? [...digits].reverse().join("") : null;
  return selectCustomersBeginning(tx, q, reversed, MOST_FOUND + 1);
};
