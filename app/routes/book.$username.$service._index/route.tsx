import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ServicePage } from "#app/components/pages/service-page.tsx";
import { config } from "#app/config.server.ts";
import { buildPicker } from "#app/domain/picker.server.ts";
import { viewPublicAbsences } from "#app/domain/public-absences.server.ts";
import { viewProvider, viewService } from "#app/domain/views.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { publicMeta } from "#app/http/meta.ts";
import { requireCalendarParams, requireDuration } from "#app/http/picker.server.ts";
import { freshPage, readingPublic, shownZone } from "#app/http/public.server.ts";
import { requirePublicService } from "#app/http/services.server.ts";

export const loader = guarded(({ request, params }: LoaderFunctionArgs) =>
  readingPublic(request, params.username, async (tx, context) => {
    const service = await requirePublicService(tx, context, params.service);
    const { zone, in_address, headers } = shownZone(request, context.provider);
    const path = `/book/${context.provider.username}/${service.slug}`;
    const picker = await buildPicker(tx, context, {
      service,
      duration_min: requireDuration(request, service),
      zone,
      zone_in_address: in_address,
      ...requireCalendarParams(request),
      path,
      details_path: `${path}/details`,
    });
    return data(
      {
        provider: viewProvider(context.provider),
        service: viewService(service),
        picker,
        absences: await viewPublicAbsences(tx, context, [service]),
        canonical: `${config().public_url}${path}`,
        hidden: service.hidden_at !== null,
      },
      { headers: { ...freshPage, ...headers } },
    );
  }),
);

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({
        title: `${data.service.title} with ${data.provider.name}`,
        description: data.service.description || data.provider.headline,
        canonical: data.canonical,
        hidden: data.hidden,
      })
    : [];

export default function Service() {
  const { hidden: _, ...view } = useLoaderData<typeof loader>();
  return <ServicePage {...view} />;
}
