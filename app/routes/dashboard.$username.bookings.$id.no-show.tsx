import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { markNoShow, unmarkNoShow } from "#app/domain/bookings.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { requireBookingId } from "#app/http/desk-bookings.server.ts";
import { guarded, notFound, problem, readForm } from "#app/http/guarded.server.ts";

export const loader = () => {
  throw notFound();
};

/** Marks who did not come; with `came` it takes the mark back. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context: context } = await requireMember(args, "bookings:write");
  const id = requireBookingId(args);
  const came = (await readForm(args.request)).has("came");
  const outcome = await (came ? unmarkNoShow : markNoShow)(context, id);
  const path = `/dashboard/${context.provider.username}/bookings/${id}`;
  if (outcome.ok) return redirect(`${path}?just=${came ? "came" : "no-show"}`, 303);
  if (outcome.reason === "not_found") throw notFound();
  throw problem(409, {
    title: "Nobody can be missed here",
    text: "Only a confirmed booking that has begun can be marked as missed.",
    links: [{ href: path, label: "Back to the booking" }],
  });
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function NoShow() {
  return null;
}
