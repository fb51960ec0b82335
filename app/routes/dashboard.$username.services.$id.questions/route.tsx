import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ServiceQuestionsPage } from "#app/components/pages/service-questions-page.tsx";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { saveQuestionsForm, viewQuestions } from "#app/http/own-services.server.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewQuestions(tx, desk, args), { headers: privateForm }),
  ),
);

export const action = guarded((args: ActionFunctionArgs) => saveQuestionsForm(args));

export const headers = passHeaders;

export const meta = () => privateMeta("Questions · Service");

export default function Questions() {
  return <ServiceQuestionsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
