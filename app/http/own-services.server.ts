import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect } from "@remix-run/node";
import { z } from "zod";
import type { VersionedAnswer } from "#app/components/versioned-form.tsx";
import { shownWords } from "#app/domain/conflicts.ts";
import type { Context } from "#app/domain/context.ts";
import { QuestionsInput, questionFormValues, wordsOfQuestions } from "#app/domain/questions.ts";
import type {
  ExampleView,
  OwnServiceView,
  QuestionsPageView,
  ServiceFormView,
} from "#app/domain/service-views.ts";
import { exampleOf } from "#app/domain/services/example.server.ts";
import { type SaveServiceOutcome, saveQuestions, saveService } from "#app/domain/services/save.server.ts";
import { ServiceInput, serviceFormValues, wordsOfService } from "#app/domain/services.ts";
import { viewProvider, viewService } from "#app/domain/views.server.ts";
import { type Desk, readingDesk, requireMember } from "#app/http/desk.server.ts";
import { notFound, param, readForm } from "#app/http/guarded.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import type { HttpArgs } from "#app/http/session.server.ts";
import { chosenTheirs } from "#app/http/versioned.server.ts";
import { selectScheduleZones } from "#db/schedules.ts";
import { countSeatsBeyond } from "#db/services/save.ts";
import { type ServiceRow, selectOptionalServiceById, selectQuestionsOfService } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

/** The desk's pages about services: what they read and what their forms lead to. */

const noService = () => notFound("This service does not exist, or it has been removed.");

/** The id in the address. @throws a 404 page when it is none */
export function serviceId(args: HttpArgs): string {
  const id = z.uuid().safeParse(args.params.id);
  if (!id.success) throw noService();
  return id.data;
}

export const servicesPath = (username: string) => `/dashboard/${username}/services`;

export const viewOwnService = (row: ServiceRow): OwnServiceView => ({
  ...viewService(row),
  id: row.id,
  is_hidden: row.hidden_at !== null,
  is_archived: row.archived_at !== null,
});

/** The service of the address. @throws a 404 page when it is not this provider's */
export async function readService(tx: TenantTx, args: HttpArgs): Promise<ServiceRow> {
  const service = await selectOptionalServiceById(tx, serviceId(args));
  if (!service) throw noService();
  return service;
}

/** The form of a service as it is, in the caller's snapshot. */
export async function viewServiceForm(tx: TenantTx, desk: Desk, args: HttpArgs): Promise<ServiceFormView> {
  const service = await readService(tx, args);
  const { provider_context } = desk;
  const schedules = await selectScheduleZones(tx);
  return {
    desk: desk.view,
    provider: viewProvider(provider_context.provider),
    service: viewOwnService(service),
    version: service.version,
    shown: JSON.stringify(wordsOfService(service, schedules)),
    values: serviceFormValues(service),
    schedules: schedules.map(({ id, name, is_default }) => ({ id, name, is_default })),
    example: service.durations.length > 0 ? await exampleOf(tx, provider_context, service) : null,
    seats_beyond: await countSeatsBeyond(tx, service.id, service.capacity, provider_context.now),
    just: param(args.request, "just"),
  };
}

/** The form of a service's questions, in the caller's snapshot. */
export async function viewQuestions(tx: TenantTx, desk: Desk, args: HttpArgs): Promise<QuestionsPageView> {
  const service = await readService(tx, args);
  const questions = await selectQuestionsOfService(tx, service.id);
  return {
    desk: desk.view,
    service: { id: service.id, title: service.title },
    version: service.version,
    shown: JSON.stringify(wordsOfQuestions(questions)),
    values: questionFormValues(questions),
    just: param(args.request, "just"),
  };
}

type Submission = {
  reply: (options?: { fieldErrors?: Record<string, string[]> }) => VersionedAnswer["lastResult"];
};

const answerOf = (submission: Submission, outcome: SaveServiceOutcome | null) => {
  const problems = outcome && "problems" in outcome ? outcome.problems : null;
  const conflict =
    outcome && "conflicts" in outcome ? { ...outcome, shown: JSON.stringify(outcome.shown) } : null;
  const lastResult = submission.reply(problems ? { fieldErrors: problems } : {});
  const answer: VersionedAnswer = { lastResult, conflict };
  return data(answer, { status: conflict ? 409 : 422, headers: privateForm });
};

/** What the form of a service leads to: itself with what is wrong (422) or what others changed (409), or "saved". */
export async function saveServiceForm(args: HttpArgs) {
  const desk = await requireMember(args, "services:write");
  const service_id = serviceId(args);
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: ServiceInput });
  if (submission.status !== "success") return answerOf(submission, null);
  const { shown, ...rest } = submission.value;
  const save = { ...rest, service_id, shown: shownWords(shown), theirs: chosenTheirs(form) };
  const outcome = await saveService(desk.provider_context, save);
  if (!outcome.ok) return answerOf(submission, outcome);
  throw redirect(`${servicesPath(desk.view.username)}/${service_id}?just=saved`, 303);
}

/** The same for its questions. */
export async function saveQuestionsForm(args: HttpArgs) {
  const desk = await requireMember(args, "services:write");
  const service_id = serviceId(args);
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: QuestionsInput });
  if (submission.status !== "success") return answerOf(submission, null);
  const { shown, ...rest } = submission.value;
  const save = { ...rest, service_id, shown: shownWords(shown), theirs: chosenTheirs(form) };
  const outcome = await saveQuestions(desk.provider_context, save);
  if (!outcome.ok) return answerOf(submission, outcome);
  throw redirect(`${servicesPath(desk.view.username)}/${service_id}/questions?just=saved`, 303);
}

export type ExampleAnswer = VersionedAnswer & { example: ExampleView | null; service: ServiceRow | null };

/** The form as it was typed, with what customers would see of it. Nothing is saved. */
export function showExample(args: HttpArgs) {
  return readingDesk(args, "services:write", async (tx, desk) => {
    const service = await readService(tx, args);
    const submission = parseWithZod(await readForm(args.request), { schema: ServiceInput });
    const lastResult = submission.reply();
    if (submission.status !== "success") {
      const answer: ExampleAnswer = { lastResult, conflict: null, example: null, service: null };
      return data(answer, { status: 422, headers: privateForm });
    }
    const { settings } = submission.value;
    const schedules = await selectScheduleZones(tx);
    // Hours that are gone or somebody else's: nothing is free in them, and saving says so.
    const is_known = schedules.some(({ id }) => id === settings.schedule_id);
    const typed: ServiceRow = {
      ...service,
      ...settings,
      schedule_id: is_known ? settings.schedule_id : null,
    };
    const example = await exampleOf(tx, desk.provider_context, typed);
    const answer: ExampleAnswer = { lastResult, conflict: null, example, service: typed };
    return data(answer, { headers: privateForm });
  });
}

/** An act on one service by a button of the list, which then says what was done. */
export async function actOnService(
  args: HttpArgs,
  verb: (context: Context, service_id: string) => Promise<void>,
  just: string,
) {
  const desk = await requireMember(args, "services:write");
  const service_id = serviceId(args);
  await verb(desk.provider_context, service_id);
  return redirect(`${servicesPath(desk.view.username)}?just=${just}.${service_id}`, 303);
}
