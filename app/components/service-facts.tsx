import { Icon } from "#app/components/icons.tsx";
import { placeIcon, placeLabel } from "#app/components/place.ts";
import type { DurationView, ProviderView, ServiceView } from "#app/domain/views.ts";
import { formatDuration, formatPrice } from "#app/i18n/format.ts";

/** "30 to 90 minutes": from the shortest to the longest. */
export function durationSpan(durations: DurationView[]): string {
  const shortest = durations[0]?.duration_min ?? 0;
  const longest = durations.at(-1)?.duration_min ?? shortest;
  return shortest === longest
    ? formatDuration(shortest)
    : `${formatDuration(shortest)} to ${formatDuration(longest)}`;
}

/** "€45", "from €45" when longer ones cost more, null when no price is shown. */
export function priceSpan(durations: DurationView[], currency: string, locale: string): string | null {
  const prices = durations.map((length) => length.price_cents).filter((price) => price !== null);
  if (prices.length === 0) return null;
  const lowest = Math.min(...prices);
  const text = formatPrice(lowest, currency, locale);
  return Math.max(...prices) === lowest ? text : `from ${text}`;
}

/** Length, price, place, group and approval of a service, as a list with icons. */
export function ServiceFacts({ service, provider }: { service: ServiceView; provider: ProviderView }) {
  const price = priceSpan(service.durations, service.currency, provider.locale);
  return (
    <ul className="facts">
      <li>
        <Icon name="clock" />
        <span>{durationSpan(service.durations)}</span>
      </li>
      {price !== null && (
        <li>
          <Icon name="price" />
          <span>{price}</span>
        </li>
      )}
      <li>
        <Icon name={placeIcon(service.place)} />
        <span>{placeLabel(service.place, service.place_address)}</span>
      </li>
      {service.capacity > 1 && (
        <li>
          <Icon name="people" />
          <span>Group of up to {service.capacity}</span>
        </li>
      )}
      {service.requires_approval && (
        <li>
          <Icon name="approve" />
          <span>Each request is confirmed by hand</span>
        </li>
      )}
    </ul>
  );
}
