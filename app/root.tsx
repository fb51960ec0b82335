import type { HeadersFunction, LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { isRouteErrorResponse, Links, Meta, Outlet, useMatches, useRouteError } from "@remix-run/react";
import { type ReactNode, useContext } from "react";
import { EntryScript } from "#app/components/entry-script.ts";
import { errorMessage } from "#app/components/error-message.ts";
import { MessagePage } from "#app/components/pages/message-page.tsx";
import stylesheet from "#app/styles/app.css?url";
import dashboardStylesheet from "#app/styles/dashboard.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: stylesheet },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

/** What every page may need: the token of its forms, for a browser that does not say where its requests come from. */
export const loader = ({ context }: LoaderFunctionArgs) => ({ form_token: context.form_token });

/** An error page keeps what tells clients how to go on; everything else of the failed answer is dropped. */
export const headers: HeadersFunction = ({ errorHeaders }) => {
  const kept = new Headers();
  for (const name of ["Retry-After", "Allow", "Cache-Control", "Referrer-Policy", "X-Robots-Tag"]) {
    const value = errorHeaders?.get(name);
    if (value) kept.set(name, value);
  }
  return kept;
};

export const meta: MetaFunction = ({ error }) => {
  if (!error) return [{ title: "Daybook" }];
  return [{ title: `${errorMessage(error).title} · Daybook` }, { name: "robots", content: "noindex" }];
};

/** The dashboard has a stylesheet and a script beside those of all pages; the three forms of the start have their own. */
const isDesk = (id: string): boolean => /^routes\/dashboard\.\$username\b(?!\.setup)/.test(id);

function DeskHead() {
  const script = useContext(EntryScript);
  return (
    <>
      <link rel="stylesheet" href={dashboardStylesheet} />
      {/* Turbo (app/client): only pages of the dashboard take each other's place; none is kept or fetched ahead. */}
      <meta name="turbo-root" content="/dashboard" />
      <meta name="turbo-cache-control" content="no-cache" />
      <meta name="turbo-prefetch" content="false" />
      <meta name="turbo-refresh-method" content="morph" />
      <meta name="turbo-refresh-scroll" content="preserve" />
      <script type="module" src={script} data-turbo-track="reload" />
    </>
  );
}

export function Layout({ children }: { children: ReactNode }) {
  const desk = useMatches().some(({ id }) => isDesk(id));
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#f3f6f3" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0d1311" media="(prefers-color-scheme: dark)" />
        <Meta />
        <Links />
        <script src="/enhance.js" defer />
        {desk ? <DeskHead /> : <meta name="turbo-visit-control" content="reload" />}
        {/* npm run dev only: the page reloads itself when its source is saved. */}
        {import.meta.env.DEV && <script type="module" src="/@vite/client" />}
      </head>
      <body>{children}</body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  // The full account is in the log (entry.server.tsx); a visitor gets words and a way on.
  return <MessagePage {...errorMessage(isRouteErrorResponse(error) ? error : null)} />;
}
