import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { findProvider, reinstateProvider } from "#app/domain/operator.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { requireOperatorContext } from "#app/http/operator.server.ts";
import { requireOperator } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireOperator(args);
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireOperatorContext(args);
  const provider = await findProvider(args.params.username ?? "");
  if (!provider) throw notFound("There is no provider with this name.");
  await reinstateProvider(context, provider);
  return redirect(`/admin/providers?q=${provider.username}`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Reinstatement() {
  return null;
}
