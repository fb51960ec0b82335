import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ServiceFormPage } from "#app/components/pages/service-form-page.tsx";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { showExample, viewServiceForm } from "#app/http/own-services.server.ts";
import { privateForm } from "#app/http/public.server.ts";

/** "Show what customers see": the service's form again, as it was typed. Looked at without a form it is as saved. */
export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "services:write", async (tx, desk) =>
    data(await viewServiceForm(tx, desk, args), { headers: privateForm }),
  ),
);

export const action = guarded((args: ActionFunctionArgs) => showExample(args));

export const headers = passHeaders;

export const meta = () => privateMeta("What customers see · Service");

export default function Example() {
  const view = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return <ServiceFormPage {...view} answer={answer} tried={answer ?? null} />;
}
