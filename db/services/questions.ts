import type { QuestionRow } from "../services.ts";
import { instant, sql, type WriteTx } from "../transaction.ts";

/** Puts these questions in place of a service's, in this order; the service's version goes up. `now` in epoch ms. */
export async function replaceQuestions(
  tx: WriteTx,
  service_id: string,
  questions: readonly QuestionRow[],
  now: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* deleteQuestions */
    delete from service_questions where provider_id = ${tx.provider_id} and service_id = ${service_id}`);
  for (const [index, question] of questions.entries())
    await insertQuestion(tx, service_id, question, index + 1);
  await tx.query(sql.typeAlias("void")`
    /* updateServiceVersion */
    update services set version = version + 1, updated_at = ${instant(now)}
    where provider_id = ${tx.provider_id} and id = ${service_id}`);
}

async function insertQuestion(
  tx: WriteTx,
  service_id: string,
  question: QuestionRow,
  position: number,
): Promise<void> {
  await tx.query(sql.typeAlias("void")`
    /* insertQuestion */
    insert into service_questions (provider_id, id, service_id, position, label, help, kind, options, is_required)
    values (${tx.provider_id}, ${question.id}, ${service_id}, ${position}, ${question.label}, ${question.help},
      ${question.kind}, ${sql.array([...question.options], "text")}, ${question.is_required})`);
}
