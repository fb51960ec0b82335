import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { moveService } from "#app/domain/services/change.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound, problem, readForm } from "#app/http/guarded.server.ts";
import { serviceId, servicesPath } from "#app/http/own-services.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireMember(args, "services:write");
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "services:write");
  const service_id = serviceId(args);
  const direction = (await readForm(args.request)).get("direction");
  if (direction !== "up" && direction !== "down")
    throw problem(400, { title: "Up or down?", text: "Please use the buttons beside the service." });
  await moveService(desk.provider_context, { service_id, direction });
  return redirect(`${servicesPath(desk.view.username)}#s-${service_id}`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Move() {
  return null;
}
