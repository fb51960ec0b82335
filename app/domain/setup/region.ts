import { listTimeZones, presentName } from "#app/domain/zones.ts";

/**
 * What can be guessed of somebody new, pure: from the languages of their browser and from their time zone. Guesses fill
 * forms that people can change; nothing is decided by them.
 */

// Countries with several zones: the one with most people. Where one zone serves all, Intl says which.
const MAIN_ZONES: Record<string, string> = {
  AR: "America/Argentina/Buenos_Aires",
  AU: "Australia/Sydney",
  BR: "America/Sao_Paulo",
  CA: "America/Toronto",
  CL: "America/Santiago",
  CN: "Asia/Shanghai",
  DE: "Europe/Berlin",
  ES: "Europe/Madrid",
  ID: "Asia/Jakarta",
  MX: "America/Mexico_City",
  MY: "Asia/Kuala_Lumpur",
  NZ: "Pacific/Auckland",
  PT: "Europe/Lisbon",
  UA: "Europe/Kyiv",
  US: "America/New_York",
};

type Region = { region: string; locale: Intl.Locale };

/** What Node's Intl knows of a country; TypeScript 5.9 has no types for it yet. */
const knowledgeOf = (region: string) =>
  new Intl.Locale(`und-${region}`) as Intl.Locale & {
    getTimeZones: () => string[] | undefined;
    getWeekInfo: () => { firstDay: number };
  };

/** The country of the first language that names one; a language without one ("de") stands for its own, English for none. */
const regionOf = (accept_language: string): Region | null => {
  for (const part of accept_language.slice(0, 300).split(",")) {
    const tag = part.split(";")[0]?.trim() ?? "";
    try {
      const locale = new Intl.Locale(tag);
      const region = locale.region ?? (locale.language === "en" ? undefined : locale.maximize().region);
      if (region && /^[A-Z]{2}$/.test(region)) return { region, locale };
    } catch {
      // "*", or nobody's language.
    }
  }
  return null;
};

/** The zone where somebody with these languages most likely is, or null. */
export function guessZone(accept_language: string): string | null {
  const found = regionOf(accept_language);
  if (!found) return null;
  const all = knowledgeOf(found.region).getTimeZones() ?? [];
  const zone = MAIN_ZONES[found.region] ?? (all.length === 1 ? all[0] : undefined);
  const present = zone && presentName(zone);
  return present && listTimeZones().includes(present) ? present : null;
}

/** How dates and weeks read where somebody comes from: `week_starts_on` 1 Monday … 7 Sunday. */
export function guessHabits(accept_language: string): { locale: string; week_starts_on: number } {
  const found = regionOf(accept_language);
  if (!found) return { locale: "en", week_starts_on: 1 };
  const { language } = found.locale;
  const is_storable = /^[a-z]{2,3}$/.test(language);
  return {
    locale: is_storable ? `${language}-${found.region}` : "en",
    week_starts_on: knowledgeOf(found.region).getWeekInfo().firstDay,
  };
}

/** Currencies to choose from, those that most people use. */
export const CURRENCIES = [
  ...[
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "AUD",
    "BRL",
    "CAD",
    "CZK",
    "DKK",
    "HKD",
    "HUF",
    "ILS",
    "INR",
    "JPY",
    "KRW",
    "MXN",
  ],
  ...["NOK", "NZD", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "UAH", "ZAR"],
];

const BY_ZONE: [RegExp, string][] = [
  [/^Europe\/(London|Belfast|Jersey|Guernsey|Isle_of_Man)$/, "GBP"],
  [/^Europe\/(Zurich|Vaduz|Busingen)$/, "CHF"],
  [/^Europe\/Copenhagen$/, "DKK"],
  [/^Europe\/Stockholm$/, "SEK"],
  [/^Europe\/Oslo$/, "NOK"],
  [/^Europe\/Warsaw$/, "PLN"],
  [/^Europe\/Prague$/, "CZK"],
  [/^Europe\/Budapest$/, "HUF"],
  [/^Europe\/Bucharest$/, "RON"],
  [/^Europe\/Istanbul$/, "TRY"],
  [/^Europe\/(Kyiv|Simferopol)$/, "UAH"],
  [/^(Europe\/|Atlantic\/(Canary|Madeira|Azores)$|Africa\/Ceuta$|Asia\/Nicosia$)/, "EUR"],
  [
    /^America\/(Toronto|Vancouver|Edmonton|Winnipeg|Halifax|Regina|St_Johns|Moncton|Whitehorse|Iqaluit)$/,
    "CAD",
  ],
  [/^America\/(Mexico_City|Cancun|Monterrey|Tijuana|Merida|Chihuahua|Hermosillo|Mazatlan|Ojinaga)$/, "MXN"],
  [
    /^America\/(Sao_Paulo|Bahia|Fortaleza|Recife|Manaus|Belem|Cuiaba|Campo_Grande|Maceio|Araguaina|Porto_Velho)$/,
    "BRL",
  ],
  [/^Australia\//, "AUD"],
  [/^Pacific\/(Auckland|Chatham)$/, "NZD"],
  [/^Asia\/Tokyo$/, "JPY"],
  [/^Asia\/Seoul$/, "KRW"],
  [/^Asia\/(Kolkata|Calcutta)$/, "INR"],
  [/^Asia\/Singapore$/, "SGD"],
  [/^Asia\/Hong_Kong$/, "HKD"],
  [/^Asia\/Bangkok$/, "THB"],
  [/^Asia\/Jerusalem$/, "ILS"],
  [/^Africa\/Johannesburg$/, "ZAR"],
];

/** The currency that is most likely paid where a zone is; dollars where we do not know. */
export const currencyOfZone = (zone: string): string =>
  BY_ZONE.find(([pattern]) => pattern.test(zone))?.[1] ?? "USD";
