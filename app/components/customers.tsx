import type { ReactNode } from "react";
import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import type { DeskView } from "#app/domain/views.ts";

type Props = {
  desk: DeskView;
  title: string;
  lead?: ReactNode;
  /** The page that this one belongs to: its address under …/customers, and its name. */
  back: { path: string; label: string };
  /** What has just been done, in one sentence. */
  done?: string | null;
  children: ReactNode;
};

/** A page about customers that is not the list: a form, a question, a result; with the way back above it. */
export function CustomersFormPage({ desk, title, lead, back, done, children }: Props) {
  return (
    <DeskPage desk={desk} current="customers" width="reading">
      <div className="grid gap-6 pt-2">
        {done && <Flash text={done} />}
        <div className="grid gap-2">
          <p className="text-sm">
            <a href={`/dashboard/${desk.username}/customers${back.path}`} className="inline-block py-2">
              ← {back.label}
            </a>
          </p>
          <h1 className="text-2xl">{title}</h1>
          {lead && <p className="text-soft">{lead}</p>}
        </div>
        {children}
      </div>
    </DeskPage>
  );
}

/** A customer's tags; nothing when there are none. */
export function Tags({ tags, blocked = false }: { tags: readonly string[]; blocked?: boolean }) {
  if (tags.length === 0 && !blocked) return null;
  return (
    <ul className="taglist" aria-label="Tags">
      {blocked && (
        <li>
          <span className="chip warm">Blocked</span>
        </li>
      )}
      {tags.map((tag) => (
        <li key={tag}>
          <span className="chip plain">{tag}</span>
        </li>
      ))}
    </ul>
  );
}
