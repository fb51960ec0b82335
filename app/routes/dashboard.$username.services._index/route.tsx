import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ServicesPage } from "#app/components/pages/services-page.tsx";
import type { ServicesPageView } from "#app/domain/service-views.ts";
import { MAX_SERVICES } from "#app/domain/services/create.server.ts";
import { viewProvider } from "#app/domain/views.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { viewOwnService } from "#app/http/own-services.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { selectAllServices } from "#db/services.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const all = (await selectAllServices(tx, MAX_SERVICES)).map(viewOwnService);
    const [code, id] = (param(args.request, "just") ?? "").split(".");
    const view: ServicesPageView = {
      desk: desk.view,
      provider: viewProvider(desk.provider_context.provider),
      services: all.filter(({ is_archived }) => !is_archived),
      archived: all.filter(({ is_archived }) => is_archived),
      just: code && id ? { code, id } : null,
    };
    return data(view, { headers: privateForm });
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Services");

export default function Services() {
  return <ServicesPage {...useLoaderData<typeof loader>()} />;
}
