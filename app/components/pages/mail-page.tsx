import { Icon } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import { formatDate, formatTime } from "#app/i18n/format.ts";
import { mailKindWords } from "#app/i18n/messages.ts";

type Fact = { name: string; value: string };

type Props = {
  id: string;
  subject: string;
  sent_at: number;
  headers: Fact[];
  text: string;
  has_html: boolean;
  calendar: { method: string; content: string; facts: Fact[] } | null;
};

/** One mail of the outbox, with everything that a mail program gets of it. */
export function MailPage({ id, subject, sent_at, headers, text, has_html, calendar }: Props) {
  const here = `/dev/mail/${encodeURIComponent(id)}`;
  const at = `${formatDate(new Date(sent_at).toISOString().slice(0, 10))}, ${formatTime(sent_at, "UTC")} UTC`;
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
          <p className="eyebrow">{mailKindWords(id.split(".")[2] ?? "")}</p>
          <h1 className="text-2xl">{subject}</h1>
        </div>
        <Facts facts={[...headers, { name: "Sent", value: at }]} />
        {has_html && (
          <section className="grid gap-3" aria-labelledby="html">
            <h2 id="html" className="text-lg">
              As HTML
            </h2>
            <iframe className="mailframe" src={`${here}/html`} title="The mail as HTML" sandbox={SANDBOX} />
          </section>
        )}
        <section className="grid gap-3" aria-labelledby="text">
          <h2 id="text" className="text-lg">
            As text
          </h2>
          <MailText text={text} />
        </section>
        {calendar && (
          <section className="grid gap-3" aria-labelledby="calendar">
            <h2 id="calendar" className="text-lg">
              For the calendar
            </h2>
            <Facts facts={[{ name: "Method", value: calendar.method }, ...calendar.facts]} />
            <details className="grid gap-3">
              <summary className="btn">The file itself</summary>
              <pre className="sheet mailfile">{calendar.content}</pre>
            </details>
            <p>
              <a className="btn" href={`${here}/invite.ics`} download>
                Download invite.ics
              </a>
            </p>
          </section>
        )}
      </article>
    </Page>
  );
}

/** No script, no form; what is followed opens as from a mail program. */
const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="rows mailfacts text-sm">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
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
