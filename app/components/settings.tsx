import type { SubmissionResult } from "@conform-to/react";
import type { ReactNode } from "react";
import { Alert } from "#app/components/alert.tsx";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { type FormValues, fieldState, otherErrors } from "#app/components/form-state.ts";
import { PostForm } from "#app/components/post-form.tsx";
import { may } from "#app/domain/permissions.ts";
import type { Conflict } from "#app/domain/settings.ts";
import type { DeskView } from "#app/domain/views.ts";

const PAGES = [
  { part: "profile", path: "", label: "Profile" },
  { part: "photo", path: "/photo", label: "Photo" },
  { part: "times", path: "/times", label: "Times" },
  { part: "appearance", path: "/appearance", label: "Appearance" },
  { part: "address", path: "/address", label: "Address" },
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
          {!may(desk.role, "settings:write") && (
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

/** What somebody else saved meanwhile, as the action found it. */
export type ConflictView = { conflicts: Conflict[]; version: number; shown: string };

export type SettingsFormView = {
  desk: DeskView;
  version: number;
  /** What the form says, to find out later what others changed. */
  shown: string;
  values: FormValues;
  saved: boolean;
};

export type SettingsAnswer = { lastResult: SubmissionResult<string[]>; conflict: ConflictView | null };

type FormProps = {
  view: SettingsFormView;
  answer?: SettingsAnswer | null;
  /** The form's fields in their order, with what they are called. */
  labels: Record<string, string>;
  children: (state: (name: string) => ReturnType<typeof fieldState>) => ReactNode;
};

/** A form of the settings, with what is wrong and what others changed meanwhile at its top. */
export function SettingsForm({ view, answer, labels, children }: FormProps) {
  const { lastResult, conflict } = answer ?? {};
  // A box that was unticked is not among what was sent: the row's own value must not tick it again.
  const state = (name: string) => fieldState(name, lastResult, lastResult ? {} : view.values);
  const names = Object.keys(labels);
  const errors = [
    ...otherErrors(lastResult, names).map((text) => ({ id: null, text })),
    ...names.flatMap((name) => state(name).errors.map((text) => ({ id: name, label: labels[name], text }))),
  ];
  // A refused form goes on from what it had shown, or it would overwrite what others saved since; a conflict's page
  // shows just that, so it goes on from there.
  const version = conflict?.version ?? (state("version").value || view.version);
  const shown = conflict?.shown ?? (state("shown").value || view.shown);
  return (
    <>
      <ErrorSummary errors={errors} />
      <PostForm className="grid gap-6">
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="shown" value={shown} />
        {conflict && <Conflicts conflict={conflict} labels={labels} />}
        <fieldset className="grid min-w-0 gap-6" disabled={!may(view.desk.role, "settings:write")}>
          {children(state)}
          {may(view.desk.role, "settings:write") && (
            <p>
              <button type="submit" className="btn main">
                {conflict ? "Save my choice" : "Save"}
              </button>
            </p>
          )}
        </fieldset>
      </PostForm>
    </>
  );
}

type ConflictsProps = { conflict: ConflictView; labels: Record<string, string>; title?: string };

/** Both values of each field that two people changed, to choose from. */
export function Conflicts({
  conflict,
  labels,
  title = "Somebody else saved these settings meanwhile",
}: ConflictsProps) {
  return (
    <section className="grid gap-4" aria-labelledby="conflict">
      <Alert title={title} id="conflict-alert">
        <p id="conflict">Nothing of yours is saved yet. Choose for each what it should be, then save.</p>
      </Alert>
      {conflict.conflicts.map(({ field, now, yours, touched }) => (
        <fieldset key={field} className="sheet group">
          <legend>{labels[field] ?? field}</legend>
          <div className="versions">
            {[
              { value: "theirs", heading: "Saved by somebody else", text: now },
              { value: "mine", heading: "In your form", text: yours },
            ].map(({ value, heading, text }) => (
              <label key={value} className="option">
                <input
                  type="radio"
                  name={`keep_${field}`}
                  value={value}
                  required
                  // What they never touched is no wish of theirs.
                  defaultChecked={!touched && value === "theirs"}
                />
                <span>
                  <strong className="block font-semibold">{heading}</strong>
                  {text || "(empty)"}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </section>
  );
}
