import type { LoaderFunctionArgs } from "@remix-run/node";
import { photoKey, photoOf } from "#app/domain/photos.ts";
import { guardedFile, notFound } from "#app/http/guarded.server.ts";
import { askingStorage } from "#app/http/photos.server.ts";
import { storage } from "#app/integrations/storage.server.ts";

const FOR_EVER = "public, max-age=31536000, immutable";

/** A photo. Its name is new with each upload, so what is cached is never another one. */
export const loader = guardedFile(async ({ request, params }: LoaderFunctionArgs) => {
  const photo = photoOf(`/photos/${params.provider_id}/${params.file}`);
  if (!photo) throw notFound("There is no such photo.");
  const etag = `"${photo.name}-${photo.size}"`;
  const headers = { ETag: etag, "Cache-Control": FOR_EVER };
  // Only who has seen it knows its tag.
  if (request.headers.get("If-None-Match") === etag) return new Response(null, { status: 304, headers });
  const key = photoKey(photo.provider_id, photo.name, photo.size);
  const bytes = await askingStorage(() => storage().get(key));
  // Whatever lies in the storage: what is no WebP does not leave as one.
  if (!bytes || !isWebp(bytes)) throw notFound("There is no such photo.");
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { ...headers, "Content-Type": "image/webp", "Content-Length": String(bytes.byteLength) },
  });
});

const isWebp = (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(0, 4)).toString("latin1") === "RIFF" &&
  Buffer.from(bytes.subarray(8, 12)).toString("latin1") === "WEBP";
