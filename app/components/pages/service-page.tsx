import { AbsenceNotices } from "#app/components/absence-notice.tsx";
import { businessData, JsonLd, offersData, serviceData } from "#app/components/json-ld.tsx";
import { Page } from "#app/components/page.tsx";
import { LengthLinks } from "#app/components/picker/length-links.tsx";
import { MonthCalendar } from "#app/components/picker/month-calendar.tsx";
import { TimeList } from "#app/components/picker/time-list.tsx";
import { ZoneForm } from "#app/components/picker/zone-form.tsx";
import { Prose } from "#app/components/prose.tsx";
import { ServiceFacts } from "#app/components/service-facts.tsx";
import type { PublicAbsenceView } from "#app/domain/time-off-views.ts";
import type { ServicePageView } from "#app/domain/views.ts";

type Props = ServicePageView & { absences: PublicAbsenceView[] };

/** One service: what it is, the month, the free times of a day. */
export function ServicePage({ provider, service, picker, absences, canonical }: Props) {
  return (
    <Page provider={provider}>
      <div className="sheet book p-4 sm:p-8 lg:p-10" data-zone={picker.zone}>
        <div className="what grid content-start gap-5">
          <h1 className="grid min-h-11 content-center text-2xl">{service.title}</h1>
          <AbsenceNotices absences={absences} />
          <ServiceFacts service={service} provider={provider} />
          <LengthLinks picker={picker} locale={provider.locale} />
        </div>
        <section className="cal-area grid content-start gap-4" aria-label="Calendar">
          <MonthCalendar picker={picker} locale={provider.locale} />
          <ZoneForm picker={picker} />
        </section>
        <section className="times-area" id="times" aria-label="Free times">
          <TimeList picker={picker} provider={provider} />
        </section>
        {service.description && (
          <section className="about grid content-start gap-2" aria-labelledby="about">
            <h2 id="about" className="text-lg">
              About this service
            </h2>
            <Prose text={service.description} />
          </section>
        )}
      </div>
      <JsonLd
        data={{
          ...serviceData(service, canonical),
          provider: businessData(provider, new URL(`/book/${provider.username}`, canonical).href),
          offers: offersData(service),
        }}
      />
    </Page>
  );
}
