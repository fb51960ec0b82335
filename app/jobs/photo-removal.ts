import { z } from "zod";
import { deletePhotoFiles } from "#app/domain/photos.server.ts";
import { storage } from "#app/integrations/storage.server.ts";
import { task } from "#app/jobs/task.ts";

const Payload = z.object({ provider_id: z.uuid(), name: z.string().regex(/^[0-9a-f]{32}$/) });

/** Removes a photo's files after another one has taken its place. */
export const photoRemoval = task(Payload, async (photo) => {
  await deletePhotoFiles(storage(), photo);
});
