import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DashboardPage } from "#app/components/pages/dashboard-page.tsx";
import { findListedProviders } from "#app/domain/providers.server.ts";
import { requireDemoMachine } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";

export const loader = guarded(async ({ context }: LoaderFunctionArgs) => {
  requireDemoMachine(context);
  return { providers: await findListedProviders(50) };
});

export const headers = passHeaders;

export const meta = () => privateMeta("Dashboard");

export default function Dashboard() {
  return <DashboardPage providers={useLoaderData<typeof loader>().providers} />;
}
