import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { archiveService } from "#app/domain/services/change.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { actOnService } from "#app/http/own-services.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireMember(args, "services:write");
  throw notFound();
});

export const action = guarded((args: ActionFunctionArgs) => actOnService(args, archiveService, "archived"));

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Act() {
  return null;
}
