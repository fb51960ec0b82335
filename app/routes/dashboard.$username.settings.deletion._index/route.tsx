import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DeletionPage } from "#app/components/pages/deletion-page.tsx";
import { planDeletion } from "#app/domain/providers/delete.server.ts";
import { DeleteProviderInput, isNameOf } from "#app/domain/providers/deletion.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { selectUpcomingBookingsCount } from "#db/bookings.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "provider:delete", async (tx, { view, provider_context: { now } }) =>
    data({ desk: view, upcoming: await selectUpcomingBookingsCount(tx, now) }, { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context: context } = await requireMember(args, "provider:delete");
  const { provider } = context;
  const schema = DeleteProviderInput.refine(({ name }) => isNameOf(name, provider), {
    path: ["name"],
    error: "This is not the name. Nothing was deleted.",
  });
  const submission = parseWithZod(await readForm(args.request), { schema });
  if (submission.status !== "success")
    return data({ result: submission.reply() }, { status: 422, headers: privateForm });
  await planDeletion(context);
  throw redirect(`/dashboard/${provider.username}/settings/deletion`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Delete this provider");

export default function Deletion() {
  return (
    <DeletionPage {...useLoaderData<typeof loader>()} lastResult={useActionData<typeof action>()?.result} />
  );
}
