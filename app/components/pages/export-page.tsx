import { Icon } from "#app/components/icons.tsx";
import { SettingsPage } from "#app/components/settings.tsx";
import type { DeskView } from "#app/domain/views.ts";

const CONTENTS = [
  { what: "Bookings and customers", how: "with answers, notes, places and prices" },
  { what: "Services, hours and time off", how: "as you set them up" },
  { what: "Your page", how: "its texts, links and photos" },
  { what: "Members and history", how: "who works here, and who did what and when" },
];

/** What the archive holds, and the link to it. */
export function ExportPage({ desk }: { desk: DeskView }) {
  return (
    <SettingsPage
      desk={desk}
      part="export"
      title="Download your data"
      lead={`Everything that Daybook keeps of ${desk.name}, in one file. It is yours: read it, keep it, take it elsewhere.`}
    >
      <div className="sheet grid gap-6 p-5 sm:p-8">
        <ul className="grid gap-3">
          {CONTENTS.map(({ what, how }) => (
            <li key={what} className="flex gap-3">
              <span className="mt-0.5 flex-none text-accent">
                <Icon name="check" size={20} />
              </span>
              <span>
                <strong className="font-semibold">{what}</strong>, {how}
              </span>
            </li>
          ))}
        </ul>
        <p className="text-soft">
          A zip archive with each table twice: JSON for programs, CSV for spreadsheets. With many bookings it
          takes a minute. It holds your customers’ names and addresses, so keep it where only you can read it.
        </p>
        <p>
          <a className="btn main" href={`/dashboard/${desk.username}/settings/export.zip`} download>
            Download everything
          </a>
        </p>
      </div>
    </SettingsPage>
  );
}
