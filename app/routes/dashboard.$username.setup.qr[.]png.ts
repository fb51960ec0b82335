import type { LoaderFunctionArgs } from "@remix-run/node";
import { readingDesk } from "#app/http/desk.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";
import { qrPng } from "#app/http/qr.server.ts";
import { pageLink } from "#app/http/setup.server.ts";

/** The QR code of the booking page, to print. */
export const loader = guardedFile(async (args: LoaderFunctionArgs) => {
  const { username } = await readingDesk(args, "desk:read", async (_tx, { view }) => view);
  return new Response(new Uint8Array(await qrPng(pageLink(username))), {
    headers: {
      "Content-Type": "image/png",
      "Content-Disposition": `attachment; filename="${username}.png"`,
      "Cache-Control": "private, no-cache",
    },
  });
});
