import type { ReactNode } from "react";
import { Alert } from "#app/components/alert.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import type { FieldState } from "#app/components/form-state.ts";
import { type VersionedAnswer, VersionedForm } from "#app/components/versioned-form.tsx";
import type { VersionedView } from "#app/domain/conflicts.ts";
import { may } from "#app/domain/permissions.ts";
import type { DeskView } from "#app/domain/views.ts";

const PAGES = [
  { part: "profile", path: "", label: "Profile" },
  { part: "photo", path: "/photo", label: "Photo" },
  { part: "times", path: "/times", label: "Times" },
  { part: "appearance", path: "/appearance", label: "Appearance" },
  { part: "messages", path: "/messages", label: "Messages" },
  { part: "address", path: "/address", label: "Address" },
  { part: "feeds", path: "/feeds", label: "Calendar feeds" },
  { part: "export", path: "/export", label: "Your data", permission: "data:export" },
  { part: "deletion", path: "/deletion", label: "Delete", permission: "provider:delete" },
] as const;

type Part = (typeof PAGES)[number]["part"];

type PageProps = {
  desk: DeskView;
  part: Part;
  title: string;
  lead?: ReactNode;
  /** What has just been done, in one sentence. */
  done?: string | null;
  children: ReactNode;
};

/** Every page of the settings: where one is, what has just happened, and who may change it. */
export function SettingsPage({ desk, part, title, lead, done, children }: PageProps) {
  const base = `/dashboard/${desk.username}/settings`;
  const open = PAGES.filter((page) => !("permission" in page) || may(desk.role, page.permission));
  return (
    <DeskPage desk={desk} current="settings" notice={part !== "deletion"}>
      <div className="settings pt-2">
        <nav aria-label="Settings">
          <ul>
            {open.map((page) => (
              <li key={page.part}>
                <a href={base + page.path} aria-current={page.part === part ? "page" : undefined}>
                  {page.label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="grid content-start gap-6">
          <div className="grid gap-2">
            <h1 className="text-2xl">{title}</h1>
            {lead && <p className="text-soft">{lead}</p>}
          </div>
          {done && <Alert tone="good" title={done} />}
          {/* Feeds are everybody's own to make. */}
          {!may(desk.role, "settings:write") && part !== "feeds" && (
            <p className="sheet p-5 text-soft">
              Your role is viewer: you can read these settings. An owner or a manager can change them.
            </p>
          )}
          {children}
        </div>
      </div>
    </DeskPage>
  );
}

export type SettingsFormView = VersionedView & { desk: DeskView; saved: boolean };

export type SettingsAnswer = VersionedAnswer;

type FormProps = {
  view: SettingsFormView;
  answer?: SettingsAnswer | null;
  labels: Record<string, string>;
  children: (state: (name: string) => FieldState) => ReactNode;
};

/** A form of the settings. */
export function SettingsForm({ view, ...rest }: FormProps) {
  return (
    <VersionedForm
      {...rest}
      view={view}
      may_write={may(view.desk.role, "settings:write")}
      others="Somebody else saved these settings meanwhile"
    />
  );
}
