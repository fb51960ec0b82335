import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerFeed } from "#app/http/feed-file.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";

/** Bookings for a calendar program: /feeds/<username>/<token>.ics. Whoever has the address may read. */
export const loader = guardedFile((args: LoaderFunctionArgs) => answerFeed(args));
