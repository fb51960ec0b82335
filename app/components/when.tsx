import type { ProviderView } from "#app/domain/views.ts";
import { dayOf, formatFullDay, formatTimeRange, sameClock, zoneLabel } from "#app/i18n/format.ts";

type Props = {
  starts_at: number;
  ends_at: number;
  /** The customer's zone comes first; the provider's follows when its clock shows something else. */
  zone: string;
  provider: Pick<ProviderView, "name" | "time_zone" | "locale">;
  struck?: boolean;
};

/** A booking's day and time, in both zones, each named. */
export function When({ starts_at, ends_at, zone, provider, struck = false }: Props) {
  const { locale } = provider;
  const day = dayOf(starts_at, zone);
  const theirDay = dayOf(starts_at, provider.time_zone);
  const both = !sameClock(zone, provider.time_zone, starts_at);
  const Text = struck ? "s" : "span";
  return (
    <div className="grid gap-2">
      <p>
        <Text>
          <time dateTime={new Date(starts_at).toISOString()}>
            <strong className="block">{formatFullDay(day, locale)}</strong>
            {formatTimeRange(starts_at, ends_at, zone, locale)}
          </time>
        </Text>
        <span className="block text-sm text-soft">{zoneLabel(zone, starts_at)}</span>
      </p>
      {both && (
        <p className="text-sm text-soft">
          For {provider.name}:{" "}
          <Text>
            {theirDay !== day && `${formatFullDay(theirDay, locale)}, `}
            {formatTimeRange(starts_at, ends_at, provider.time_zone, locale)}
          </Text>
          , {zoneLabel(provider.time_zone, starts_at)}
        </p>
      )}
    </div>
  );
}
