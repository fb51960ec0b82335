import type { LoaderFunctionArgs } from "@remix-run/node";
import { sheetOf } from "#app/domain/colours.ts";
import { guardedFile, notFound } from "#app/http/guarded.server.ts";

/** An accent's stylesheet. Its name says all that it depends on, so it never changes. */
export const loader = guardedFile(async ({ params }: LoaderFunctionArgs) => {
  const sheet = sheetOf(params.file ?? "");
  if (sheet === null) throw notFound();
  return new Response(sheet, {
    headers: {
      "Content-Type": "text/css; charset=utf-8",
      "Cache-Control": "public, max-age=31536000, immutable",
    },
  });
});
