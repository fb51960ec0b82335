import { Avatar } from "#app/components/avatar.tsx";
import { Page } from "#app/components/page.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { UnsubscribePageView } from "#app/domain/message-views.ts";

const WORDS = {
  follow_up: {
    ask: (name: string) => `No more follow-ups from ${name}?`,
    lead: "These are the mails that come after a visit. What you must know of your bookings, such as a confirmation or a new time, is sent all the same.",
    ended: (name: string) => `You get no more follow-ups from ${name}`,
  },
  agenda: {
    ask: (name: string) => `No more agendas of ${name}?`,
    lead: "These are the mails with the day’s bookings. Your colleagues get theirs as before; what else comes to you is set under Settings, Messages.",
    ended: (name: string) => `You get no more agendas of ${name}`,
  },
} as const;

/** What the link at the end of a mail leads to: one button, or that it has been pressed. */
export function UnsubscribePage({ path, provider, kind, is_ended, is_again }: UnsubscribePageView) {
  const { ask, lead, ended } = WORDS[kind];
  return (
    <Page width="reading" accent={provider.accent}>
      <article className="sheet grid gap-6 p-5 sm:p-9">
        <header className="grid justify-items-start gap-3">
          <Avatar provider={provider} large />
          <h1 className="text-2xl">{is_ended ? ended(provider.name) : ask(provider.name)}</h1>
          {is_again && (
            <p role="status">
              <strong>These mails come again.</strong>
            </p>
          )}
          <p className="text-soft">
            {is_ended ? "That is noted. You need not do anything else, and may close this page." : lead}
          </p>
        </header>
        <PostForm action={is_ended ? `${path}/undo` : path}>
          <button type="submit" className={is_ended ? "btn" : "btn main"}>
            {is_ended ? "Undo" : "No more of these mails"}
          </button>
        </PostForm>
      </article>
    </Page>
  );
}
