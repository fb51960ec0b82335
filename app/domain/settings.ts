import { z } from "zod";
import { EmailInput, manyLines, oneLine, PhoneInput, VersionInput, ZoneInput } from "#app/domain/bookings.ts";
import { isAccent } from "#app/domain/colours.ts";
import { type Conflict, conflictsBetween } from "#app/domain/conflicts.ts";

/** What members may set about their provider, pure: the forms' schemas, and what to do when two people save at once. */

export const MAX_LINKS = 5;

/** All that the settings' forms hold; the columns of `providers`, and whether search engines may list the page. */
export type SettingsValues = {
  name: string;
  headline: string;
  about: string;
  email: string | null;
  phone: string | null;
  shows_contact: boolean;
  links: { label: string; url: string }[];
  notice: string;
  listed: boolean;
  time_zone: string;
  week_starts_on: number;
  hour_cycle: "h12" | "h23" | null;
  locale: string;
  currency: string;
  accent: string | null;
};
export type SettingsField = keyof SettingsValues;

/** The fields of each form, in the order of its page. */
export const SECTION_FIELDS = {
  profile: ["name", "headline", "about", "phone", "email", "links", "notice", "shows_contact", "listed"],
  times: ["time_zone", "week_starts_on", "hour_cycle", "locale", "currency"],
  appearance: ["accent"],
} as const satisfies Record<string, readonly SettingsField[]>;
export type SettingsSection = keyof typeof SECTION_FIELDS;

export const ticked = z
  .literal("yes")
  .optional()
  .transform((value) => value === "yes");

/** A field that may be left empty. Not a union: its own words for what is wrong would be lost. */
export const unlessBlank = (schema: z.ZodType<string>) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (!text?.trim()) return "";
      const parsed = schema.safeParse(text);
      if (parsed.success) return parsed.data;
      for (const { message } of parsed.error.issues) context.addIssue({ code: "custom", message });
      return z.NEVER;
    });

/** An address on the web that a page may lead to, written out; a bare "example.org" means https. */
export function parseHttpsUrl(text: string): string | null {
  const typed = text.trim();
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`);
  } catch {
    return null;
  }
  const is_good =
    url.protocol === "https:" &&
    !url.username &&
    !url.password &&
    // What browsers take as a host is more than names are made of: a quotation mark, for one.
    /^([a-z0-9_-]+\.)+[a-z0-9-]+\.?$/.test(url.hostname) &&
    !/["<>\s]/.test(url.href) &&
    url.href.length <= 500;
  return is_good ? url.href : null;
}

export const HttpsUrlInput = oneLine("The address", 500).transform((text, context) => {
  const url = parseHttpsUrl(text);
  if (url) return url;
  context.addIssue({
    code: "custom",
    message: "That is no address we can link to. It starts with https://.",
  });
  return z.NEVER;
});

const linkFields = Array.from({ length: MAX_LINKS }, (_, index) => index + 1);

/** Every form's part that is about saving itself: which version was on show, and what it said. */
export const saving = {
  version: VersionInput,
  shown: z.string().max(60_000).optional().default("{}"),
};

type LinkField = `link_${"label" | "url"}_${number}`;

const links = Object.fromEntries(
  linkFields.flatMap((n) => [
    [`link_label_${n}`, unlessBlank(oneLine("The link’s name", 60))],
    [`link_url_${n}`, unlessBlank(HttpsUrlInput)],
  ]),
) as Record<LinkField, z.ZodType<string>>;

export const ProfileInput = z
  .object({
    ...saving,
    name: oneLine("The name", 120),
    headline: unlessBlank(oneLine("The line", 160)),
    about: manyLines("The text", 4000).optional().default(""),
    phone: unlessBlank(PhoneInput),
    email: unlessBlank(EmailInput),
    notice: manyLines("The notice", 500).optional().default(""),
    shows_contact: ticked,
    listed: ticked,
  })
  .extend(links)
  .transform((form, context) => {
    const { version, shown, phone, email, ...rest } = form;
    const text = (name: LinkField) => form[name] ?? "";
    const found = linkFields.flatMap((n) => {
      const [label, url] = [text(`link_label_${n}`), text(`link_url_${n}`)];
      if (!label && !url) return [];
      if (!url) {
        const message = `Where does “${label}” lead? Give its address, or leave both empty.`;
        context.addIssue({ code: "custom", path: [`link_url_${n}`], message });
        return [];
      }
      return [{ label: label || new URL(url).hostname.replace(/^www\./, ""), url }];
    });
    const { name, headline, about, notice, shows_contact, listed } = rest;
    const values = { name, headline, about, notice, shows_contact, listed, links: found };
    return {
      version,
      shown,
      values: { ...values, phone: phone || null, email: email || null },
    };
  });

/** English as the regions write it; dates, numbers and the usual clock follow. */
export const LOCALES = ["en-GB", "en-US", "en-IE", "en-CA", "en-AU", "en-NZ", "en-IN", "en-ZA"] as const;

export const TimesInput = z
  .object({
    ...saving,
    time_zone: ZoneInput,
    move_hours: ticked,
    week_starts_on: z.coerce.number({ error: "Choose a day." }).int("Choose a day.").min(1).max(7),
    hour_cycle: z.enum(["h12", "h23", "usual"], { error: "Choose one." }),
    locale: z.string({ error: "Choose one." }).regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, "Choose one from the list."),
    currency: z
      .string({ error: "Choose a currency." })
      .refine((code) => Intl.supportedValuesOf("currency").includes(code), "Choose one from the list."),
  })
  .transform(({ version, shown, move_hours, hour_cycle, ...rest }) => ({
    version,
    shown,
    move_hours,
    values: { ...rest, hour_cycle: hour_cycle === "usual" ? null : hour_cycle },
  }));

export const AppearanceInput = z
  .object({
    ...saving,
    /** A preset, "none" for Daybook's own colour, or "own" for the one beside. */
    choice: z.string({ error: "Choose a colour." }).max(7),
    own: z.string().optional().default(""),
  })
  .transform(({ version, shown, choice, own }, context) => {
    const accent = choice === "none" ? null : (choice === "own" ? own : choice).toLowerCase();
    if (accent !== null && !isAccent(accent)) {
      context.addIssue({
        code: "custom",
        path: [choice === "own" ? "own" : "choice"],
        message: "Give the colour as # and six digits, as in #a62a58.",
      });
      return z.NEVER;
    }
    return { version, shown, values: { accent } };
  });

/** A form's values in words, field by field: to compare what was on show with what is, and to say what differs. */
export function wordsOf(section: SettingsSection, values: SettingsValues): Record<string, string> {
  const say: Partial<Record<SettingsField, (values: SettingsValues) => string>> = {
    links: ({ links }) => links.map(({ label, url }) => `${label}: ${url}`).join("\n"),
    shows_contact: ({ shows_contact }) => (shows_contact ? "shown on the public page" : "not shown"),
    listed: ({ listed }) => (listed ? "may be listed" : "not listed"),
    week_starts_on: ({ week_starts_on }) => WEEKDAYS[week_starts_on - 1] ?? "",
    hour_cycle: ({ hour_cycle }) => HOURS[hour_cycle ?? "usual"],
    accent: ({ accent }) => accent ?? "Daybook’s own",
  };
  return Object.fromEntries(
    SECTION_FIELDS[section].map((field) => [field, say[field]?.(values) ?? String(values[field] ?? "")]),
  );
}

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
export const HOURS = {
  usual: "As people write them in the region below",
  h23: "24 hours, as in 14:30",
  h12: "12 hours, as in 2:30 pm",
} as const;

/**
 * What stands between a form and saving it. Only what changed since the form was shown counts: another page's settings,
 * or the same change made twice, are no conflict.
 * @param shown what the form's page said (wordsOf), as it came back
 */
export function findConflicts(
  section: SettingsSection,
  shown: Record<string, unknown>,
  now: SettingsValues,
  yours: SettingsValues,
): Conflict[] {
  return conflictsBetween(SECTION_FIELDS[section], shown, wordsOf(section, now), wordsOf(section, yours));
}
