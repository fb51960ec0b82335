import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { MailPage } from "#app/components/pages/mail-page.tsx";
import { requireDemoMachine } from "#app/http/desk.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privatePage } from "#app/http/public.server.ts";
import { calendarFacts } from "#app/mail/calendar-facts.ts";
import { headersOf } from "#app/mail/message.server.ts";
import { findMail } from "#app/mail/outbox.server.ts";

export const loader = guarded(async ({ params, context }: LoaderFunctionArgs) => {
  requireDemoMachine(context);
  const mail = await findMail(params.id ?? "");
  if (!mail) throw notFound();
  const { id, subject, sent_at, text, html, calendar } = mail;
  return data(
    {
      ...{ id, subject, sent_at, text, has_html: Boolean(html), headers: headersOf(id, mail) },
      calendar: calendar
        ? { method: calendar.method, content: calendar.content, facts: calendarFacts(calendar.content) }
        : null,
    },
    { headers: privatePage },
  );
});

export const headers = passHeaders;

export const meta = () => privateMeta("Sent mail");

export default function Mail() {
  return <MailPage {...useLoaderData<typeof loader>()} />;
}
