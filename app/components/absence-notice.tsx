import { Icon } from "#app/components/icons.tsx";
import { Prose } from "#app/components/prose.tsx";
import type { PublicAbsenceView } from "#app/domain/time-off-views.ts";

/** Out of office, on public pages: when, and what the provider wrote for it. */
export function AbsenceNotices({ absences }: { absences: PublicAbsenceView[] }) {
  return absences.map(({ starts_at, heading, public_text }) => (
    <div key={`${starts_at} ${heading}`} className="alert">
      <Icon name="calendar" size={22} />
      <div className="grid gap-1">
        <p className="font-semibold">{heading}</p>
        <Prose text={public_text} />
      </div>
    </div>
  ));
}
