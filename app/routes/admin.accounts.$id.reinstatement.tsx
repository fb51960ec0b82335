import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { reinstateAccount } from "#app/domain/operator.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { requireId } from "#app/http/members.server.ts";
import { accountRefusal, requireOperatorContext } from "#app/http/operator.server.ts";
import { requireOperator } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireOperator(args);
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireOperatorContext(args);
  const refused = await reinstateAccount(context, requireId(args.params.id));
  if (refused) throw accountRefusal(refused);
  return redirect("/admin/accounts", 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Reinstatement() {
  return null;
}
