import { type Conflict, conflictsBetween } from "#app/domain/conflicts.ts";
import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { type QuestionDraft, wordsOfQuestions } from "#app/domain/questions.ts";
import { findService, recordService } from "#app/domain/services/record.server.ts";
import { misfits, SERVICE_FIELDS, type ServiceSettings, wordsOfService } from "#app/domain/services.ts";
import { selectScheduleZones } from "#db/schedules.ts";
import { replaceQuestions } from "#db/services/questions.ts";
import { updateService } from "#db/services/save.ts";
import { selectQuestionsOfService, selectTakenSlugs } from "#db/services.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

type Save = {
  service_id: string;
  /** The version that the form's page showed, and what it said, field by field. */
  version: number;
  shown: Record<string, unknown>;
  /** Fields in which the person chose what somebody else had saved. */
  theirs?: readonly string[];
};

export type SaveServiceOutcome =
  | { ok: true; changed: string[] }
  | { ok: false; conflicts: Conflict[]; version: number; shown: Record<string, string> }
  | { ok: false; problems: Record<string, string[]> };

/**
 * Saves the form of a service. What was booked keeps what was promised: bookings hold their own title, price and place.
 * Where somebody else was faster, nothing is written and both values come back.
 * @throws NotFoundError when it is not this provider's
 */
export async function saveService(
  context: Context,
  save: Save & { settings: ServiceSettings },
): Promise<SaveServiceOutcome> {
  const event_id = newId();
  return serializable(context.provider.id, async (tx): Promise<SaveServiceOutcome> => {
    const service = await findService(tx, save.service_id);
    const schedules = await selectScheduleZones(tx);
    const chosen = Object.entries(save.settings).filter(([field]) => !save.theirs?.includes(field));
    const wanted: ServiceSettings = { ...service, ...Object.fromEntries(chosen) };
    const [before, after] = [wordsOfService(service, schedules), wordsOfService(wanted, schedules)];
    if (save.version !== service.version) {
      const conflicts = conflictsBetween(SERVICE_FIELDS, save.shown, before, after);
      if (conflicts.length > 0) return { ok: false, conflicts, version: service.version, shown: before };
    }
    const problems = await problemsOf(tx, service.slug, wanted, schedules);
    if (problems) return { ok: false, problems };
    const changed = SERVICE_FIELDS.filter((field) => before[field] !== after[field]);
    if (changed.length === 0) return { ok: true, changed };
    await updateService(tx, service.id, wanted, context.now);
    const details = { title: wanted.title, fields: changed.join(",") };
    await recordService(tx, context, event_id, "service.changed", details);
    return { ok: true, changed };
  });
}

/** What only the provider's other rows can tell is wrong. */
async function problemsOf(
  tx: WriteTx,
  slug: string,
  wanted: ServiceSettings,
  schedules: readonly { id: string }[],
): Promise<Record<string, string[]> | null> {
  if (wanted.slug !== slug && (await selectTakenSlugs(tx, [wanted.slug])).length > 0)
    return { slug: ["Another service of yours has this name, maybe an archived one."] };
  if (wanted.schedule_id !== null && !schedules.some(({ id }) => id === wanted.schedule_id))
    return { schedule_id: ["These working hours are gone. Choose others."] };
  // Of two people's forms each fits, and what is chosen of both may not.
  const wrong = Object.entries(misfits(wanted)).map(([field, message]) => [field, [message]]);
  return wrong.length > 0 ? Object.fromEntries(wrong) : null;
}

/**
 * Saves the list of a service's questions. Answers that were given stay in their bookings, with the question as it was.
 * @throws NotFoundError when the service is not this provider's
 */
export async function saveQuestions(
  context: Context,
  save: Save & { questions: readonly QuestionDraft[] },
): Promise<SaveServiceOutcome> {
  const event_id = newId();
  const fresh = save.questions.map(() => newId());
  return serializable(context.provider.id, async (tx): Promise<SaveServiceOutcome> => {
    const service = await findService(tx, save.service_id);
    const now = await selectQuestionsOfService(tx, service.id);
    const [before, after] = [wordsOfQuestions(now), wordsOfQuestions(save.questions)];
    const theirs = save.theirs?.includes("questions") ?? false;
    if (save.version !== service.version && !theirs) {
      const conflicts = conflictsBetween(["questions"], save.shown, before, after);
      if (conflicts.length > 0) return { ok: false, conflicts, version: service.version, shown: before };
    }
    if (theirs || before.questions === after.questions) return { ok: true, changed: [] };
    // An id that is not of this service (removed meanwhile, or another's) makes a new question.
    const known = now.map(({ id }) => id);
    const rows = save.questions.map((question, index) => ({
      ...question,
      id: question.id && known.includes(question.id) ? question.id : fresh[index]!,
    }));
    if (new Set(rows.map(({ id }) => id)).size < rows.length)
      return { ok: false, problems: { "": ["The same question came twice. Please load the page again."] } };
    await replaceQuestions(tx, service.id, rows, context.now);
    const details = { title: service.title, fields: "questions" };
    await recordService(tx, context, event_id, "service.changed", details);
    return { ok: true, changed: ["questions"] };
  });
}
