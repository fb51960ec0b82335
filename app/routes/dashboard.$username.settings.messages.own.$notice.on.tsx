import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { guarded } from "#app/http/guarded.server.ts";
import { actOnMessage, nothingToSee } from "#app/http/messages.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) => nothingToSee(args));

export const action = guarded((args: ActionFunctionArgs) => actOnMessage.own_on(args));

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Act() {
  return null;
}
