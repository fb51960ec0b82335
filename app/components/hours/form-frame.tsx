import type { ReactNode } from "react";
import { DeskPage } from "#app/components/desk.tsx";
import type { HoursFrame, ScheduleView } from "#app/domain/schedule-views.ts";

export type View = HoursFrame & { schedule: ScheduleView };

type FrameProps = { view: View; title: string; lead?: ReactNode; children: ReactNode };

/** Every form about one schedule: where one is, and whose hours these are. */
export function FormFrame({ view: { desk, schedule }, title, lead, children }: FrameProps) {
  return (
    <DeskPage desk={desk} current="hours" width="reading">
      <div className="grid gap-6 pt-2">
        <div className="grid gap-2">
          <p className="text-sm">
            <a href={`/dashboard/${desk.username}/hours/${schedule.id}`}>{schedule.name}</a>
          </p>
          <h1 className="text-2xl">{title}</h1>
          {lead && <p className="text-soft">{lead}</p>}
        </div>
        {children}
      </div>
    </DeskPage>
  );
}
