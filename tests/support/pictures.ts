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
