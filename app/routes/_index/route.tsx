import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { HomePage } from "#app/components/pages/home-page.tsx";
import { config } from "#app/config.server.ts";
import { findListedProviders } from "#app/domain/providers.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { freshPage } from "#app/http/public.server.ts";
import { findSignedIn, viewPerson } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const [providers, signed] = await Promise.all([findListedProviders(), findSignedIn(args)]);
  return data(
    {
      providers,
      person: signed && viewPerson(signed.account),
      is_demo: config().demo,
      canonical: `${config().public_url}/`,
    },
    // It differs for who is signed in.
    { headers: freshPage },
  );
});

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
  const { providers, person, is_demo } = useLoaderData<typeof loader>();
  return <HomePage providers={providers} person={person} is_demo={is_demo} />;
}
