import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { removeFeed } from "#app/domain/calendar-feeds.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { feedContext, feedRefusal, feedsPath } from "#app/http/feeds.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { requireId } from "#app/http/members.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireMember(args, "desk:read");
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "desk:read");
  const outcome = await removeFeed(feedContext(desk), { feed_id: requireId(args.params.id) });
  if (!outcome.ok) throw feedRefusal(outcome.reason, desk);
  return redirect(`${feedsPath(desk)}?just=removed`, 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Feed() {
  return null;
}
