import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireDemoMachine } from "#app/http/desk.server.ts";
import { guardedFile, notFound } from "#app/http/guarded.server.ts";
import { privatePage } from "#app/http/public.server.ts";
import { findMail } from "#app/mail/outbox.server.ts";

/** A mail's HTML as it was sent, for the frame on its page; it has a policy of its own (app/http/server.ts). */
export const loader = guardedFile(async ({ params, context }: LoaderFunctionArgs) => {
  requireDemoMachine(context);
  const html = (await findMail(params.id ?? ""))?.html;
  if (!html) throw notFound();
  // What is followed opens beside the mail, as it does from a mail program: no page of ours may stand in a frame.
  return new Response(html.replace("<head>", '<head><base target="_blank">'), {
    headers: { ...privatePage, "Content-Type": "text/html; charset=utf-8" },
  });
});
