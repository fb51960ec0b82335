import { AbsenceNotices } from "#app/components/absence-notice.tsx";
import { Avatar } from "#app/components/avatar.tsx";
import { Icon } from "#app/components/icons.tsx";
import { businessData, JsonLd, offersData, serviceData } from "#app/components/json-ld.tsx";
import { Page } from "#app/components/page.tsx";
import { placeIcon, placeLabel, telephoneHref } from "#app/components/place.ts";
import { Prose } from "#app/components/prose.tsx";
import { durationSpan, priceSpan } from "#app/components/service-facts.tsx";
import type { PublicAbsenceView } from "#app/domain/time-off-views.ts";
import type { ProviderView, ServiceView } from "#app/domain/views.ts";
import { zoneName } from "#app/i18n/format.ts";

type Props = {
  provider: ProviderView;
  services: ServiceView[];
  absences: PublicAbsenceView[];
  /** Absolute address of this page, for search engines. */
  canonical?: string;
};

/** Who this is, and what can be booked. */
export function ProviderPage({ provider, services, absences, canonical }: Props) {
  return (
    <Page accent={provider.accent}>
      <div className="grid gap-10 pt-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)] lg:gap-16 lg:pt-10">
        <div className="grid content-start gap-5">
          <Avatar provider={provider} large />
          <div className="grid gap-2">
            <h1 className="text-3xl">{provider.name}</h1>
            {provider.headline && <p className="text-lg text-soft">{provider.headline}</p>}
          </div>
          <AbsenceNotices absences={absences} />
          {provider.notice && (
            <div className="alert">
              <Icon name="notice" size={22} />
              <Prose text={provider.notice} />
            </div>
          )}
          {provider.about && <Prose text={provider.about} />}
          <ul className="facts text-sm">
            <li>
              <Icon name="globe" />
              <span>{zoneName(provider.time_zone)}</span>
            </li>
            {provider.phone && (
              <li>
                <Icon name="phone" />
                <a href={telephoneHref(provider.phone)}>{provider.phone}</a>
              </li>
            )}
            {provider.email && (
              <li>
                <Icon name="mail" />
                <a className="min-w-0" href={`mailto:${provider.email}`}>
                  {provider.email}
                </a>
              </li>
            )}
            {provider.links.map(({ label, url }) => (
              <li key={url + label}>
                <Icon name="out" />
                <a className="min-w-0" href={url} rel="nofollow ugc noopener">
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </div>
        <section aria-labelledby="services" className="grid content-start gap-4">
          <h2 id="services" className="text-xl">
            What would you like to book?
          </h2>
          {services.length === 0 ? (
            <p className="sheet p-6 text-soft">
              No services yet. {provider.name} has not opened anything for booking; please look again later.
            </p>
          ) : (
            <ul className="grid gap-4">
              {services.map((service) => (
                <li key={service.slug}>
                  <ServiceCard provider={provider} service={service} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      <JsonLd data={{ ...businessData(provider, canonical), makesOffer: offered(services, canonical) }} />
    </Page>
  );
}

function offered(services: ServiceView[], canonical?: string) {
  return services.flatMap((service) => {
    const itemOffered = serviceData(service, canonical && `${canonical}/${service.slug}`);
    const offers = offersData(service);
    return offers.length > 0
      ? offers.map((offer) => ({ ...offer, itemOffered }))
      : [{ "@type": "Offer", itemOffered }];
  });
}

function ServiceCard({ provider, service }: { provider: ProviderView; service: ServiceView }) {
  const price = priceSpan(service.durations, service.currency, provider.locale);
  return (
    <article className="sheet card">
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="min-w-0 text-lg">
          {/* The link covers the card; its name is the service alone. */}
          <a href={`/book/${provider.username}/${service.slug}`} className="cover">
            {service.title}
          </a>
        </h3>
        {price !== null && <strong className="shrink-0 font-semibold">{price}</strong>}
      </div>
      {service.description && <p className="clamp text-soft">{service.description}</p>}
      <ul className="flex flex-wrap gap-x-5 gap-y-1 pt-1 text-sm text-soft">
        <li className="flex items-center gap-1.5">
          <Icon name="clock" size={16} />
          {durationSpan(service.durations)}
        </li>
        <li className="flex min-w-0 items-center gap-1.5">
          <Icon name={placeIcon(service.place)} size={16} />
          <span className="min-w-0">{placeLabel(service.place, service.place_address)}</span>
        </li>
        {service.capacity > 1 && (
          <li className="flex items-center gap-1.5">
            <Icon name="people" size={16} />
            Up to {service.capacity} people
          </li>
        )}
        {service.requires_approval && (
          <li className="flex items-center gap-1.5">
            <Icon name="approve" size={16} />
            Confirmed by hand
          </li>
        )}
      </ul>
    </article>
  );
}
