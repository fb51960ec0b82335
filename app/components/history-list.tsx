import type { HistoryEntryView } from "#app/domain/member-views.ts";
import { dayOf, formatDate, formatTime } from "#app/i18n/format.ts";

type Props = {
  entries: HistoryEntryView[];
  zone: string;
  /** Of the days' headings. */
  level?: 2 | 3;
};

/** Who did what, when and from where, one heading for each day, in the order in which it is given. */
export function HistoryList({ entries, zone, level = 2 }: Props) {
  const Heading = `h${level}` as const;
  const days = new Map<string, HistoryEntryView[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at, zone);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return (
    <div className="grid gap-6">
      {[...days].map(([day, list]) => (
        <section key={day} className="grid gap-2" aria-labelledby={`d${day}`}>
          <Heading id={`d${day}`} className="text-lg">
            {formatDate(day)}
          </Heading>
          <ol className="sheet history">
            {list.map(({ id, at, who, what, from }) => (
              <li key={id}>
                <time dateTime={new Date(at).toISOString()}>{formatTime(at, zone)}</time>
                <p className="min-w-0">
                  {what}
                  <span className="block text-sm text-soft">
                    {who}
                    {from && `, from ${from}`}
                  </span>
                </p>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
