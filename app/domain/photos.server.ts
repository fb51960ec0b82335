import { createHash, randomUUID } from "node:crypto";
import type { Context } from "#app/domain/context.ts";
import { newId } from "#app/domain/ids.server.ts";
import { type PhotoSize, photoKey, photoOf, photoPath } from "#app/domain/photos.ts";
import { insertAuditEvent } from "#db/audit_events.ts";
import { enqueueJob } from "#db/jobs.ts";
import { selectProvider, updateProviderPhoto } from "#db/providers.ts";
import { serializable, type WriteTx } from "#db/transaction.ts";

/** What the verbs need of a storage (app/integrations/storage.server.ts). */
export type PhotoStorage = {
  put(key: string, bytes: Uint8Array, content_type: string): Promise<void>;
  delete(key: string): Promise<void>;
};

const SIZES: PhotoSize[] = [512, 128];

/**
 * Gives the provider another photo. The new files are there before the row says so, and the old ones go by a job of the
 * same transaction: whatever fails in between, the page shows a photo that exists.
 * @throws what the storage throws; then nothing has changed
 */
export async function changePhoto(
  context: Context,
  storage: PhotoStorage,
  picture: Record<PhotoSize, Uint8Array>,
): Promise<void> {
  const { id } = context.provider;
  // Never the name of an earlier one, the same picture or not: its removal may still be on the way.
  const name = createHash("sha256").update(randomUUID()).update(picture[512]).digest("hex").slice(0, 32);
  try {
    for (const size of SIZES) await storage.put(photoKey(id, name, size), picture[size], "image/webp");
  } catch (error) {
    for (const size of SIZES) await storage.delete(photoKey(id, name, size)).catch(() => {});
    throw error;
  }
  // If this fails the new files stay where they are: the answer to COMMIT may have been lost, and then they are in use.
  await serializable(id, (tx) => replacePhoto(tx, context, photoPath(id, name)));
}

/** Takes the provider's photo away; without one nothing happens. */
export async function removePhoto(context: Context): Promise<void> {
  await serializable(context.provider.id, (tx) => replacePhoto(tx, context, null));
}

const replacePhoto = async (tx: WriteTx, context: Context, photo_path: string | null): Promise<void> => {
  const before = (await selectProvider(tx)).photo_path;
  if (before === photo_path) return;
  await updateProviderPhoto(tx, photo_path);
  await insertAuditEvent(tx, {
    id: newId(),
    booking_id: null,
    action: "photo.changed",
    actor: context.actor,
    account_id: context.account_id,
    address: context.address,
    details: { removed: photo_path === null },
    at: context.now,
  });
  const old = before === null ? null : photoOf(before);
  if (old) await enqueueJob(tx, "photo_removal", { name: old.name });
};

/** Deletes the files of a photo that no row leads to any more; again is as good as once. */
export async function deletePhotoFiles(
  storage: PhotoStorage,
  photo: { provider_id: string; name: string },
): Promise<void> {
  for (const size of SIZES) await storage.delete(photoKey(photo.provider_id, photo.name, size));
}
