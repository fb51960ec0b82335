import type { ReactNode } from "react";
import { Avatar } from "#app/components/avatar.tsx";
import { Mark } from "#app/components/icons.tsx";
import type { ProviderView } from "#app/domain/views.ts";

type Props = {
  children: ReactNode;
  /** Whose page this is: their name leads home to all their services. Without one the page is Daybook's own. */
  provider?: Pick<ProviderView, "username" | "name" | "photo_path">;
  /** On the desk the name leads to the provider's day. */
  desk?: boolean;
  sourceUrl?: string | null;
  /** How wide the text runs; header and footer keep to it. */
  width?: "page" | "form" | "reading";
};

/** Header, main and footer around every page, and the link past the header. */
export function Page({ children, provider, desk = false, sourceUrl, width = "page" }: Props) {
  const wrap = width === "page" ? "wrap" : `wrap ${width}`;
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className={`${wrap} flex items-center justify-between gap-4 py-4`}>
        {provider ? (
          <a
            href={desk ? `/dashboard/${provider.username}` : `/book/${provider.username}`}
            className="flex min-h-11 min-w-0 items-center gap-3 font-semibold text-ink no-underline hover:text-accent"
          >
            <Avatar provider={provider} />
            <span className="min-w-0 leading-snug">{provider.name}</span>
          </a>
        ) : (
          <a
            href="/"
            className="flex min-h-11 items-center gap-2.5 text-lg font-bold text-ink no-underline hover:text-accent"
          >
            <Mark />
            Daybook
          </a>
        )}
        {desk && <span className="chip plain">Provider’s desk</span>}
      </header>
      {/* Filled by script only; it must exist before, or screen readers miss the first message. */}
      <div id="live" className={wrap} role="status" aria-live="polite" />
      <main id="main" className={`${wrap} grow pb-16`}>
        {children}
      </main>
      <footer className={`${wrap} text-sm text-soft`}>
        <p className="flex flex-wrap items-center gap-x-6 gap-y-1 border-t py-5">
          <span>
            {provider ? "Booked with " : ""}
            <a href="/" className="py-2 text-soft">
              Daybook
            </a>
            {provider ? "" : ", the open booking platform"}
          </span>
          {sourceUrl && (
            <a href={sourceUrl} className="py-2 text-soft">
              Source code
            </a>
          )}
        </p>
      </footer>
    </>
  );
}
