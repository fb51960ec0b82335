import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SettingsPhotoPage } from "#app/components/pages/settings-photo-page.tsx";
import { ownWord } from "#app/domain/own.ts";
import { changePhoto } from "#app/domain/photos.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, param } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { askingStorage, readUpload, UPLOAD_DEADLINE } from "#app/http/photos.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { storage } from "#app/integrations/storage.server.ts";

const DONE: Record<string, string> = {
  changed: "Your new photo is on your public page.",
  removed: "The photo is removed.",
};

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (_tx, { view }) =>
    data({ desk: view, done: ownWord(DONE, param(args.request, "just")) ?? null }, { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  // Who may not is told before a byte of the picture is read.
  const { provider_context } = await requireMember(args, "settings:write");
  const upload = await readUpload(args.request);
  if (!upload.ok) return data({ error: upload.text }, { status: upload.status, headers: privateForm });
  await askingStorage(() => changePhoto(provider_context, storage(), upload.picture));
  throw redirect(`/dashboard/${provider_context.provider.username}/settings/photo?just=changed`, 303);
}, UPLOAD_DEADLINE);

export const headers = passHeaders;

export const meta = () => privateMeta("Photo · Settings");

export default function Photo() {
  return (
    <SettingsPhotoPage {...useLoaderData<typeof loader>()} error={useActionData<typeof action>()?.error} />
  );
}
