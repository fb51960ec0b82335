import type { ReactNode } from "react";
import { AccountMenu } from "#app/components/account-menu.tsx";
import { Mark } from "#app/components/icons.tsx";
import { Frame } from "#app/components/page.tsx";
import type { PersonView } from "#app/domain/views.ts";

export type OperatorSection = "overview" | "providers" | "accounts" | "messages" | "jobs" | "history";

const LINKS: { section: OperatorSection; href: string; label: string }[] = [
  { section: "overview", href: "/admin", label: "Overview" },
  { section: "providers", href: "/admin/providers", label: "Providers" },
  { section: "accounts", href: "/admin/accounts", label: "Accounts" },
  { section: "messages", href: "/admin/messages", label: "Messages" },
  { section: "jobs", href: "/admin/jobs", label: "Jobs" },
  { section: "history", href: "/admin/history", label: "History" },
];

type Props = {
  person: PersonView;
  current: OperatorSection;
  children: ReactNode;
  width?: "page" | "form" | "reading";
};

const WIDTHS = { page: "", form: "max-w-form", reading: "max-w-reading" };

/** Every page of the operator: the frame of the desk, about the installation. */
export function OperatorPage({ person, current, children, width = "page" }: Props) {
  const header = (
    <header className="deskhead">
      <div className="wrap">
        <div className="flex items-center justify-between gap-4 pt-3 pb-1">
          <a href="/" className="flex min-h-11 items-center gap-3 text-ink no-underline hover:text-accent">
            <Mark />
            <span className="leading-snug">
              <strong className="block font-semibold">Daybook</strong>
              <span className="block text-sm text-soft">Operator</span>
            </span>
          </a>
          <AccountMenu person={person} />
        </div>
        <div className="desknav">
          <nav aria-label="Operator">
            <ul>
              {LINKS.map(({ section, href, label }) => (
                <li key={section}>
                  <a href={href} className="tab" aria-current={section === current ? "page" : undefined}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </div>
      </div>
    </header>
  );
  return (
    <Frame wrap="wrap" header={header}>
      <div className={WIDTHS[width]}>{children}</div>
    </Frame>
  );
}

/** Looks for something in a list; a form of the GET kind, so that its address can be kept. */
export function SearchForm({ label, search }: { label: string; search: string }) {
  return (
    <search>
      <form className="flex flex-wrap items-end gap-3">
        <div className="field grow">
          <label htmlFor="q">{label}</label>
          <input className="input" id="q" name="q" type="search" defaultValue={search} maxLength={100} />
        </div>
        <button type="submit" className="btn">
          Search
        </button>
        {search && (
          <a className="btn" href="?">
            Show all
          </a>
        )}
      </form>
    </search>
  );
}

/** Back to the start of a list, and on to what follows. */
export function ListSteps({ more, is_first }: { more: string | null; is_first: boolean }) {
  if (!more && is_first) return null;
  return (
    <nav aria-label="Pages of the list" className="flex flex-wrap gap-3">
      {!is_first && (
        <a className="btn" href="?">
          First page
        </a>
      )}
      {more && (
        <a className="btn" href={more} rel="next">
          Next page
        </a>
      )}
    </nav>
  );
}
