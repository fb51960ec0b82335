/** Pictures for tests: honest ones, and files that only claim to be one. */
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A PNG of one bit a pixel that says it is this large; `rows` says whether its pixels are there too (zipped). */
export function bombPng(width: number, height: number, rows = 0): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const pixels = Buffer.alloc((Math.ceil(width / 8) + 1) * rows);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A picture with a red left half, blue right half, and everything in its metadata that must not get out. */
export const photo = (format: "jpeg" | "png" | "webp", width = 900, height = 600): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: "#0000ff" } })
    .composite([
      {
        input: { create: { width: width / 2, height, channels: 3, background: "#ff0000" } },
        left: 0,
        top: 0,
      },
    ])
    .toFormat(format)
    .withExif({
      IFD0: { Copyright: "SECRET-OWNER", ImageDescription: "SECRET-PLACE" },
      IFD3: { GPSLatitude: "52/1" },
    })
    .toBuffer();

/** A drawn person, for pictures of pages. Painted by the pixel: the app's own rules let sharp read no SVG. */
export function portrait(side = 480): Promise<Buffer> {
  // Of a picture of 100 × 100: middle, radii, colour; the later ones lie above.
  const shapes: [number, number, number, number, number][] = [
    [50, 42, 27, 33, 0x4a2c1f],
    [50, 66, 25, 14, 0x4a2c1f],
    [50, 108, 42, 36, 0x77408f],
    [50, 68, 9, 13, 0xd99e7c],
    [50, 46, 15, 19, 0xe6b090],
    [42, 29, 13, 8, 0x4a2c1f],
    [59, 29, 12, 9, 0x4a2c1f],
  ];
  const pixels = Buffer.alloc(side * side * 3);
  for (let at = 0; at < side * side; at += 1) {
    const [x, y] = [((at % side) * 100) / side, (Math.floor(at / side) * 100) / side];
    const top = shapes.findLast(([cx, cy, rx, ry]) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1);
    pixels.writeUIntBE(top?.[4] ?? (x > 62 && y < 62 ? 0xf2e6d2 : 0xd9c7b0), at * 3, 3);
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A body of multipart/form-data with one file. */
export function uploadOf(
  bytes: Uint8Array,
  { field = "photo", filename = "me.jpg", type = "image/jpeg" } = {},
): { body: Buffer; headers: Record<string, string> } {
  const boundary = "----daybook-test-boundary";
  const body = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return {
    body,
    headers: {
      "Content-Type": `multipart/form-data; boundary=${boundary}`,
      "Content-Length": String(body.length),
      "Sec-Fetch-Site": "same-origin",
    },
  };
}
