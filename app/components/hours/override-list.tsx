import { PostForm } from "#app/components/post-form.tsx";
import type { EditorView } from "#app/domain/schedule-views.ts";
import { formatDateNear, formatHours } from "#app/i18n/hours.ts";

type Props = { view: EditorView; here: string; may_write: boolean };

/** Coming dates that have hours of their own. */
export function OverrideList({ view, here, may_write }: Props) {
  const { overrides, locale, today } = view;
  return (
    <section className="grid gap-4" aria-labelledby="dates">
      <div className="grid gap-1">
        <h2 id="dates" className="text-xl">
          Dates with other hours
        </h2>
        <p className="text-soft">
          {overrides.length > 0
            ? "On these days they replace the week’s hours."
            : "None are set. A day of a fair, a late evening, a bridge day: what you set for a date replaces the week’s hours on it."}
        </p>
      </div>
      {overrides.length > 0 && (
        <ul className="sheet overrides">
          {overrides.map(({ date, hours, note }) => {
            const day = formatDateNear(date, today, locale);
            return (
              <li key={date}>
                <div className="min-w-0">
                  <strong className="block font-semibold">{day}</strong>
                  {formatHours(hours, locale)}
                  {note && <span className="block text-sm text-soft">{note}</span>}
                </div>
                {may_write && (
                  <div className="acts">
                    <a className="btn" href={`${here}/override?date=${date}`}>
                      Change<span className="hide"> {day}</span>
                    </a>
                    <PostForm action={`${here}/override/removal`}>
                      <input type="hidden" name="date" value={date} />
                      <button type="submit" className="btn">
                        Remove<span className="hide"> {day}</span>
                      </button>
                    </PostForm>
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {view.has_more_overrides && <p className="text-soft">Later ones follow when these days are over.</p>}
      {may_write && (
        <p>
          <a className="btn" href={`${here}/override`}>
            Set hours for a date
          </a>
        </p>
      )}
    </section>
  );
}
