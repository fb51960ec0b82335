import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import type { Outcome, Refusal } from "#app/domain/bookings/outcome.ts";
import { AnswerBookingInput } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { requireBookingId } from "#app/http/desk-bookings.server.ts";
import { notFound, problem, readForm } from "#app/http/guarded.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import type { HttpArgs } from "#app/http/session.server.ts";
import { wordsFor } from "#app/i18n/refusals.ts";
import { selectOptionalBookingById } from "#db/bookings.ts";

type Verb = (
  context: Context,
  request: { booking_id: string; version: number; reason: string },
) => Promise<Outcome<object>>;

/** What a form with a reason says when it is shown again. */
export type EndAnswer = { lastResult: SubmissionResult<string[]>; is_stale: boolean };

/** A page of this provider's desk to go back to, as a form of ours says it; anything else is the day. */
const backTo = (form: FormData, desk: string, just: string): string => {
  const back = form.get("back");
  const is_ours = typeof back === "string" && back.startsWith(`${desk}/`) && /^[\w/-]{1,200}$/.test(back);
  return `${is_ours ? back : desk}?just=${just}`;
};

/** Who answers, and for which booking of theirs. @throws as readingDesk does; 404 for any other's booking */
const requireBooking = (args: HttpArgs): Promise<{ context: Context; booking_id: string }> =>
  readingDesk(args, "bookings:write", async (tx, { provider_context: context }) => {
    const booking_id = requireBookingId(args);
    if (!(await selectOptionalBookingById(tx, booking_id))) throw notFound();
    return { context, booking_id };
  });

const linksOf = (desk: string, booking_id: string) => [
  { href: desk, label: "Back to your day" },
  { href: `${desk}/bookings/${booking_id}`, label: "See the booking" },
];

const refusedAs = (reason: Refusal, desk: string, booking_id: string) =>
  problem(409, { ...wordsFor(reason), links: linksOf(desk, booking_id) }, { "Cache-Control": "no-store" });

const unreadable = (desk: string, booking_id: string) =>
  problem(400, {
    title: "We couldn't read that form",
    text: "Please try again from your day.",
    links: linksOf(desk, booking_id),
  });

/**
 * An act of one button: read the form, do it, back to where it came from.
 * @param just what the page after it says was done
 */
export const answerWith = (verb: Verb, just: string) => async (args: ActionFunctionArgs) => {
  const { context, booking_id } = await requireBooking(args);
  const desk = `/dashboard/${context.provider.username}`;
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: AnswerBookingInput });
  if (submission.status !== "success") throw unreadable(desk, booking_id);
  const outcome = await verb(context, { booking_id, ...submission.value });
  if (!outcome.ok) throw refusedAs(outcome.reason, desk, booking_id);
  return redirect(backTo(form, desk, just), 303);
};

/**
 * The same for an act with a reason, which has a page: a reason that cannot be used (422) or a booking that has changed
 * meanwhile (409) show it again, as it is now and with what was typed.
 */
export const endWith = (verb: Verb, just: string) => async (args: ActionFunctionArgs) => {
  const { context, booking_id } = await requireBooking(args);
  const desk = `/dashboard/${context.provider.username}`;
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: AnswerBookingInput });
  const again = (status: number, is_stale: boolean) =>
    data({ lastResult: submission.reply(), is_stale } satisfies EndAnswer, { status, headers: privateForm });
  if (submission.status !== "success") {
    if (submission.error?.version) throw unreadable(desk, booking_id);
    return again(422, false);
  }
  const outcome = await verb(context, { booking_id, ...submission.value });
  if (!outcome.ok && outcome.reason === "stale") return again(409, true);
  if (!outcome.ok) throw refusedAs(outcome.reason, desk, booking_id);
  throw redirect(backTo(form, desk, just), 303);
};
