import type { ReactNode } from "react";
import { AccountMenu } from "#app/components/account-menu.tsx";
import { Icon } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import type { PersonView, SetupView } from "#app/domain/views.ts";

const STEPS = [
  { name: "profile", label: "Who you are" },
  { name: "hours", label: "When you work" },
  { name: "service", label: "Your first service" },
] as const;

export type SetupName = (typeof STEPS)[number]["name"] | "live";

type Props = {
  person: PersonView;
  setup: SetupView;
  current: SetupName;
  title: string;
  lead: ReactNode;
  children: ReactNode;
};

/** Every page of the start: how far one has come, one question, nothing else. It can be left at any time. */
export function SetupFrame({ person, setup, current, title, lead, children }: Props) {
  const step = STEPS.findIndex(({ name }) => name === current) + 1;
  return (
    <Page width="form" aside={<AccountMenu person={person} />}>
      <div className="grid gap-8 pt-2 lg:pt-6">
        {step > 0 && <Progress setup={setup} current={current} />}
        <div className="grid justify-items-start gap-2">
          {current === "live" && (
            <span className="seal mb-3" aria-hidden="true">
              <Icon name="check" size={32} />
            </span>
          )}
          {step > 0 && <p className="eyebrow">Step {step} of 3</p>}
          <h1 className="text-3xl">{title}</h1>
          <p className="max-w-reading text-lg text-soft">{lead}</p>
        </div>
        {children}
      </div>
    </Page>
  );
}

/** The three forms: those that are done lead back to themselves. */
function Progress({ setup, current }: Pick<Props, "setup" | "current">) {
  const done = { profile: setup.username !== null, hours: setup.has_hours, service: setup.has_service };
  return (
    <nav aria-label="Steps">
      <ol className="progress">
        {STEPS.map(({ name, label }, index) => {
          const is_current = name === current;
          const mark = done[name] && !is_current ? <Icon name="check" size={16} /> : index + 1;
          const words = (
            <>
              <span className="dot" aria-hidden="true">
                {mark}
              </span>
              <span>{label}</span>
              {done[name] && !is_current && <span className="hide">, done</span>}
            </>
          );
          return (
            <li
              key={name}
              className={done[name] ? "done" : undefined}
              aria-current={is_current ? "step" : undefined}
            >
              {setup.username !== null && !is_current && (done[name] || name === "hours") ? (
                <a href={`/dashboard/${setup.username}/setup/${name}`}>{words}</a>
              ) : (
                <span>{words}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** The end of a form: on with it, or later. */
export function SetupButtons({ label, username }: { label: string; username: string | null }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
      <button type="submit" className="btn main text-lg">
        {label}
        <Icon name="arrow" />
      </button>
      {username !== null && (
        <a
          className="inline-flex min-h-11 items-center text-sm font-semibold"
          href={`/dashboard/${username}`}
        >
          Finish later
        </a>
      )}
    </div>
  );
}
