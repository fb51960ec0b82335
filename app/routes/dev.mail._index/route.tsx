import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { MailListPage } from "#app/components/pages/mail-list-page.tsx";
import { requireDemoMachine } from "#app/http/desk.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { listMails } from "#app/mail/outbox.server.ts";

export const loader = guarded(async ({ context }: LoaderFunctionArgs) => {
  requireDemoMachine(context);
  const mails = await listMails();
  return { mails: mails.map(({ id, to, subject, sent_at }) => ({ id, to, subject, sent_at })) };
});

export const headers = passHeaders;

export const meta = () => privateMeta("Sent mail");

export default function MailList() {
  return <MailListPage mails={useLoaderData<typeof loader>().mails} />;
}
