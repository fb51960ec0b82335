export type HoursPart = "schedules" | "time-off" | "holidays" | "calendars" | "why";

const PARTS: { part: HoursPart; path: string; label: string }[] = [
  { part: "schedules", path: "", label: "Schedules" },
  { part: "time-off", path: "/time-off", label: "Time off" },
  { part: "holidays", path: "/holidays", label: "Holidays" },
  { part: "calendars", path: "/calendars", label: "Other calendars" },
  { part: "why", path: "/why", label: "Why is this time missing?" },
];

/** Where one can go within "Hours"; on every page of it. */
export function HoursNav({ username, current }: { username: string; current: HoursPart }) {
  return (
    <nav className="hoursnav" aria-label="Hours">
      <ul>
        {PARTS.map(({ part, path, label }) => (
          <li key={part}>
            <a
              href={`/dashboard/${username}/hours${path}`}
              aria-current={part === current ? "page" : undefined}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
