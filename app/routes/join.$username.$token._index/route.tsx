import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { JoinPage } from "#app/components/pages/join-page.tsx";
import { acceptInvitation } from "#app/domain/members/join.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { joinRefusal, readJoin } from "#app/http/join.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { clientOf, requireAccount, sessionCookie } from "#app/http/session.server.ts";

/** Shows the invitation; only the form accepts, because programs that check mails open every link in them. */
export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { view } = await readJoin(args);
  return data(view, { headers: privateForm });
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { account } = await requireAccount(args);
  const join = await readJoin(args);
  const client = clientOf(args);
  const outcome = await acceptInvitation(join.context, join.token, { client, method: account.method });
  if (!outcome.ok) throw joinRefusal(outcome.reason, join);
  const headers = new Headers();
  if (outcome.session) headers.set("Set-Cookie", await sessionCookie(outcome.session));
  return redirect(`/dashboard/${join.context.provider.username}`, { status: 303, headers });
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `Join ${data.provider.name}` : "Invitation");

export default function Join() {
  return <JoinPage {...useLoaderData<typeof loader>()} />;
}
