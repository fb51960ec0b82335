import type { ReactNode } from "react";
import { Avatar } from "#app/components/avatar.tsx";
import { Mark } from "#app/components/icons.tsx";
import { themePath } from "#app/domain/colours.ts";
import type { ProviderView } from "#app/domain/views.ts";

type Props = {
  children: ReactNode;
  /** Whose page this is: their name leads home to all their services. Without one the page is Daybook's own. */
  provider?: Pick<ProviderView, "username" | "name" | "photo_path"> & { accent?: string | null };
  /** The accent of a provider's page that does not bear their name in its header. */
  accent?: string | null;
  /** At the header's other end: the account's menu, a way to sign in. */
  aside?: ReactNode;
  sourceUrl?: string | null;
  /** How wide the text runs; header and footer keep to it. */
  width?: "page" | "form" | "reading";
};

const wrapOf = (width: "page" | "form" | "reading") => (width === "page" ? "wrap" : `wrap ${width}`);

/** Header, main and footer around every page, and the link past the header. */
export function Page({
  children,
  provider,
  accent = provider?.accent,
  aside,
  sourceUrl,
  width = "page",
}: Props) {
  const wrap = wrapOf(width);
  return (
    <Frame
      wrap={wrap}
      sourceUrl={sourceUrl}
      booked={provider !== undefined}
      accent={accent}
      header={
        <header className={`${wrap} flex items-center justify-between gap-4 py-4`}>
          {provider ? (
            <a
              href={`/book/${provider.username}`}
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
          {aside}
        </header>
      }
    >
      {children}
    </Frame>
  );
}

type FrameProps = Pick<Props, "children" | "sourceUrl"> & {
  header: ReactNode;
  wrap: string;
  /** A page of a provider's: it was made with Daybook, and is not Daybook's own. */
  booked?: boolean;
  accent?: string | null;
};

/** What is around every header: the link past it, the place for messages, main and the footer. */
export function Frame({ children, header, wrap, booked = false, accent, sourceUrl }: FrameProps) {
  return (
    <>
      {/* Allowed in a body, and what follows waits for it: no flash of another colour. */}
      {accent && <link rel="stylesheet" href={themePath(accent)} />}
      <a className="skip" href="#main">
        Skip to the content
      </a>
      {header}
      {/* Filled by script only; it must exist before, or screen readers miss the first message. */}
      <div id="live" className={wrap} role="status" aria-live="polite" />
      <main id="main" className={`${wrap} grow pb-16`}>
        {children}
      </main>
      <footer className={`${wrap} text-sm text-soft`}>
        <p className="flex flex-wrap items-center gap-x-6 gap-y-1 border-t py-5">
          <span>
            {booked ? "Booked with " : ""}
            <a href="/" className="py-2 text-soft">
              Daybook
            </a>
            {booked ? "" : ", the open booking platform"}
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
