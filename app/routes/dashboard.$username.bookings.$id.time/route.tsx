import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { MoveByHandPage } from "#app/components/pages/move-by-hand-page.tsx";
import { rescheduleBooking } from "#app/domain/bookings.server.ts";
import { hasEnded, isLive } from "#app/domain/bookings.ts";
import { MoveByHandInput } from "#app/domain/by-hand.ts";
import { viewTaken, viewWarning } from "#app/domain/by-hand-days.server.ts";
import { viewMove, wantedOf } from "#app/domain/by-hand-move.server.ts";
import type { Context } from "#app/domain/context.ts";
import { requireOwnedBooking, requireStart, typedTime } from "#app/http/by-hand.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, problem, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { takenWords } from "#app/i18n/rules.ts";
import type { BookingRow } from "#db/bookings.ts";
import { reading } from "#db/transaction.ts";

const pathOf = ({ provider }: Context, { id }: { id: string }) =>
  `/dashboard/${provider.username}/bookings/${id}`;

/** What is over stays where it was. @throws a 409 page that says so */
const refuseOver = (context: Context, booking: BookingRow): void => {
  if (isLive(booking) && !hasEnded(booking, context.now)) return;
  const links = [{ href: pathOf(context, booking), label: "Back to the booking" }];
  throw problem(409, { ...takenWords("over"), links }, privateForm);
};

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "bookings:write", async (tx, { provider_context: context, view: desk }) => {
    const { booking, service } = await requireOwnedBooking(tx, args.params.id);
    refuseOver(context, booking);
    const { request } = args;
    const asked = {
      starts_at: requireStart(request, `${pathOf(context, booking)}/time`),
      ...typedTime(request),
    };
    const page = await viewMove(tx, context, booking, service, asked);
    const status = page.refusal ? 409 : page.typed.problem?.kind === "wrong" ? 422 : 200;
    // After a form Remix asks this, too; the action's answer has its own status.
    return data({ desk, ...page }, { status, headers: privateForm });
  }),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context, booking, service } = await readingDesk(args, "bookings:write", async (tx, desk) => ({
    context: desk.provider_context,
    ...(await requireOwnedBooking(tx, args.params.id)),
  }));
  const path = pathOf(context, booking);
  const submission = parseWithZod(await readForm(args.request), { schema: MoveByHandInput });
  if (submission.status !== "success")
    throw problem(400, {
      title: "We couldn't read that form",
      text: "Please choose a time again.",
      links: [{ href: `${path}/time`, label: "Choose a time" }],
    });
  const { start: starts_at, version, anyway, confirmed } = submission.value;
  const outcome = await rescheduleBooking(context, {
    booking_id: booking.id,
    version,
    starts_at,
    confirmed: anyway ? confirmed : [],
  });
  if (outcome.ok) throw redirect(`${path}?just=moved`, 303);
  const { asks, reason } = outcome;
  if (reason === "over")
    throw problem(409, { ...takenWords(reason), links: [{ href: path, label: "Back to the booking" }] });
  const chosen = { starts_at, ends_at: starts_at + booking.ends_at - booking.starts_at };
  const stale = reason === "stale";
  const refusal =
    asks || stale
      ? null
      : await reading(context.provider.id, (tx) =>
          viewTaken(tx, context, wantedOf(booking, service), starts_at, reason),
        );
  const view = { chosen: refusal ? null : chosen, warning: viewWarning(asks ?? [], service), refusal };
  return data({ view, stale }, { status: 409, headers: privateForm });
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = () => privateMeta("Move a booking");

export default function Time() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  return <MoveByHandPage {...loaded} {...acted?.view} stale={acted?.stale} />;
}
