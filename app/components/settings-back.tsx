import { Icon } from "#app/components/icons.tsx";
import type { DeskView } from "#app/domain/views.ts";

/** The way back from a page of the settings. */
export const SettingsBack = ({ desk }: { desk: Pick<DeskView, "username"> }) => (
  <a
    className="-ml-1.5 inline-flex min-h-11 items-center gap-1 justify-self-start text-sm font-semibold"
    href={`/dashboard/${desk.username}/settings`}
  >
    <Icon name="left" />
    Settings
  </a>
);
