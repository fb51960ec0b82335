import { data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SetupLivePage } from "#app/components/pages/setup-live-page.tsx";
import { readProgress } from "#app/domain/setup/steps.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { qrPath } from "#app/http/qr.server.ts";
import { pageLink, personOf, viewSetup } from "#app/http/setup.server.ts";
import { selectOwnServices } from "#db/services.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const { username, name, setup_finished } = desk.view;
    const progress = await readProgress(tx);
    const [service] = await selectOwnServices(tx, 1);
    // Whoever has opened once stays open, whatever hours and services are taken away later.
    if (!setup_finished || !service) throw redirect(`/dashboard/${username}/setup`);
    const link = pageLink(username);
    return data(
      {
        person: personOf(desk),
        setup: viewSetup(desk, progress),
        name,
        service_title: service.title,
        link,
        code: qrPath(link),
      },
      { headers: privateForm },
    );
  }),
);

export const headers = passHeaders;

export const meta = () => privateMeta("Your page is live");

export default function Live() {
  return <SetupLivePage {...useLoaderData<typeof loader>()} />;
}
