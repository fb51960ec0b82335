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

/** A page of this provider's desk to go back to, as a form of ours says it; anything else is the day. */
const backTo = (form: FormData, desk: string, just: string): string => {
  const back = form.get("back");
  const is_ours = typeof back === "string" && back.startsWith(`${desk}/`) && /^[\w/-]{1,200}$/.test(back);
  return is_ours ? `${back}?just=${just}` : desk;
};

/**
 * Approving, declining and cancelling differ in the verb only: read the form, do it, back to where it came from.
 * @param just what the page after it says was done
 */
export const answerWith = (verb: Verb, just: string) => async (args: ActionFunctionArgs) => {
  const { request, params } = args;
  const { provider_context: context } = await requireMember(args, "bookings:write");
  const desk = `/dashboard/${context.provider.username}`;
  const links = [{ href: desk, label: "Back to your day" }];
  const booking_id = z.uuid().safeParse(params.id);
  if (!booking_id.success) throw notFound();
  const form = await readForm(request);
  const submission = parseWithZod(form, { schema: AnswerBookingInput });
  if (submission.status !== "success")
    throw problem(400, {
      title: "We couldn't read that form",
      text: "Please try again from your day.",
      links,
    });
  const outcome = await verb(context, { booking_id: booking_id.data, ...submission.value });
  if (!outcome.ok) throw problem(409, { ...wordsFor(outcome.reason), links });
  return redirect(backTo(form, desk, just), 303);
};
