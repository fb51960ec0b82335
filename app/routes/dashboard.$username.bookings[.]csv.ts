import { Readable } from "node:stream";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { bookingLines } from "#app/domain/bookings/csv.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { requireListWish } from "#app/http/desk-bookings.server.ts";
import { downloadBody } from "#app/http/download.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";
import { privatePage } from "#app/http/public.server.ts";

/** The list as a file: what its page shows for the same address, from the first line to the last. */
export const loader = guardedFile(async (args: LoaderFunctionArgs) => {
  const { provider_context } = await requireMember(args, "data:export");
  const { wish } = requireListWish(args.request);
  const headers = {
    ...privatePage,
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="daybook-${provider_context.provider.username}-bookings-${wish.state}.csv"`,
  };
  if (args.request.method === "HEAD") return new Response(null, { headers });
  const source = Readable.from(bookingLines(provider_context, wish), { objectMode: false, highWaterMark: 1 });
  return new Response(downloadBody(source, args.context.drained), { headers });
});
