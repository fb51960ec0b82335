import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { copyService, MAX_SERVICES } from "#app/domain/services/create.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound, problem } from "#app/http/guarded.server.ts";
import { serviceId, servicesPath } from "#app/http/own-services.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireMember(args, "services:write");
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "services:write");
  const id = await copyService(desk.provider_context, serviceId(args));
  if (!id)
    throw problem(409, {
      title: "There is no room for another service",
      text: `There are ${MAX_SERVICES} already. Change one that you do not need.`,
      links: [{ href: servicesPath(desk.view.username), label: "Your services" }],
    });
  return redirect(`${servicesPath(desk.view.username)}/${id}?just=copied`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Copy() {
  return null;
}
