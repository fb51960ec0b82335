import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CancelPage } from "#app/components/pages/cancel-page.tsx";
import { cancelBooking } from "#app/domain/bookings.server.ts";
import { CancelBookingInput } from "#app/domain/bookings.ts";
import { viewProviderToCustomer } from "#app/domain/views.server.ts";
import { requireOwnBooking } from "#app/http/bookings.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { wordsFor } from "#app/i18n/refusals.ts";

export const loader = guarded(async ({ request, params }: LoaderFunctionArgs) => {
  const { context, view } = await requireOwnBooking(request, params);
  return data(
    { provider: viewProviderToCustomer(context.provider), booking: view },
    { headers: privateForm },
  );
});

export const action = guarded(async ({ request, params }: ActionFunctionArgs) => {
  const { context, booking, view } = await requireOwnBooking(request, params);
  const form = await readForm(request);
  const submission = parseWithZod(form, { schema: CancelBookingInput });
  const again = (status: number, error: string) =>
    data(
      { error, reason: String(form.get("reason") ?? "").slice(0, 2000) },
      { status, headers: privateForm },
    );
  if (submission.status !== "success") {
    const [error] = Object.values(submission.error ?? {}).flat();
    return again(422, error ?? "Please check what you wrote.");
  }
  const outcome = await cancelBooking(context, { booking_id: booking.id, ...submission.value });
  if (!outcome.ok) return again(409, Object.values(wordsFor(outcome.reason)).join(". "));
  throw redirect(`${view.path}?just=cancelled`, 303);
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = () => privateMeta("Cancel your booking");

export default function Cancellation() {
  const acted = useActionData<typeof action>();
  return <CancelPage {...useLoaderData<typeof loader>()} error={acted?.error} reason={acted?.reason} />;
}
