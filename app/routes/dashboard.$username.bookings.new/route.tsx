import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { NewBookingPage } from "#app/components/pages/new-booking-page.tsx";
import type { Refused } from "#app/domain/bookings/outcome.ts";
import { bookByHand, bookWeekly } from "#app/domain/bookings.server.ts";
import { viewNewBooking, viewSentForm } from "#app/domain/by-hand.server.ts";
import { type ByHandInput, ByHandInput as schemaOf } from "#app/domain/by-hand.ts";
import { isTaken, viewTaken, viewWarning } from "#app/domain/by-hand-days.server.ts";
import type { Context } from "#app/domain/context.ts";
import { IdempotencyKeyReusedError } from "#app/domain/errors.ts";
import { viewPlaces } from "#app/domain/views.server.ts";
import { findTerms, repeatOf, requireAsked } from "#app/http/by-hand.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound, problem, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { reading } from "#db/transaction.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "bookings:write", async (tx, { provider_context: context, view: desk }) => {
    const asked = requireAsked(args.request, `/dashboard/${desk.username}/bookings/new`);
    const page = await viewNewBooking(tx, context, asked);
    if (!page) throw notFound();
    const status = page.refusal ? 409 : page.typed.problem?.kind === "wrong" ? 422 : 200;
    return data({ desk, ...page }, { status, headers: privateForm });
  }),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context: context, view: desk } = await requireMember(args, "bookings:write");
  const bookings = `/dashboard/${desk.username}/bookings`;
  const form = await readForm(args.request);
  const terms = await reading(context.provider.id, (tx) => findTerms(tx, form));
  if (!terms)
    throw problem(400, {
      title: "We couldn't read that form",
      text: "Please choose a service and a time again.",
      links: [{ href: `${bookings}/new`, label: "New booking" }],
    });
  const repeat_id = repeatOf(form);
  const { questions, customer } = terms;
  const schema = schemaOf({ questions, places: viewPlaces(terms.service), is_known: customer !== null });
  const submission = parseWithZod(form, { schema });
  const page = viewSentForm(context, terms, repeat_id);
  const lastResult = submission.reply();
  if (submission.status !== "success")
    return data({ view: { desk, ...page }, lastResult }, { status: 422, headers: privateForm });

  const outcome = await orUsed(`${bookings}/new`, () => book(context, submission.value));
  if (outcome.ok) {
    const to = `${bookings}/${outcome.path}`;
    throw redirect(outcome.just ? `${to}?just=${repeat_id ? "repeated" : "booked"}` : to, 303);
  }
  const { asks, reason }: Refused = outcome;
  page.warning = viewWarning(asks ?? [], terms.service);
  page.is_taken = !asks && isTaken(reason);
  if (!asks)
    page.refusal = await reading(context.provider.id, (tx) =>
      viewTaken(tx, context, terms, terms.starts_at, reason),
    );
  return data({ view: { desk, ...page }, lastResult }, { status: 409, headers: privateForm });
});

/** One booking leads to its page, a series to what became of its weeks. */
const book = async (context: Context, input: ByHandInput) => {
  if (input.weeks === 1) {
    const outcome = await bookByHand(context, input);
    return outcome.ok ? { ok: true as const, path: outcome.booking_id, just: true } : outcome;
  }
  const outcome = await bookWeekly(context, input);
  if (!outcome.ok) return outcome;
  const missed = outcome.missed.map(({ week, reason }) => `${week}:${reason}`).join(",");
  const query = new URLSearchParams({ first: outcome.first_id, weeks: String(input.weeks), missed });
  return { ok: true as const, path: `series?${query}`, just: false };
};

const orUsed = async <T,>(again: string, routine: () => Promise<T>): Promise<T> => {
  try {
    return await routine();
  } catch (error) {
    if (!(error instanceof IdempotencyKeyReusedError)) throw error;
    throw problem(409, {
      title: "This form has been used already",
      text: "It made a booking before, with other details. That booking stands; for another one, start again.",
      links: [{ href: again, label: "New booking" }],
    });
  }
};

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = () => privateMeta("New booking");

export default function NewBooking() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  return <NewBookingPage {...(acted?.view ?? loaded)} lastResult={acted?.lastResult} />;
}
