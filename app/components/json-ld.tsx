import type { Place, ProviderView, ServiceView } from "#app/domain/views.ts";
import { formatDuration, priceAmount } from "#app/i18n/format.ts";

/**
 * Data for search engines. It is data, not code: browsers never run it and a CSP does not block it.
 * `<` is escaped, so that no text of a provider can close the element.
 */
export function JsonLd({ data }: { data: Record<string, unknown> }) {
  const json = JSON.stringify({ "@context": "https://schema.org", ...data })
    .replace(/</g, "\\u003c")
    .replace(/[\u2028\u2029]/g, (mark) => (mark === "\u2028" ? "\\u2028" : "\\u2029"));
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON with every `<` escaped
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}

type Data = Record<string, unknown>;

const CHANNELS: Partial<Record<Place, string>> = { phone: "By phone", video: "By video call" };

/** The provider; `url` is the absolute address of their page, when known. */
export function businessData(provider: ProviderView, url?: string): Data {
  return {
    "@type": "LocalBusiness",
    name: provider.name,
    description: provider.headline || provider.about,
    ...(url && { url }),
    ...(provider.phone && { telephone: provider.phone }),
    ...(provider.email && { email: provider.email }),
  };
}

/** A service without its provider, `url` as above. */
export function serviceData(service: ServiceView, url?: string): Data {
  const channel = CHANNELS[service.place];
  return {
    "@type": "Service",
    name: service.title,
    ...(service.description && { description: service.description }),
    ...(url && { url }),
    ...(channel && { availableChannel: { "@type": "ServiceChannel", name: channel } }),
  };
}

/** One offer for each length that has a price. */
export function offersData(service: ServiceView): Data[] {
  return service.durations.flatMap(({ duration_min, price_cents }) =>
    price_cents === null
      ? []
      : [
          {
            "@type": "Offer",
            name: `${service.title}, ${formatDuration(duration_min)}`,
            price: priceAmount(price_cents, service.currency),
            priceCurrency: service.currency,
          },
        ],
  );
}
