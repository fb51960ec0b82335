import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import type { Outcome } from "#app/domain/bookings/outcome.ts";
import { AnswerBookingInput } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { notFound, problem, readForm } from "#app/http/guarded.server.ts";
import { wordsFor } from "#app/i18n/refusals.ts";

type Verb = (
  context: Context,
  request: { booking_id: string; version: number; reason: string },
) => Promise<Outcome<object>>;

/** Approving and declining differ in the verb only: read the form, do it, back to the desk. */
export const answerWith = (verb: Verb) => async (args: ActionFunctionArgs) => {
  const { request, params } = args;
  const { provider_context: context } = await requireMember(args, "bookings:write");
  const desk = `/dashboard/${context.provider.username}`;
  const links = [{ href: desk, label: "Back to your day" }];
  const booking_id = z.uuid().safeParse(params.id);
  if (!booking_id.success) throw notFound();
  const submission = parseWithZod(await readForm(request), { schema: AnswerBookingInput });
  if (submission.status !== "success")
    throw problem(400, {
      title: "We couldn't read that form",
      text: "Please try again from your day.",
      links,
    });
  const outcome = await verb(context, { booking_id: booking_id.data, ...submission.value });
  if (!outcome.ok) throw problem(409, { ...wordsFor(outcome.reason), links });
  return redirect(desk, 303);
};
