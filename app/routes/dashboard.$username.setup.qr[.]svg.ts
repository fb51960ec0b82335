import type { LoaderFunctionArgs } from "@remix-run/node";
import { readingDesk } from "#app/http/desk.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";
import { qrSvg } from "#app/http/qr.server.ts";
import { pageLink } from "#app/http/setup.server.ts";

/** The QR code of the booking page, to print. */
export const loader = guardedFile(async (args: LoaderFunctionArgs) => {
  const { username } = await readingDesk(args, "desk:read", async (_tx, { view }) => view);
  return new Response(await qrSvg(pageLink(username)), {
    headers: {
      "Content-Type": "image/svg+xml",
      "Content-Disposition": `attachment; filename="${username}.svg"`,
      "Cache-Control": "private, no-cache",
    },
  });
});
