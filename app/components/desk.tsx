import type { ReactNode } from "react";
import { Page } from "#app/components/page.tsx";
import type { DeskView } from "#app/domain/views.ts";

export type DeskSection = "today" | "members" | "settings" | "setup";

type Props = {
  desk: DeskView;
  /** Which entry of the navigation this page belongs to. */
  current: DeskSection;
  children: ReactNode;
  width?: "page" | "form" | "reading";
};

/** Every page of a provider's dashboard: the navigation, whose desk it is, who is signed in. */
export function DeskPage({ desk, current, children, width }: Props) {
  const base = `/dashboard/${desk.username}`;
  const links: { section: DeskSection; href: string; label: string }[] = [
    { section: "today", href: base, label: "Today" },
    { section: "members", href: `${base}/members`, label: "Members" },
    { section: "settings", href: `${base}/settings`, label: "Settings" },
  ];
  return (
    <Page provider={desk} desk width={width}>
      <nav aria-label="Dashboard" className="flex flex-wrap gap-2 pb-4">
        {links.map(({ section, href, label }) => (
          <a
            key={section}
            href={href}
            className="step"
            aria-current={section === current ? "page" : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      {children}
    </Page>
  );
}
