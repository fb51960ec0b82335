import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { WhyPage } from "#app/components/pages/why-page.tsx";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { viewWhy } from "#app/http/why.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const view = await viewWhy(tx, desk, args.request);
    return data(view, { status: view.errors.length > 0 ? 400 : 200, headers: privateForm });
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Why is this time missing? · Hours");

export default function Why() {
  return <WhyPage {...useLoaderData<typeof loader>()} />;
}
