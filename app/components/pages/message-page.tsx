import type { Message } from "#app/components/error-message.ts";
import { Page } from "#app/components/page.tsx";
import { formatWait } from "#app/i18n/format.ts";

/** A page that only says something: not found, gone, busy, broken. Says what to do next. */
export function MessagePage({ title, text, status, links, retry_after_s, eyebrow }: Message) {
  return (
    <Page width="reading">
      <div className="grid gap-5 pt-[8vh]">
        <p className="eyebrow">{eyebrow ?? (status >= 400 ? `Error ${status}` : "Daybook")}</p>
        <h1 className="text-3xl">{title}</h1>
        <p className="text-lg text-soft">{text}</p>
        {retry_after_s !== undefined && (
          <p className="text-soft">Try again in about {formatWait(retry_after_s)}.</p>
        )}
        {links.length > 0 && (
          <ul className="flex flex-wrap gap-3 pt-2">
            {links.map(({ href, label }, index) => (
              <li key={href}>
                <a className={index === 0 ? "btn main" : "btn"} href={href}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Page>
  );
}
