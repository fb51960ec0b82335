import { Icon } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import { formatDate, formatTime } from "#app/i18n/format.ts";

type Props = {
  id: string;
  to: string;
  from: string;
  subject: string;
  sent_at: number;
  text: string;
  html_path?: string | null;
};

export function MailPage({ to, from, subject, sent_at, text, html_path }: Props) {
  return (
    <Page width="form">
      <article className="grid gap-6">
        <div className="grid gap-1">
          <a
            className="-ml-1.5 inline-flex min-h-11 items-center gap-1 text-sm font-semibold"
            href="/dev/mail"
          >
            <Icon name="left" />
            All sent mail
          </a>
          <h1 className="text-2xl">{subject}</h1>
        </div>
        <dl className="rows text-sm">
          <div>
            <dt>To</dt>
            <dd>{to}</dd>
          </div>
          <div>
            <dt>From</dt>
            <dd>{from}</dd>
          </div>
          <div>
            <dt>Sent</dt>
            <dd>
              {formatDate(new Date(sent_at).toISOString().slice(0, 10))}, {formatTime(sent_at, "UTC")} UTC
            </dd>
          </div>
        </dl>
        <MailText text={text} />
        {html_path && (
          <p>
            <a className="btn" href={html_path}>
              See it as HTML
            </a>
          </p>
        )}
      </article>
    </Page>
  );
}

/** Plain text as sent, with its addresses as links: the way from the mail to the booking should be one click. */
function MailText({ text }: { text: string }) {
  return (
    <div className="sheet whitespace-pre-wrap p-5 sm:p-8">
      {text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn once, never reordered
          <a key={index} href={part}>
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </div>
  );
}
