import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { blockCustomer } from "#app/domain/customers/save.server.ts";
import { customersPath } from "#app/http/customers.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { requireId } from "#app/http/members.server.ts";

/** There is only the form, on the customer's page. */
export const loader = guarded(async () => {
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "customers:write");
  const id = requireId(args.params.id);
  await blockCustomer(desk.provider_context, id, true);
  return redirect(`${customersPath(desk)}/${id}?just=blocked`, 303);
});

export const headers = passHeaders;

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Block() {
  return null;
}
