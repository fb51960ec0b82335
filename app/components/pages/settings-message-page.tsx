import { LongTextField, TextField } from "#app/components/field.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { SettingsPage } from "#app/components/settings.tsx";
import { type VersionedAnswer, VersionedForm } from "#app/components/versioned-form.tsx";
import { TEXT_LABELS } from "#app/domain/message-settings.ts";
import { PLACEHOLDERS } from "#app/domain/message-texts.ts";
import type { MessagePageView, PreviewView } from "#app/domain/message-views.ts";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import { CUSTOMER_MESSAGES } from "#app/i18n/message-kinds.ts";

const DONE: Record<string, string> = {
  saved: "Saved. The next of these mails has these words.",
  tested: "A test of what is saved is on its way to your mailbox.",
};

/** The words of one message to customers, with the whole mail as it would arrive. */
export function SettingsMessagePage({
  answer,
  ...view
}: MessagePageView & { answer?: VersionedAnswer | null }) {
  const { desk, kind, is_on, is_changed, to_own, account_email, preview } = view;
  const all = `/dashboard/${desk.username}/settings/messages`;
  const base = `${all}/${kind}`;
  const may_write = may(desk.role, "settings:write");
  const { title, when } = CUSTOMER_MESSAGES[kind];
  return (
    <SettingsPage
      desk={desk}
      part="messages"
      title={title}
      lead={when}
      done={answer ? null : (ownWord(DONE, view.just) ?? null)}
    >
      <p>
        <a href={all}>All messages</a>
      </p>
      {!is_on && (
        <p className="sheet p-5 text-soft">
          This message is switched off: nobody gets it. You can change its words all the same.
        </p>
      )}
      {to_own && !answer && (
        <p className="sheet p-5" role="status">
          <strong>Daybook’s words are in the form now.</strong> Yours are still the ones that are sent, until
          you save.
        </p>
      )}
      <VersionedForm
        id="texts"
        action={base}
        view={view}
        answer={answer}
        labels={TEXT_LABELS}
        may_write={may_write}
        others="Somebody else changed these words meanwhile"
      >
        {(state) => (
          <fieldset className="sheet group">
            <legend>Your words</legend>
            <TextField
              state={state("subject")}
              label={TEXT_LABELS.subject}
              help="Empty: Daybook’s own."
              maxLength={150}
            />
            <LongTextField
              state={state("opening")}
              label={TEXT_LABELS.opening}
              help="Stands under “Hello …,” and above the details. Empty: Daybook’s own."
              maxLength={2000}
            />
            <div className="grid gap-2 text-sm text-soft">
              <p>What you write in curly brackets is filled in for each mail:</p>
              <dl className="msg-words">
                {Object.entries(PLACEHOLDERS).map(([word, what]) => (
                  <div key={word}>
                    <dt>
                      <code>{`{${word}}`}</code>
                    </dt>
                    <dd>{what}</dd>
                  </div>
                ))}
              </dl>
              {kind === "moved" && (
                <p>A new time that still waits for your yes is told in Daybook’s words.</p>
              )}
            </div>
          </fieldset>
        )}
      </VersionedForm>
      <Preview preview={preview} />
      {may_write && (
        <div className="grid gap-3">
          <div className="flex flex-wrap gap-3">
            {/* Answered with a page and no redirect, which Turbo does not take. */}
            <button
              type="submit"
              className="btn"
              form="texts"
              formAction={`${base}/preview`}
              formNoValidate
              data-turbo="false"
            >
              Show the mail as typed
            </button>
            <PostForm action={`${base}/test`}>
              <button type="submit" className="btn">
                Send me a test
              </button>
            </PostForm>
            {is_changed && !to_own && (
              <a className="btn" href={`${base}?words=own`}>
                Back to Daybook’s words
              </a>
            )}
          </div>
          <p className="text-sm text-soft">
            A test has the words that are saved and goes to {account_email}.
          </p>
        </div>
      )}
    </SettingsPage>
  );
}

/** The real mail, about a booking that nobody made. */
function Preview({ preview: { subject, text, frame, is_typed } }: { preview: PreviewView }) {
  return (
    <section className="grid gap-4" aria-labelledby="preview">
      <h2 id="preview" className="text-lg">
        {is_typed ? "The mail as typed, not saved yet" : "The mail"}
      </h2>
      <p className="min-w-0 break-words">
        <span className="block text-sm text-soft">Subject</span>
        <strong className="font-semibold">{subject}</strong>
      </p>
      {/* No script, no form, nothing of this page: only links, which open beside. */}
      <iframe
        className="msg-frame"
        title="The mail"
        src={frame}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
      <details className="msg-text">
        <summary>The same as plain text</summary>
        <pre>{text}</pre>
      </details>
    </section>
  );
}
