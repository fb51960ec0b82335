import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { sendAccountMessageAgain } from "#app/domain/messages/account-again.server.ts";
import { guarded, notFound, problem } from "#app/http/guarded.server.ts";
import { requireId } from "#app/http/members.server.ts";
import { requireOperatorContext } from "#app/http/operator.server.ts";
import { requireOperator } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireOperator(args);
  throw notFound();
});

/** Sends a message about an account again that could not be delivered. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireOperatorContext(args);
  const outcome = await sendAccountMessageAgain(context, requireId(args.params.id));
  if (outcome.ok) return redirect("/admin/messages?just=sent-again", 303);
  if (outcome.reason === "not_found") throw notFound();
  throw problem(409, {
    title: "This message is not sent again",
    text: outcome.because,
    links: [{ href: "/admin/messages", label: "Back to the messages" }],
  });
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Attempt() {
  return null;
}
