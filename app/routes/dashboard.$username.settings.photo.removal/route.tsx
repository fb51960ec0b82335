import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PhotoRemovalPage } from "#app/components/pages/settings-photo-page.tsx";
import { removePhoto } from "#app/domain/photos.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (_tx, { view }) => data({ desk: view }, { headers: privateForm })),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context } = await requireMember(args, "settings:write");
  await removePhoto(provider_context);
  throw redirect(`/dashboard/${provider_context.provider.username}/settings/photo?just=removed`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Remove the photo · Settings");

export default function PhotoRemoval() {
  return <PhotoRemovalPage {...useLoaderData<typeof loader>()} />;
}
