import QRCode from "qrcode";

/** Corrects up to 15 % of damage: enough for a card, and small enough to be read from afar. */
const OPTIONS = { errorCorrectionLevel: "M" } as const;

/** A text's QR code as one path of dark fields, one unit each; drawn by our own page. */
export function qrPath(text: string): { path: string; size: number } {
  const { size, data } = QRCode.create(text, OPTIONS).modules;
  let path = "";
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (!data[y * size + x]) continue;
      let width = 1;
      while (x + width < size && data[y * size + x + width]) width++;
      path += `M${x} ${y}h${width}v1h-${width}z`;
      x += width;
    }
  return { path, size };
}

/** As a file to print: any size. */
export const qrSvg = (text: string): Promise<string> =>
  QRCode.toString(text, { ...OPTIONS, type: "svg", margin: 4 });

/** As a picture of 1024 pixels. */
export const qrPng = (text: string): Promise<Buffer> =>
  QRCode.toBuffer(text, { ...OPTIONS, type: "png", margin: 4, width: 1024 });
