import { Page } from "#app/components/page.tsx";
import { formatDate, formatTime } from "#app/i18n/format.ts";
import { mailKindWords } from "#app/i18n/messages.ts";

/** `sent_at` is epoch milliseconds; the list of an installation without a mail server, newest first. */
type Props = { mails: { id: string; to: string; subject: string; sent_at: number }[] };

export function MailListPage({ mails }: Props) {
  return (
    <Page width="form">
      <div className="grid gap-6 pt-6">
        <div className="grid gap-2">
          <h1 className="text-3xl">Sent mail</h1>
          <p className="text-lg text-soft">
            No mail server is set up, so nothing leaves this machine. What would have been sent is kept here.
          </p>
        </div>
        {mails.length === 0 ? (
          <p className="sheet p-6 text-soft">No mail yet. Book a time and look again.</p>
        ) : (
          <ol className="sheet px-5">
            {mails.map(({ id, to, subject, sent_at }) => (
              <li key={id} className="mail">
                <a className="min-w-0 font-semibold" href={`/dev/mail/${encodeURIComponent(id)}`}>
                  {subject}
                </a>
                <span className="min-w-0 text-sm text-soft">
                  {mailKindWords(id.split(".")[2] ?? "")}, to {to}
                </span>
                <time className="text-sm text-soft" dateTime={new Date(sent_at).toISOString()}>
                  {formatDate(new Date(sent_at).toISOString().slice(0, 10))}, {formatTime(sent_at, "UTC")} UTC
                </time>
              </li>
            ))}
          </ol>
        )}
      </div>
    </Page>
  );
}
