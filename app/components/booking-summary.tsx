import type { ReactNode } from "react";
import { DayLeaf } from "#app/components/day-leaf.tsx";
import { Icon, type IconName } from "#app/components/icons.tsx";
import { When } from "#app/components/when.tsx";
import type { ProviderView } from "#app/domain/views.ts";
import { dayOf } from "#app/i18n/format.ts";

type Props = {
  title: string;
  provider: ProviderView;
  starts_at: number;
  ends_at: number;
  zone: string;
  facts: { icon: IconName; text: ReactNode }[];
  struck?: boolean;
};

/** What is being booked, moved or cancelled, beside the form about it. */
export function BookingSummary({ title, provider, starts_at, ends_at, zone, facts, struck = false }: Props) {
  return (
    <div className="grid gap-4">
      <div className="flex gap-4">
        <DayLeaf date={dayOf(starts_at, zone)} locale={provider.locale} off={struck} />
        <div className="min-w-0">
          <h2 className="text-xl">{title}</h2>
          <p className="text-soft">with {provider.name}</p>
        </div>
      </div>
      <When starts_at={starts_at} ends_at={ends_at} zone={zone} provider={provider} struck={struck} />
      {facts.length > 0 && (
        <ul className="facts">
          {facts.map(({ icon, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list, drawn once
            <li key={index}>
              <Icon name={icon} />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
