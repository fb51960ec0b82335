import type { LoaderFunctionArgs } from "@remix-run/node";
import { guardedFile } from "#app/http/guarded.server.ts";
import { messageFrame } from "#app/http/messages.server.ts";

/** A mail's HTML, for the frame of its preview: app/http/mail-frame.ts says what it may do there (nothing). */
export const loader = guardedFile((args: LoaderFunctionArgs) => messageFrame(args));
