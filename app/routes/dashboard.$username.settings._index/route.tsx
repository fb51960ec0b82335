import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SettingsProfilePage } from "#app/components/pages/settings-profile-page.tsx";
import { ProfileInput } from "#app/domain/settings.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { saveForm, viewSettings } from "#app/http/settings.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewSettings(tx, desk, "profile", args.request), { headers: privateForm }),
  ),
);

export const action = guarded((args: ActionFunctionArgs) => saveForm(args, "profile", ProfileInput));

export const headers = passHeaders;

export const meta = () => privateMeta("Profile · Settings");

export default function Profile() {
  return <SettingsProfilePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
