import { SendAgain } from "#app/components/deliveries.tsx";
import { Flash } from "#app/components/flash.tsx";
import { ListSteps, OperatorPage } from "#app/components/operator.tsx";
import type { AccountDeliveryView, MessageFiguresView } from "#app/domain/delivery-views.ts";
import type { PersonView } from "#app/domain/views.ts";
import { deliveryWords, kindWords } from "#app/i18n/messages.ts";

type Props = {
  person: PersonView;
  figures: MessageFiguresView;
  messages: AccountDeliveryView[];
  is_first: boolean;
  more: string | null;
  just: string | null;
};

const count = (n: number) => n.toLocaleString("en-GB");

/** How the installation's mails fare: numbers of all providers, and those about accounts that could not be delivered. */
export function OperatorMessagesPage({ person, figures, messages, is_first, more, just }: Props) {
  return (
    <OperatorPage person={person} current="messages" width="form">
      <div className="grid gap-8 pt-2">
        {just === "sent-again" && <Flash text="It is on its way." />}
        <section className="grid gap-5" aria-labelledby="figures">
          <div className="grid gap-1">
            <h1 id="figures" className="text-2xl">
              Messages
            </h1>
            <p className="text-soft">
              Of all providers and accounts. Refused and given up: in the last 60 days. Times are in UTC.
              Providers see their own and send them again.
            </p>
          </div>
          <dl className="figures">
            <Figure term="Due now" value={figures.waiting} note="waiting to be sent" />
            <Figure
              term="Late"
              value={figures.overdue}
              note={figures.overdue > 0 ? "due for more than 10 minutes" : "none"}
              warm={figures.overdue > 0}
            />
            <Figure term="Refused" value={figures.refused} note="by a mail server, for good" />
            <Figure
              term="Given up"
              value={figures.dead}
              note={figures.dead > 0 ? "after a day of tries" : "none"}
              warm={figures.dead > 0}
            />
          </dl>
        </section>
        <section className="grid gap-4" aria-labelledby="accounts">
          <h2 id="accounts" className="text-xl">
            About accounts, not delivered
          </h2>
          {messages.length === 0 ? (
            <p className="text-soft">
              {is_first
                ? "None in the last 60 days. Links to sign in and notices reach their servers."
                : "No older ones."}
            </p>
          ) : (
            <ul className="sheet messages">
              {messages.map((one) => (
                <li key={one.id} className="failed">
                  <p className="min-w-0">
                    <strong className="font-semibold">{kindWords(one.kind)}</strong>
                    <span className="text-soft"> to {whose(one)}</span>
                    <span className="block text-sm">{deliveryWords(one, "UTC")}</span>
                  </p>
                  <SendAgain
                    action={`/admin/messages/${one.id}/attempt`}
                    name={`${kindWords(one.kind)} to ${whose(one)}`}
                  />
                </li>
              ))}
            </ul>
          )}
          <ListSteps more={more} is_first={is_first} />
        </section>
      </div>
    </OperatorPage>
  );
}

const whose = ({ account_name, account_email }: AccountDeliveryView) =>
  account_name === null ? "an address without an account" : `${account_name}, ${account_email}`;

type FigureProps = { term: string; value: number; note: string; warm?: boolean };

function Figure({ term, value, note, warm }: FigureProps) {
  return (
    <div className={warm ? "sheet warm" : "sheet"}>
      <dt>{term}</dt>
      <dd>
        <strong>{count(value)}</strong>
        <span>{note}</span>
      </dd>
    </div>
  );
}
