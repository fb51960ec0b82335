import type { ReactNode } from "react";
import { Page } from "#app/components/page.tsx";
import { PostForm } from "#app/components/post-form.tsx";

type Props = { title: string; children: ReactNode; token?: string; button?: string };

/** Where a mailed link leads: it shows what would be done, and a button does it (mail scanners open every link). */
export function LinkPage({ title, children, token, button }: Props) {
  return (
    <Page width="reading">
      <div className="grid gap-5 pt-[6vh]">
        <h1 className="text-3xl">{title}</h1>
        {children}
        {token && (
          <PostForm>
            <input type="hidden" name="token" value={token} />
            <button type="submit" className="btn main">
              {button}
            </button>
          </PostForm>
        )}
      </div>
    </Page>
  );
}

/** Used, too old, or not a link of ours: one answer for all, with a way on. */
export function LinkOverPage({ text, href, label }: { text: string; href: string; label: string }) {
  return (
    <LinkPage title="This link does not work any more">
      <p className="text-lg text-soft">{text}</p>
      <p>
        <a className="btn main" href={href}>
          {label}
        </a>
      </p>
    </LinkPage>
  );
}
