import { ServiceFacts } from "#app/components/service-facts.tsx";
import type { ExampleView } from "#app/domain/service-views.ts";
import type { ProviderView, ServiceView } from "#app/domain/views.ts";
import { formatDayTime, formatDuration, zoneName } from "#app/i18n/format.ts";

type Props = { service: ServiceView | null; example: ExampleView | null; provider: ProviderView };

/** What a customer would see of a service: its facts and its next free times. app/client/services.ts puts a newer one in its place. */
export function ServiceExample({ service, example, provider }: Props) {
  return (
    <section id="example" className="sheet svc-example" aria-live="polite">
      <h2 id="example-title" className="text-lg">
        What customers see
      </h2>
      {service && example ? (
        <>
          <p className="font-semibold">{service.title}</p>
          <ServiceFacts service={service} provider={provider} />
          {example.times.length > 0 ? (
            <>
              <p className="text-soft">{`Next free times for ${formatDuration(example.duration_min)}:`}</p>
              <ul className="svc-times">
                {example.times.map((time) => (
                  <li key={time}>{formatDayTime(time, example.time_zone, provider.locale)}</li>
                ))}
              </ul>
              <p className="text-sm text-soft">Times in {zoneName(example.time_zone)}.</p>
            </>
          ) : (
            <p className="text-soft">
              No free time within a year. Look at the working hours, the notice, and the first and last day.
            </p>
          )}
        </>
      ) : (
        <p className="text-soft">Mend what is marked in the form, then this shows the next free times.</p>
      )}
    </section>
  );
}
