import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { HomePage } from "#app/components/pages/home-page.tsx";
import { config } from "#app/config.server.ts";
import { findListedProviders } from "#app/domain/providers.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";

export const loader = guarded(async (_: LoaderFunctionArgs) => ({
  providers: await findListedProviders(),
  is_demo: config().demo,
  canonical: `${config().public_url}/`,
}));

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: "Daybook: booking pages that work everywhere" },
  {
    name: "description",
    content:
      "An open booking platform. Customers book a time on a plain, fast page; no account, no script needed.",
  },
  { property: "og:title", content: "Daybook" },
  { property: "og:type", content: "website" },
  ...(data ? [{ tagName: "link", rel: "canonical", href: data.canonical }] : []),
];

export default function Home() {
  const { providers, is_demo } = useLoaderData<typeof loader>();
  return <HomePage providers={providers} is_demo={is_demo} />;
}
