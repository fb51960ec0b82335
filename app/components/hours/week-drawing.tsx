import type { HoursRow } from "#app/domain/schedules.ts";
import { weekdayName, weekFrom } from "#app/domain/setup/hours.ts";
import { hoursInWords } from "#app/domain/week-editor.ts";

type Props = {
  rows: readonly HoursRow[];
  /** 0 every week, 1 A, 2 B. */
  week: number;
  week_starts_on: number;
  /** What it shows, for who cannot see it. */
  label: string;
};

/** A week drawn small: one column a day, from midnight to midnight. */
export function WeekDrawing({ rows, week, week_starts_on, label }: Props) {
  const days = weekFrom(week_starts_on);
  const hours = (weekday: number) => rows.filter((row) => row.week === week && row.weekday === weekday);
  const words = days.map((weekday) => `${weekdayName(weekday)} ${hoursInWords(hours(weekday))}`).join("; ");
  return (
    <svg
      className="weekdrawing"
      viewBox="0 0 700 480"
      role="img"
      aria-label={`${label}: ${words}`}
      preserveAspectRatio="none"
    >
      {days.map((weekday, column) => (
        <g key={weekday}>
          <rect className="ground" x={column * 100 + 6} y={0} width={88} height={480} />
          {hours(weekday).map(({ starts_min, ends_min }) => (
            <rect
              key={starts_min}
              className="open"
              x={column * 100 + 6}
              y={starts_min / 3}
              width={88}
              height={(ends_min - starts_min) / 3}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

/** The days' letters above a drawn week. */
export function WeekLetters({ week_starts_on }: { week_starts_on: number }) {
  return (
    <p className="weekletters" aria-hidden="true">
      {weekFrom(week_starts_on).map((weekday) => (
        <span key={weekday}>{weekdayName(weekday).slice(0, 2)}</span>
      ))}
    </p>
  );
}
