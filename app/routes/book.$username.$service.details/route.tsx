import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DetailsPage } from "#app/components/pages/details-page.tsx";
import { MessagePage } from "#app/components/pages/message-page.tsx";
import type { Refusal } from "#app/domain/bookings/outcome.ts";
import { bookSlot } from "#app/domain/bookings.server.ts";
import { BookSlotInput, DurationInput, InstantInput, ZoneInput } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import { viewDetails } from "#app/domain/details.server.ts";
import { IdempotencyKeyReusedError } from "#app/domain/errors.ts";
import { viewPlaces } from "#app/domain/views.server.ts";
import { guarded, param, problem, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { requireDuration } from "#app/http/picker.server.ts";
import { privateForm, readingPublic, shownZone } from "#app/http/public.server.ts";
import { limitBooking } from "#app/http/rate-limits.server.ts";
import { requirePublicService } from "#app/http/services.server.ts";
import { formatWait } from "#app/i18n/format.ts";
import { unwelcomeWords } from "#app/i18n/refusals.ts";
import { type ServiceRow, selectQuestionsOfService } from "#db/services.ts";
import { reading, type TenantTx } from "#db/transaction.ts";

const findTerms = async (tx: TenantTx, context: Context, slug: string | undefined) => {
  const service = await requirePublicService(tx, context, slug);
  const questions = await selectQuestionsOfService(tx, service.id);
  return { context, service, questions, calendar: `/book/${context.provider.username}/${service.slug}` };
};

const unreadable = (calendar: string) => ({
  title: "We can't read the time in this address",
  text: "Please choose a time in the calendar.",
  links: [{ href: calendar, label: "Back to the calendar" }],
});

export const loader = guarded(async ({ request, params, context: { refused_view } }: LoaderFunctionArgs) => {
  if (refused_view) return data({ view: refused_view, unreadable: null }, { headers: privateForm });
  return readingPublic(request, params.username, async (tx, context) => {
    const { service, questions, calendar } = await findTerms(tx, context, params.service);
    const start = InstantInput.safeParse(param(request, "start") ?? undefined);
    // Not thrown: Remix asks the loader after the action too, and a refused form sent to the bare address must not lose
    // its page to this one.
    if (!start.success)
      return data({ view: null, unreadable: unreadable(calendar) }, { status: 400, headers: privateForm });
    const { zone, headers } = shownZone(request, context.provider);
    const choice = { service, starts_at: start.data, duration_min: requireDuration(request, service), zone };
    const view = await viewDetails(tx, context, choice, questions, null);
    return data(
      { view, unreadable: null },
      { status: view.refusal ? 409 : 200, headers: { ...privateForm, ...headers } },
    );
  });
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { request, params, context: loadContext } = args;
  const { context, service, questions, calendar } = await readingPublic(
    request,
    params.username,
    (tx, found) => findTerms(tx, found, params.service),
  );
  const form = await readForm(request);
  const terms = { phone_field: service.phone_field, places: viewPlaces(service), questions };
  const submission = parseWithZod(form, { schema: BookSlotInput(terms) });

  const answer = async (status: number, reason: Refusal | null, retry_after_s?: number) => {
    const choice = requireChoice(form, service, calendar);
    const view = await reading(context.provider.id, (tx) =>
      viewDetails(tx, context, choice, questions, reason),
    );
    loadContext.refused_view = view;
    if (retry_after_s === undefined)
      return data({ view, lastResult: submission.reply() }, { status, headers: privateForm });
    const lastResult = submission.reply({ formErrors: [tooManyBookings(retry_after_s)] });
    return data(
      { view, lastResult },
      { status, headers: { ...privateForm, "Retry-After": `${retry_after_s}` } },
    );
  };
  if (submission.status !== "success") return answer(422, null);
  const limit = await limitBooking(args, context.provider.id, submission.value.customer.email);
  if (limit.retry_after_s !== null) return answer(429, null, limit.retry_after_s);
  try {
    const outcome = await bookSlot(context, service.slug, submission.value);
    if (!outcome.ok) {
      await limit.undo();
      if (outcome.reason === "unwelcome")
        throw problem(409, {
          ...unwelcomeWords(context.provider),
          links: [{ href: `/book/${context.provider.username}`, label: "Back to the booking page" }],
        });
      return await answer(409, outcome.reason);
    }
    const { username } = context.provider;
    throw redirect(`/book/${username}/bookings/${outcome.manage_token}?just=booked`, 303);
  } catch (error) {
    if (!(error instanceof IdempotencyKeyReusedError)) throw error;
    throw problem(409, {
      title: "This form has been used already",
      text: "It made a booking before. Your booking's page is in the mail that we sent you; to book another time, start again from the calendar.",
      links: [{ href: calendar, label: "Book another time" }],
    });
  }
});

const tooManyBookings = (retry_after_s: number) =>
  `There were very many bookings from your connection or for this e-mail address, so this one was not made. Please try again in about ${formatWait(retry_after_s)}; what you typed is kept.`;

/** The choice that a refused form made, to show it again. @throws a 400 page when not even that can be read */
const requireChoice = (form: FormData, service: ServiceRow, calendar: string) => {
  const start = InstantInput.safeParse(form.get("start"));
  const duration = DurationInput.safeParse(form.get("duration"));
  const zone = ZoneInput.safeParse(form.get("tz"));
  const is_offered = service.durations.some(({ duration_min }) => duration_min === duration.data);
  if (!start.success || !duration.success || !zone.success || !is_offered)
    throw problem(400, unreadable(calendar));
  return { service, starts_at: start.data, duration_min: duration.data, zone: zone.data };
};

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data?.view ? `${data.view.service.title} with ${data.view.provider.name}` : "Booking");

export default function Details() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  const view = acted?.view ?? loaded.view;
  if (!view) return loaded.unreadable && <MessagePage {...loaded.unreadable} status={400} />;
  return <DetailsPage {...view} lastResult={acted?.lastResult} />;
}
