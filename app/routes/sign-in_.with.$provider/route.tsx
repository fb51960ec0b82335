import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { LeavingPage } from "#app/components/pages/leaving-page.tsx";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { ownPath } from "#app/http/next.ts";
import { findAuthorizationUrl, leaveFor, requireProvider } from "#app/http/oidc/strategy.server.ts";
import { privatePage } from "#app/http/public.server.ts";

/** The page that leads on to the provider, by itself; whoever comes here without having asked for it goes to sign-in. */
export const loader = guarded(async ({ request, params }: LoaderFunctionArgs) => {
  const provider = requireProvider(params.provider);
  const href = await findAuthorizationUrl(request, provider);
  if (href === null) throw redirect("/sign-in", { status: 303, headers: privatePage });
  return data({ href, label: provider.label }, { headers: privatePage });
});

/**
 * Begins. A form, so that another site's link cannot do it (app/http/cross-site.ts); and a page of ours in between, as
 * `form-action 'self'` holds for every redirect that follows a form (docs/decisions/0014-sign-in-by-others.md).
 */
export const action = guarded(async ({ request, params }: ActionFunctionArgs) => {
  const provider = requireProvider(params.provider);
  const form = await readForm(request);
  throw await leaveFor(provider, ownPath(String(form.get("next") ?? ""), "/dashboard"), null);
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  ...privateMeta(data ? `On to ${data.label}` : "Sign in"),
  ...(data ? [{ httpEquiv: "refresh", content: `0;url=${data.href}` }] : []),
];

export default function Leaving() {
  return <LeavingPage {...useLoaderData<typeof loader>()} />;
}
