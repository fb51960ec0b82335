import type { ReactNode } from "react";
import type { BusyView } from "#app/domain/numbers-views.ts";
import { formatTime, formatWeekday } from "#app/i18n/format.ts";

/**
 * Charts drawn by the server: bars in an SVG that stretches to its box, without words in it, which would shrink on a
 * phone. What each bar says stands in the table beside it; the title says the whole to who listens.
 */

type Bar = { value: number; behind?: number };

type BarsProps = {
  title: string;
  bars: readonly Bar[];
  first: string;
  last: string;
  /** The highest value in words, at the top of the scale. */
  top: string;
  legend: ReactNode;
};

const STEP = 10;

export function Bars({ title, bars, first, last, top, legend }: BarsProps) {
  const most = Math.max(1, ...bars.flatMap(({ value, behind = 0 }) => [value, behind]));
  const height = (value: number) => (value / most) * 100;
  return (
    <figure className="chart">
      <p className="top" aria-hidden="true">
        {top}
      </p>
      <svg viewBox={`0 0 ${bars.length * STEP} 100`} preserveAspectRatio="none" role="img" aria-label={title}>
        {[0, 50, 100].map((y) => (
          <line key={y} x1="0" x2={bars.length * STEP} y1={y} y2={y} className="grid-line" />
        ))}
        {bars.map(({ value, behind = 0 }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          <g key={index}>
            <rect
              className="behind"
              x={index * STEP + 1}
              width={STEP - 2}
              y={100 - height(behind)}
              height={height(behind)}
            />
            <rect
              className="bar"
              x={index * STEP + 2.5}
              width={STEP - 5}
              y={100 - height(value)}
              height={height(value)}
            />
          </g>
        ))}
      </svg>
      <p className="axis" aria-hidden="true">
        <span>{first}</span>
        <span>{last}</span>
      </p>
      <figcaption>{legend}</figcaption>
    </figure>
  );
}

/** One word of a legend, with its colour. */
export const Key = ({ of, children }: { of: "bar" | "behind"; children: ReactNode }) => (
  <span className="key">
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <rect className={of} width="14" height="14" rx="3" />
    </svg>
    {children}
  </span>
);

const SHADES = 5;
// A Monday, to name weekdays by.
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

type BusyProps = { busy: readonly BusyView[]; week_starts_on: number; locale: string };

/** Hours down, weekdays across: the table is the chart. Only the hours in which anything ever began. */
export function BusyTable({ busy, week_starts_on, locale }: BusyProps) {
  const most = Math.max(...busy.map(({ bookings }) => bookings));
  const hours = busy.map(({ hour }) => hour);
  const [first, last] = [Math.min(...hours), Math.max(...hours)];
  const weekdays = Array.from({ length: 7 }, (_, index) => ((week_starts_on - 1 + index) % 7) + 1);
  const nameOf = (weekday: number) =>
    formatWeekday(new Date(MONDAY + (weekday - 1) * DAY).toISOString().slice(0, 10), locale);
  return (
    <table className="busy">
      <caption className="hide">How many bookings begin in each hour of the week</caption>
      <thead>
        <tr>
          <td />
          {weekdays.map((weekday) => (
            <th key={weekday} scope="col">
              <abbr title={nameOf(weekday)}>{nameOf(weekday).slice(0, 2)}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: last - first + 1 }, (_, index) => first + index).map((hour) => (
          <tr key={hour}>
            <th scope="row">{formatTime(MONDAY + hour * 3_600_000, "UTC", locale)}</th>
            {weekdays.map((weekday) => {
              const found = busy.find((one) => one.weekday === weekday && one.hour === hour);
              const shade = found ? Math.ceil((found.bookings / most) * SHADES) : 0;
              return (
                <td key={weekday} className={`heat-${shade}`}>
                  {found?.bookings ?? <span className="hide">none</span>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
