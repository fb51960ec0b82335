import type { Place, ProviderView, ServiceView } from "#app/domain/views.ts";

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

export function businessData(provider: ProviderView, url?: string): Record<string, unknown> {
  return {
    "@type": "LocalBusiness",
    name: provider.name,
    description: provider.headline || provider.about,
    ...(url ? { url } : {}),
    ...(provider.phone ? { telephone: provider.phone } : {}),
    ...(provider.email ? { email: provider.email } : {}),
  };
}

const CHANNELS: Partial<Record<Place, string>> = { phone: "By phone", video: "By video call" };

export function serviceData(provider: ProviderView, service: ServiceView, url?: string) {
  return {
    "@type": "Service",
    name: service.title,
    ...(service.description ? { description: service.description } : {}),
    ...(url ? { url } : {}),
    provider: businessData(provider, url && new URL(`/book/${provider.username}`, url).href),
    ...(CHANNELS[service.place]
      ? { availableChannel: { "@type": "ServiceChannel", name: CHANNELS[service.place] } }
      : {}),
    offers: service.durations
      .filter((length) => length.price_cents !== null)
      .map((length) => ({
        "@type": "Offer",
        name: `${length.duration_min} min`,
        price: ((length.price_cents ?? 0) / 100).toFixed(2),
        priceCurrency: service.currency,
      })),
  };
}
