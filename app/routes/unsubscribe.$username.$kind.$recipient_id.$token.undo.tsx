import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { subscribeAgain } from "#app/http/unsubscribe.server.ts";

export const loader = guarded(async (_args: LoaderFunctionArgs) => {
  throw notFound();
});

export const action = guarded((args: ActionFunctionArgs) => subscribeAgain(args));

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Undo() {
  return null;
}
