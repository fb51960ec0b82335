import type { HistoryEntryView } from "#app/domain/member-views.ts";
import { dayOf, formatDate, formatTime } from "#app/i18n/format.ts";

/** Who did what, when and from where, newest first, one heading for each day. */
export function HistoryList({ entries, zone }: { entries: HistoryEntryView[]; zone: string }) {
  const days = new Map<string, HistoryEntryView[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at, zone);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return (
    <div className="grid gap-6">
      {[...days].map(([day, list]) => (
        <section key={day} className="grid gap-2" aria-labelledby={`d${day}`}>
          <h2 id={`d${day}`} className="text-lg">
            {formatDate(day)}
          </h2>
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
