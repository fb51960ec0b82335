import { parseFormData } from "@remix-run/form-data-parser";
import { problem } from "#app/http/guarded.server.ts";
import {
  MAX_PICTURE_BYTES,
  type Picture,
  PictureRefusedError,
  readPicture,
} from "#app/integrations/pictures.server.ts";
import { StorageUnavailableError } from "#app/integrations/storage.server.ts";

/** Asks the storage. @throws a 503 page while it is away */
export async function askingStorage<T>(routine: () => Promise<T>): Promise<T> {
  try {
    return await routine();
  } catch (error) {
    if (!(error instanceof StorageUnavailableError)) throw error;
    console.error(`storage: ${error.message} ${String(error.cause)}`);
    throw problem(
      503,
      {
        title: "Photos are out of reach",
        text: "The place where photos are kept does not answer at the moment. Nothing was changed. Please try again shortly.",
      },
      { "Retry-After": "30", "Cache-Control": "no-store" },
    );
  }
}

/** A photo over a phone's connection takes its time: milliseconds until a 503. */
export const UPLOAD_DEADLINE = 110_000;

/** What the form's other fields and the frame around the file may take. */
const FRAME_BYTES = 20_000;

export type Upload = { ok: true; picture: Picture } | { ok: false; status: 413 | 422 | 429; text: string };

const WORDS: Record<PictureRefusedError["code"], string> = {
  not_a_picture: "This file is not a JPEG, PNG or WebP picture, whatever its name says. Choose another one.",
  too_many_pixels: "This picture has too many pixels. Make it smaller, to at most 64 megapixels.",
  too_small: "This picture is too small. It needs at least 64 pixels on each side.",
  broken: "This picture is incomplete or damaged. Save it once more and try again.",
  busy: "Several pictures are being worked on right now. Please try again in a moment.",
};
const TOO_LARGE = "This file is larger than 10 MB. Choose a smaller one.";

/** The picture that an upload form sends in its field `photo`, ready to be kept; or what to tell the person. */
export async function readUpload(request: Request): Promise<Upload> {
  // Not even begun, so that the answer arrives: a browser hears nothing when its upload is cut off.
  if (Number(request.headers.get("Content-Length")) > MAX_PICTURE_BYTES + FRAME_BYTES)
    return { ok: false, status: 413, text: TOO_LARGE };
  let bytes: Uint8Array | null = null;
  try {
    await parseFormData(
      request,
      {
        maxFiles: 1,
        maxParts: 5,
        maxHeaderSize: 4_000,
        maxFileSize: MAX_PICTURE_BYTES,
        maxTotalSize: MAX_PICTURE_BYTES + FRAME_BYTES,
      },
      async (file) => {
        if (file.fieldName === "photo") bytes = new Uint8Array(await file.arrayBuffer());
      },
    );
  } catch (error) {
    if (error instanceof Error && error.name === "MaxFileSizeExceededError")
      return { ok: false, status: 413, text: TOO_LARGE };
    throw problem(400, { title: "We couldn't read that form", text: "Please go back and send it again." });
  }
  if (bytes === null || (bytes as Uint8Array).byteLength === 0)
    return { ok: false, status: 422, text: "Choose a picture first." };
  try {
    return { ok: true, picture: await readPicture(bytes) };
  } catch (error) {
    if (!(error instanceof PictureRefusedError)) throw error;
    return { ok: false, status: error.code === "busy" ? 429 : 422, text: WORDS[error.code] };
  }
}
