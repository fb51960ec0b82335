import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireDemoMachine } from "#app/http/desk.server.ts";
import { guardedFile, notFound } from "#app/http/guarded.server.ts";
import { privatePage } from "#app/http/public.server.ts";
import { findMail } from "#app/mail/outbox.server.ts";

/** A mail's entry for calendars, as the file that hangs on it. */
export const loader = guardedFile(async ({ params, context }: LoaderFunctionArgs) => {
  requireDemoMachine(context);
  const calendar = (await findMail(params.id ?? ""))?.calendar;
  if (!calendar) throw notFound();
  return new Response(calendar.content, {
    headers: {
      ...privatePage,
      "Content-Type": `text/calendar; charset=utf-8; method=${calendar.method}`,
      "Content-Disposition": 'attachment; filename="invite.ics"',
    },
  });
});
