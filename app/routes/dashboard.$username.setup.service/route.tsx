import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SetupServicePage } from "#app/components/pages/setup-service-page.tsx";
import { FirstServiceInput, serviceValues, tradeValues } from "#app/domain/setup/service.ts";
import { readProgress, setFirstService } from "#app/domain/setup/steps.server.ts";
import { findTrade, TRADES, type Trade } from "#app/domain/setup/trades.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, param, problem, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { personOf, viewSetup } from "#app/http/setup.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "settings:write", async (tx, desk) => {
    const progress = await readProgress(tx);
    const { editable, has_service } = progress;
    if (has_service && !editable) throw beyond(desk.view.username);
    const chosen = findTrade(param(args.request, "trade")) ?? (editable ? null : (TRADES[0] as Trade));
    const { currency } = desk.provider_context.provider;
    return data(
      {
        person: personOf(desk),
        setup: viewSetup(desk, progress),
        trade: chosen?.name ?? null,
        values: chosen ? tradeValues(chosen, currency) : editable ? serviceValues(editable) : {},
      },
      { headers: privateForm },
    );
  }),
);

const beyond = (username: string) =>
  problem(409, {
    title: "You have more than this form can change",
    text: "It is for the first service only. Nothing was changed.",
    links: [{ href: `/dashboard/${username}`, label: "Back to the dashboard" }],
  });

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context, view } = await requireMember(args, "settings:write");
  const submission = parseWithZod(await readForm(args.request), { schema: FirstServiceInput });
  if (submission.status !== "success")
    return data({ lastResult: submission.reply() }, { status: 422, headers: privateForm });
  const progress = await setFirstService(provider_context, submission.value);
  if (!progress) throw beyond(view.username);
  return redirect(`/dashboard/${view.username}/setup/${progress.next}`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Your first service");

export default function Service() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  return <SetupServicePage {...loaded} lastResult={acted?.lastResult} />;
}
