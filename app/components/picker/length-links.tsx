import { pickerHref } from "#app/components/picker/links.ts";
import type { PickerView } from "#app/domain/views.ts";
import { formatDuration, formatPrice } from "#app/i18n/format.ts";

/** The choice of length, each with its price; nothing when there is only one. */
export function LengthLinks({ picker, locale }: { picker: PickerView; locale: string }) {
  if (picker.durations.length < 2) return null;
  return (
    <nav aria-labelledby="lengths" className="grid gap-2">
      <h2 id="lengths" className="eyebrow tracking-normal">
        How long?
      </h2>
      <ul className="grid gap-2">
        {picker.durations.map(({ duration_min, price_cents }) => {
          const chosen = duration_min === picker.duration_min;
          return (
            <li key={duration_min}>
              <a
                href={pickerHref(picker, {
                  month: picker.month,
                  date: picker.date ?? undefined,
                  duration_min,
                })}
                className={chosen ? "length on" : "length"}
                aria-current={chosen ? "true" : undefined}
              >
                <span>{formatDuration(duration_min)}</span>
                {price_cents !== null && <span>{formatPrice(price_cents, picker.currency, locale)}</span>}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
