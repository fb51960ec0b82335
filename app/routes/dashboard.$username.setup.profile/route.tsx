import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { WelcomePage } from "#app/components/pages/welcome-page.tsx";
import { changeIdentity, IdentityInput } from "#app/domain/setup/profile.server.ts";
import { readProgress } from "#app/domain/setup/steps.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { linkPrefix, personOf, viewSetup } from "#app/http/setup.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "settings:write", async (tx, desk) =>
    data(
      {
        person: personOf(desk),
        setup: viewSetup(desk, await readProgress(tx)),
        prefix: linkPrefix(),
        values: { name: desk.view.name, time_zone: desk.view.time_zone },
      },
      { headers: privateForm },
    ),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context, view } = await requireMember(args, "settings:write");
  const submission = parseWithZod(await readForm(args.request), { schema: IdentityInput });
  if (submission.status !== "success")
    return data({ lastResult: submission.reply() }, { status: 422, headers: privateForm });
  await changeIdentity(provider_context, submission.value);
  return redirect(`/dashboard/${view.username}/setup`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Who you are");

export default function Profile() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  return <WelcomePage {...loaded} zone_is_guess={false} check={null} lastResult={acted?.lastResult} />;
}
