import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { cancelComing } from "#app/domain/customers/erase.server.ts";
import { customersPath } from "#app/http/customers.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { requireId } from "#app/http/members.server.ts";

/** There is only the form, on the page that asks whether to erase. */
export const loader = guarded(async () => {
  throw notFound();
});

/** Cancels what a customer has ahead of them, before their data are erased. */
export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "customers:write");
  const id = requireId(args.params.id);
  await cancelComing(desk.provider_context, id);
  return redirect(`${customersPath(desk)}/${id}/erasure?just=cancelled`, 303);
});

export const headers = passHeaders;

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Cancellations() {
  return null;
}
