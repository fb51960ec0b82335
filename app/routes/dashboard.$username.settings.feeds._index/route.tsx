import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SettingsFeedsPage } from "#app/components/pages/settings-feeds-page.tsx";
import { createFeed } from "#app/domain/calendar-feeds.server.ts";
import { CreateFeedInput } from "#app/domain/calendar-feeds.ts";
import { ownWord } from "#app/domain/own.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { feedContext, feedRefusal, feedsPath, viewFeeds } from "#app/http/feeds.server.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

/** What a form has just done, by the word that it left in the address. */
const DONE: Record<string, string> = {
  made: "The feed is there. Copy its address, or open it in your calendar.",
  existed: "There was such a feed already: here it is.",
  renewed: "The feed has a new address. The old one no longer works.",
  removed: "The feed is gone. Its address no longer works.",
};

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(
      { view: await viewFeeds(tx, desk), done: ownWord(DONE, param(args.request, "just")) ?? null },
      { headers: privateForm },
    ),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "desk:read");
  const submission = parseWithZod(await readForm(args.request), { schema: CreateFeedInput });
  if (submission.status !== "success")
    return data({ lastResult: submission.reply() }, { status: 422, headers: privateForm });
  const outcome = await createFeed(feedContext(desk), submission.value);
  if (!outcome.ok) throw feedRefusal(outcome.reason, desk);
  throw redirect(`${feedsPath(desk)}?just=${outcome.existed ? "existed" : "made"}`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Calendar feeds · Settings");

export default function Feeds() {
  const { view, done } = useLoaderData<typeof loader>();
  return <SettingsFeedsPage {...view} done={done} lastResult={useActionData<typeof action>()?.lastResult} />;
}
