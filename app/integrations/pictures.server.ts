import sharp from "sharp";

/**
 * Pictures that somebody sends: recognised by their first bytes, decoded within limits, and written anew, so that
 * nothing of what was sent is ever served (no metadata, no hidden second file, no place where it was taken).
 */

/** Sides of the squares that are kept, in pixels: beside a name, and large. */
const LARGE = 512;
const SMALL = 128;

/** Bytes of an upload. */
export const MAX_PICTURE_BYTES = 10_000_000;

/** A phone's best camera has 50 megapixels; decoded that is 200 MB, and only one is decoded at a time. */
const MAX_PIXELS = 64_000_000;
const MIN_SIDE = 64;
const MAX_SECONDS = 10;
/** How many may wait for their turn; who comes later is asked to try again. */
const MAX_WAITING = 8;

export type Picture = Record<typeof LARGE | typeof SMALL, Uint8Array>;

export type PictureRefusal = "not_a_picture" | "too_many_pixels" | "too_small" | "broken" | "busy";

/** The bytes are not taken as a picture; `code` says why. */
export class PictureRefusedError extends Error {
  override readonly name = "PictureRefusedError";
  readonly code: PictureRefusal;
  constructor(code: PictureRefusal, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

// Two cores serve everybody: one thread for each picture, one picture at a time, and no memory kept in between.
sharp.concurrency(1);
sharp.cache(false);
// Of libvips' forty readers only these three: none for SVG, PDF, TIFF or GIF is ever asked, whatever the bytes say.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp"] });

const startsWith = (bytes: Uint8Array, at: number, text: string) =>
  Buffer.from(bytes.subarray(at, at + text.length)).toString("latin1") === text;

/** What the first bytes say it is; a name or a declared type says nothing. */
const kindOf = (bytes: Uint8Array): "jpeg" | "png" | "webp" | null => {
  if (startsWith(bytes, 0, "\xff\xd8\xff")) return "jpeg";
  if (startsWith(bytes, 0, "\x89PNG\r\n\x1a\n")) return "png";
  if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) return "webp";
  return null;
};

/**
 * Makes the squares that are kept of an uploaded picture, as WebP.
 * @throws PictureRefusedError when it is none, or too much of one
 */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
  const kind = kindOf(bytes);
  if (!kind) throw new PictureRefusedError("not_a_picture");
  return inTurn(async () => {
    const open = () =>
      sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error", pages: 1, sequentialRead: true });
    // The header alone: a bomb is refused before anything of it is unpacked.
    const { format, width, height } = await open().metadata().catch(refuse);
    if (format !== kind) throw new PictureRefusedError("not_a_picture");
    if (width * height > MAX_PIXELS) throw new PictureRefusedError("too_many_pixels");
    if (Math.min(width, height) < MIN_SIDE) throw new PictureRefusedError("too_small");
    const { data, info } = await open()
      .autoOrient()
      .resize(LARGE, LARGE, { fit: "cover", position: "attention" })
      .toColourspace("srgb")
      .timeout({ seconds: MAX_SECONDS })
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch(refuse);
    const encode = async (size: number) =>
      sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
        .resize(size, size)
        .webp({ quality: 82, effort: 4 })
        .timeout({ seconds: MAX_SECONDS })
        .toBuffer();
    return { [LARGE]: await encode(LARGE), [SMALL]: await encode(SMALL) };
  });
}

const refuse = (error: unknown): never => {
  const text = error instanceof Error ? error.message : "";
  throw new PictureRefusedError(/pixel limit|dimensions/i.test(text) ? "too_many_pixels" : "broken", error);
};

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** One after the other. @throws PictureRefusedError when too many wait already */
const inTurn = <T>(routine: () => Promise<T>): Promise<T> => {
  if (waiting >= MAX_WAITING) throw new PictureRefusedError("busy");
  waiting++;
  const turn = last.then(routine).finally(() => waiting--);
  last = turn.catch(() => {});
  return turn;
};
