import type { ReactNode } from "react";
import { Notes } from "#app/components/field.tsx";
import { Flash } from "#app/components/flash.tsx";
import type { FieldState } from "#app/components/form-state.ts";
import { PostForm } from "#app/components/post-form.tsx";
import { SettingsPage } from "#app/components/settings.tsx";
import { type VersionedAnswer, VersionedForm } from "#app/components/versioned-form.tsx";
import type { MessagesPageView } from "#app/domain/message-views.ts";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import { CUSTOMER_MESSAGES, MEMBER_MESSAGES, messageTitle } from "#app/i18n/message-kinds.ts";

const LABELS = { agenda_time: "Time of the agenda" };

type Done = { text: (title: string) => string; undo: string };

/** What a switch's page says: `on.reminder`, `own-off.agenda`. */
const SWITCHED: Record<string, Done> = {
  on: { text: (title) => `“${title}” is on.`, undo: "off" },
  off: { text: (title) => `“${title}” is off. Nobody gets it.`, undo: "on" },
  "own-on": { text: (title) => `You get “${title}” again.`, undo: "off" },
  "own-off": { text: (title) => `You get no more “${title}”. Your colleagues do.`, undo: "on" },
};
const PLAIN: Record<string, string> = {
  time: "Saved. The next agenda comes at the new time.",
  tested: "A test is on its way to your mailbox.",
};

/** Every kind of message there is: when it goes out, whether it does, and where its words are changed. */
export function SettingsMessagesPage({
  answer,
  ...view
}: MessagesPageView & { answer?: VersionedAnswer | null }) {
  const { desk, customer, member, account_email } = view;
  const base = `/dashboard/${desk.username}/settings/messages`;
  const may_write = may(desk.role, "settings:write");
  return (
    <SettingsPage
      desk={desk}
      part="messages"
      title="Messages"
      lead="What Daybook sends by mail, to whom and when. Times in mails are in the reader’s own zone."
    >
      {!answer && <Done just={view.just} base={base} />}
      <section className="sheet group" aria-labelledby="to-customers">
        <h2 id="to-customers" className="text-lg">
          To your customers
        </h2>
        <ul className="msg-list">
          {customer.map(({ kind, is_on, is_optional, is_changed }) => (
            <Kind
              key={kind}
              title={<a href={`${base}/${kind}`}>{CUSTOMER_MESSAGES[kind].title}</a>}
              when={CUSTOMER_MESSAGES[kind].when}
              state={[!is_on && "Off", is_changed && "In your words"]}
            >
              {is_optional
                ? may_write && (
                    <Switch to={`${base}/${kind}`} is_on={is_on} title={CUSTOMER_MESSAGES[kind].title} />
                  )
                : null}
            </Kind>
          ))}
        </ul>
        <p className="text-sm text-soft">
          Those without a switch are always sent: who has booked must know where they stand. How long before
          and after, each <a href={`/dashboard/${desk.username}/services`}>service</a> says.
        </p>
      </section>
      <section className="sheet group" aria-labelledby="to-you">
        <h2 id="to-you" className="text-lg">
          To you and your team
        </h2>
        <p className="text-soft">
          Owners and managers get these, unless they did it themselves. Viewers get none.
        </p>
        <ul className="msg-list">
          {member.map(({ kind, is_on }) => (
            <Kind
              key={kind}
              title={MEMBER_MESSAGES[kind].title}
              when={MEMBER_MESSAGES[kind].when}
              state={[!is_on && "Off"]}
            >
              {may_write && (
                <Switch to={`${base}/${kind}`} is_on={is_on} title={MEMBER_MESSAGES[kind].title} />
              )}
            </Kind>
          ))}
        </ul>
      </section>
      <section className="grid gap-4" aria-label="Time of the agenda">
        <VersionedForm
          view={view}
          answer={answer}
          labels={LABELS}
          may_write={may_write}
          others="Somebody else changed the time meanwhile"
        >
          {(state) => (
            <fieldset className="sheet group">
              <legend>The day’s agenda</legend>
              <Clock state={state("agenda_time")} />
            </fieldset>
          )}
        </VersionedForm>
        {may_write && (
          <PostForm action={`${base}/agenda/test`}>
            <button type="submit" className="btn">
              Send me a test of the agenda
            </button>
          </PostForm>
        )}
      </section>
      {may_write && (
        <section className="sheet group" aria-labelledby="own">
          <h2 id="own" className="text-lg">
            Your own mails
          </h2>
          <p className="text-soft">What comes to {account_email}. Your colleagues choose for themselves.</p>
          <ul className="msg-list">
            {member.map(({ kind, is_on, is_wanted }) => (
              <Kind
                key={kind}
                title={MEMBER_MESSAGES[kind].title}
                state={[!is_on && "Off for everybody", !is_wanted && "Not to you"]}
              >
                <Switch
                  to={`${base}/own/${kind}`}
                  is_on={is_wanted}
                  title={`${MEMBER_MESSAGES[kind].title}, for you`}
                />
              </Kind>
            ))}
          </ul>
        </section>
      )}
    </SettingsPage>
  );
}

function Done({ just, base }: { just: string | null; base: string }) {
  const [code, kind = ""] = (just ?? "").split(".");
  const plain = ownWord(PLAIN, code);
  const switched = ownWord(SWITCHED, code);
  if (plain) return <Flash text={plain} />;
  if (!switched || !(Object.hasOwn(CUSTOMER_MESSAGES, kind) || Object.hasOwn(MEMBER_MESSAGES, kind)))
    return null;
  const address = code?.startsWith("own-") ? `${base}/own/${kind}` : `${base}/${kind}`;
  return <Flash text={switched.text(messageTitle(kind))} undo={{ action: `${address}/${switched.undo}` }} />;
}

type KindProps = {
  title: ReactNode;
  when?: string;
  state: (string | false)[];
  children: ReactNode;
};

function Kind({ title, when, state, children }: KindProps) {
  const said = state.filter((word) => word !== false).join(" · ");
  return (
    <li>
      <div className="min-w-0">
        <h3 className="text-base">{title}</h3>
        {when && <p className="text-sm text-soft">{when}</p>}
        {said && <p className="msg-state">{said}</p>}
      </div>
      {children}
    </li>
  );
}

const Switch = ({ to, is_on, title }: { to: string; is_on: boolean; title: string }) => (
  <PostForm action={`${to}/${is_on ? "off" : "on"}`}>
    <button type="submit" className="btn">
      <span data-next={is_on ? "Switch on" : "Switch off"}>{is_on ? "Switch off" : "Switch on"}</span>
      <span className="hide"> {title}</span>
    </button>
  </PostForm>
);

const HELP = "On your own clock. Mornings without bookings bring no mail.";

const Clock = ({ state }: { state: FieldState }) => (
  <div className="field">
    <label htmlFor={state.id}>Sent each morning at</label>
    <Notes state={state} help={HELP} />
    <input
      className="input"
      type="time"
      id={state.id}
      name={state.name}
      defaultValue={state.value}
      required
      aria-describedby={state.errors.length > 0 ? `${state.helpId} ${state.errorId}` : state.helpId}
      aria-invalid={state.errors.length > 0 ? true : undefined}
    />
  </div>
);
