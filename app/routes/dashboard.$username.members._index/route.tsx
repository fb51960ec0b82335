import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { MembersPage } from "#app/components/pages/members-page.tsx";
import { ownWord } from "#app/domain/own.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { viewMembers } from "#app/http/members.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

/** What a form has just done, by the word that it left in the address. */
const DONE: Record<string, string> = {
  invited: "The invitation is on its way",
  sent: "The invitation is on its way again",
  withdrawn: "The invitation is withdrawn, its link no longer works",
  changed: "The role is saved",
  removed: "They are no member any more",
};

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(
      { view: await viewMembers(tx, desk), done: ownWord(DONE, param(args.request, "just")) ?? null },
      { headers: privateForm },
    ),
  ),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Members");

export default function Members() {
  const { view, done } = useLoaderData<typeof loader>();
  return <MembersPage {...view} done={done} />;
}
