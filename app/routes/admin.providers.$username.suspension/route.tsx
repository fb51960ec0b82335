import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SuspensionPage } from "#app/components/pages/operator-pages.tsx";
import { findProvider, suspendProvider } from "#app/domain/operator.server.ts";
import { SuspendInput } from "#app/domain/operator.ts";
import { guarded, notFound, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { requireOperatorContext } from "#app/http/operator.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireOperator, viewPerson } from "#app/http/session.server.ts";

const requireProvider = async (username = "") => {
  const provider = await findProvider(username);
  if (!provider) throw notFound("There is no provider with this name.");
  return { provider, path: `/admin/providers/${provider.username}` };
};

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireOperator(args);
  const { provider, path } = await requireProvider(args.params.username);
  return data(
    {
      person: viewPerson(account),
      path,
      kind: "provider" as const,
      name: provider.name,
      detail: `/book/${provider.username}`,
      suspended_at: provider.suspended_at,
      reason: provider.suspension_reason,
    },
    { headers: privateForm },
  );
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireOperatorContext(args);
  const { provider, path } = await requireProvider(args.params.username);
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: SuspendInput });
  if (submission.status !== "success") {
    const [error] = Object.values(submission.error ?? {}).flat();
    const typed = String(form.get("reason") ?? "").slice(0, 2000);
    return data({ error: error ?? "Say why.", typed }, { status: 422, headers: privateForm });
  }
  await suspendProvider(context, provider, submission.value.reason);
  throw redirect(`${path}/suspension`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Suspend a provider");

export default function Suspension() {
  const acted = useActionData<typeof action>();
  return <SuspensionPage {...useLoaderData<typeof loader>()} error={acted?.error} typed={acted?.typed} />;
}
