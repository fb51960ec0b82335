import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ServiceNewPage } from "#app/components/pages/service-new-page.tsx";
import { createService, MAX_SERVICES } from "#app/domain/services/create.server.ts";
import { findTrade } from "#app/domain/setup/trades.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { servicesPath } from "#app/http/own-services.server.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "services:write", async (_tx, desk) =>
    data({ desk: desk.view }, { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "services:write");
  const trade = findTrade(String((await readForm(args.request)).get("trade") ?? ""));
  const refuse = (error: string) => data({ error }, { status: 422, headers: privateForm });
  if (!trade) return refuse("Choose what comes closest; everything can be changed.");
  const id = await createService(desk.provider_context, trade);
  if (!id) return refuse(`There are ${MAX_SERVICES} services already. Change one that you do not need.`);
  throw redirect(`${servicesPath(desk.view.username)}/${id}?just=created`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("New service");

export default function NewService() {
  return <ServiceNewPage {...useLoaderData<typeof loader>()} error={useActionData<typeof action>()?.error} />;
}
