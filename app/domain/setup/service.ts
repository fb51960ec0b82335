import { z } from "zod";
import { manyLines, oneLine } from "#app/domain/bookings.ts";
import { CURRENCIES } from "#app/domain/setup/region.ts";
import type { Trade } from "#app/domain/setup/trades.ts";
import { usernameOf } from "#app/domain/usernames.ts";
import type { ServiceRow } from "#db/services.ts";

/** The form of the first service, pure. */

/** Digits behind the point of a currency: two for euros, none for yen. */
const decimals = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** "45", "45.50" or "45,50" as the smallest units of the currency; null for what is no price. */
export function centsOf(text: string, currency: string): number | null {
  const found = /^(\d{1,7})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!found) return null;
  const places = decimals(currency);
  const fraction = found[2] ?? "";
  if (fraction.length > places) return null;
  return Number(`${found[1]}${fraction.padEnd(places, "0")}`);
}

/** What a price field shows: "45" or "45.50". */
export const priceText = (cents: number | null, currency: string): string => {
  if (cents === null) return "";
  const places = decimals(currency);
  const unit = 10 ** places;
  return cents % unit === 0 ? String(cents / unit) : (cents / unit).toFixed(places);
};

const whole = (needed: string, min: number, max: number, range: string) =>
  z
    .string({ error: needed })
    .trim()
    .regex(/^\d{1,5}$/, range)
    .transform(Number)
    .refine((value) => value >= min && value <= max, range);

export const FirstServiceInput = z
  .object({
    title: oneLine("A title", 120),
    description: manyLines("The description", 4000).optional().default(""),
    duration: whole("Say how long it takes.", 5, 720, "From 5 minutes to 12 hours, in minutes."),
    price: z
      .string()
      .trim()
      .regex(/^(\d{1,7}([.,]\d{1,2})?)?$/, "Write the price as a number, as in 45 or 45.50.")
      .optional()
      .default(""),
    currency: z.enum(CURRENCIES, { error: "Choose a currency from the list." }),
    place: z.enum(["in_person", "video", "phone"], { error: "Say where it happens." }),
    address: manyLines("The address", 300).optional().default(""),
    url: z
      .string()
      .trim()
      .max(500, "The link can have at most 500 characters.")
      .regex(
        /^https:\/\/[^\s<>"]+\.[^\s<>"]+$/,
        "A link starts with https://, as in https://meet.example.com/you.",
      )
      .optional()
      .default(""),
    capacity: whole("Say how many people.", 1, 1000, "From 1 to 1000 people.").optional().default(1),
  })
  .transform((sent, context) => {
    const price_cents = sent.price === "" ? null : centsOf(sent.price, sent.currency);
    if (price_cents === null && sent.price !== "")
      context.addIssue({ code: "custom", path: ["price"], message: "This currency has no smaller coins." });
    return {
      title: sent.title,
      description: sent.description,
      duration_min: sent.duration,
      price_cents,
      currency: sent.currency,
      capacity: sent.capacity,
      place: sent.place,
      place_address: sent.place === "in_person" ? sent.address.replace(/\s*\n\s*/g, ", ") : "",
      place_url: sent.place === "video" ? sent.url : "",
      // Who calls must have a number to call.
      phone_field: sent.place === "phone" ? ("required" as const) : ("hidden" as const),
      // Starts on the half hour fill a day better than starts every 50 minutes; a class has one start.
      slot_interval_min: sent.capacity > 1 || sent.duration < 30 ? null : 30,
    };
  });
export type FirstServiceInput = z.output<typeof FirstServiceInput>;

/** What the form starts with for a trade. */
export const tradeValues = (trade: Trade, currency: string): Record<string, string> => ({
  title: trade.title,
  description: trade.description,
  duration: String(trade.duration_min),
  // The same figure would be wrong by a factor of ten or more in these.
  price: trade.price === null || UNLIKE_EURO.includes(currency) ? "" : String(trade.price),
  currency,
  place: trade.place,
  capacity: String(trade.capacity),
});
const UNLIKE_EURO = [
  "JPY",
  "KRW",
  "HUF",
  "CZK",
  "INR",
  "THB",
  "MXN",
  "UAH",
  "TRY",
  "SEK",
  "NOK",
  "DKK",
  "ZAR",
  "HKD",
];

/** What the form starts with when the service exists. */
export const serviceValues = (service: ServiceRow): Record<string, string> => ({
  title: service.title,
  description: service.description,
  duration: String(service.durations[0]?.duration_min ?? ""),
  price: priceText(service.durations[0]?.price_cents ?? null, service.currency),
  currency: service.currency,
  place: service.place,
  address: service.place_address,
  url: service.place_url,
  capacity: String(service.capacity),
});

export const RESERVED_SLUGS = ["bookings", "new", "photo", "feed", "embed"];

/** Names for a service's address, the best first: never reserved, all of the right form. */
export function slugProposals(title: string): string[] {
  const base = usernameOf(title) || "appointment";
  return [
    base,
    ...Array.from({ length: 30 }, (_, index) => `${base.slice(0, 36).replace(/-+$/, "")}-${index + 2}`),
  ].filter((slug) => !RESERVED_SLUGS.includes(slug));
}
