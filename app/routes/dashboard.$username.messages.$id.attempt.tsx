import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { sendAgain } from "#app/domain/messages/again.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound, problem, readForm } from "#app/http/guarded.server.ts";
import { requireId } from "#app/http/members.server.ts";

export const loader = () => {
  throw notFound();
};

/** Sends a message again that could not be delivered. Back to its booking, or to the list that it was sent from. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context: context } = await requireMember(args, "bookings:write");
  const id = requireId(args.params.id);
  const from_list = (await readForm(args.request)).get("back") === "list";
  const outcome = await sendAgain(context, id);
  if (!outcome.ok && outcome.reason === "not_found") throw notFound();
  const base = `/dashboard/${context.provider.username}`;
  const to_booking = outcome.booking_id !== null && !from_list;
  const back = to_booking ? `${base}/bookings/${outcome.booking_id}` : `${base}/messages`;
  if (outcome.ok) return redirect(`${back}?just=sent-again`, 303);
  throw problem(409, {
    title: "This message is not sent again",
    text: outcome.because,
    links: [{ href: back, label: to_booking ? "Back to the booking" : "Back to the messages" }],
  });
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Attempt() {
  return null;
}
