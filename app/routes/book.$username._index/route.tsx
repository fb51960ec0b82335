import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ProviderPage } from "#app/components/pages/provider-page.tsx";
import { config } from "#app/config.server.ts";
import { viewPublicAbsences } from "#app/domain/public-absences.server.ts";
import { viewProvider, viewService } from "#app/domain/views.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { publicMeta } from "#app/http/meta.ts";
import { freshPage, readingPublic } from "#app/http/public.server.ts";
import { selectPublicServices } from "#db/services.ts";

export const loader = guarded(async ({ request, params }: LoaderFunctionArgs) => {
  const view = await readingPublic(request, params.username, async (tx, context) => {
    const services = await selectPublicServices(tx);
    return {
      provider: viewProvider(context.provider),
      services: services.map(viewService),
      absences: await viewPublicAbsences(tx, context, services),
      canonical: `${config().public_url}/book/${context.provider.username}`,
    };
  });
  return data(view, { headers: freshPage });
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({
        title: `Book with ${data.provider.name}`,
        description: data.provider.headline || data.provider.about,
        canonical: data.canonical,
      })
    : [];

export default function Provider() {
  return <ProviderPage {...useLoaderData<typeof loader>()} />;
}
