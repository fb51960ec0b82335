/**
 * A provider's accent colour, made readable: pure. Colours are "#rrggbb" in sRGB, contrasts are WCAG ratios (1 … 21).
 */

/** What text must have against its ground (WCAG 2.2, 1.4.3, level AA). */
export const READABLE = 4.5;

type Rgb = readonly [number, number, number];

/** The grounds and inks that an accent meets, as in app/styles/tokens.css (a test compares the two). */
export const PALETTES = {
  light: {
    paper: "#f3f6f3",
    card: "#ffffff",
    ink: "#13211b",
    soft: "#4c5b54",
    line: "#dae2dc",
    rule: "#b9c8bf",
  },
  dark: {
    paper: "#0d1311",
    card: "#151d1a",
    ink: "#e9f1ec",
    soft: "#b0beb7",
    line: "#2a3530",
    rule: "#3d4b44",
  },
} as const;

export type Scheme = keyof typeof PALETTES;

/** The values that take the place of the accent in tokens.css. */
export type AccentColours = {
  accent: string;
  accent_strong: string;
  on_accent: string;
  mint: string;
  on_mint: string;
};

export type Theme = Record<Scheme, AccentColours>;

/** Daybook's own green, for who chose none. */
export const OWN_ACCENT = "#0b5f49";

/** Colours to choose from; each is readable as it is on light pages. */
export const ACCENT_PRESETS = [
  { accent: "#0a5f86", label: "Lake" },
  { accent: "#3a4fb0", label: "Iris" },
  { accent: "#77408f", label: "Plum" },
  { accent: "#a62a58", label: "Raspberry" },
  { accent: "#a33a17", label: "Brick" },
  { accent: "#7d5600", label: "Honey" },
  { accent: "#4d651a", label: "Olive" },
  { accent: "#46545f", label: "Slate" },
] as const;

const ACCENT = /^#[0-9a-f]{6}$/;

/** True for "#rrggbb" in small letters, as the database keeps it. */
export const isAccent = (text: string): boolean => ACCENT.test(text);

const parse = (hex: string): Rgb => {
  const bits = Number.parseInt(hex.slice(1), 16);
  return [(bits >> 16) & 255, (bits >> 8) & 255, bits & 255];
};

const toHex = (rgb: Rgb): string =>
  `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** `share` (0 … 1) of the second colour in the first. */
const mix = (one: string, other: string, share: number): string => {
  const [from, to] = [parse(one), parse(other)];
  return toHex(from.map((part, index) => part + (to[index]! - part) * share) as unknown as Rgb);
};

// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
const luminance = (hex: string): number => {
  const [r, g, b] = parse(hex).map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** The contrast of two colours, 1 … 21, whichever stands on which (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself, or as little of `towards` in it as makes it readable on every ground. */
const readable = (
  colour: string,
  towards: string,
  grounds: (candidate: string) => string[],
  ratio = READABLE,
) => {
  for (let percent = 0; percent < 100; percent++) {
    const candidate = mix(colour, towards, percent / 100);
    if (grounds(candidate).every((ground) => contrast(candidate, ground) >= ratio)) return candidate;
  }
  return towards;
};

const BLACK = "#000000";
const WHITE = "#ffffff";

const lightColours = (chosen: string): AccentColours => {
  const { paper, card } = PALETTES.light;
  const tint = (accent: string) => mix(accent, card, 0.87);
  // White text on the accent is the same pair as the accent on a white card.
  const accent = readable(chosen, BLACK, (candidate) => [paper, card, tint(candidate)]);
  const mint = tint(accent);
  return {
    accent,
    accent_strong: mix(accent, BLACK, 0.28),
    on_accent: WHITE,
    mint,
    on_mint: readable(mix(accent, BLACK, 0.15), BLACK, () => [mint, card], 6.5),
  };
};

/**
 * The colour as it glows on a dark page: same hue, lifted to a lightness of 62 %, not more than two thirds saturated. With
 * white mixed in alone, deep colours come out pale. HSL as in CSS Color 4, section 7.
 */
const lifted = (hex: string): string => {
  const [r, g, b] = parse(hex).map((part) => part / 255) as unknown as Rgb;
  const [max, min] = [Math.max(r, g, b), Math.min(r, g, b)];
  const spread = max - min;
  if (spread === 0) return hex;
  const saturation = Math.min(0.66, spread / (1 - Math.abs(max + min - 1)));
  const lightness = Math.max(0.62, (max + min) / 2);
  const hue =
    max === r ? ((g - b) / spread + 6) % 6 : max === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  const part = (n: number) => {
    const k = (n + hue * 2) % 12;
    const swing = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - swing * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return toHex([part(0), part(8), part(4)]);
};

const darkColours = (chosen: string): AccentColours => {
  const { paper, card } = PALETTES.dark;
  const tint = (accent: string) => mix(accent, card, 0.82);
  // A little more than needed: bright letters on black need it to look as strong as dark ones on white.
  const accent = readable(lifted(chosen), WHITE, (candidate) => [paper, card, tint(candidate)], 6);
  const mint = tint(accent);
  return {
    accent,
    accent_strong: mix(accent, WHITE, 0.35),
    on_accent: readable(mix(accent, BLACK, 0.82), BLACK, () => [accent]),
    mint,
    on_mint: readable(mix(accent, WHITE, 0.4), WHITE, () => [mint, card], 7),
  };
};

/** The colours of both themes that come of a chosen accent; text on every ground it meets is readable. */
export function themeOf(accent: string): Theme {
  return { light: lightColours(accent), dark: darkColours(accent) };
}

/** What became of a chosen accent on light pages: as it is, or darker so that it can be read. */
export function isAdjusted(accent: string): boolean {
  return themeOf(accent).light.accent !== accent;
}

const variables = (colours: Record<string, string>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--color-${name.replaceAll("_", "-")}:${value}`)
    .join(";");

/** The stylesheet that gives a public page its provider's accent. Twice `:root`, so that it wins wherever it is linked. */
export function themeSheet(accent: string): string {
  const { light, dark } = themeOf(accent);
  return `:root:root{${variables(light)}}@media (prefers-color-scheme:dark){:root:root{${variables(dark)}}}\n`;
}

/** The same for the two samples on the page where the colour is chosen: light and dark beside each other. */
export function sampleSheet(accent: string): string {
  const theme = themeOf(accent);
  return (["light", "dark"] as const)
    .map((scheme) => `.sample.${scheme}{${variables({ ...PALETTES[scheme], ...theme[scheme] })}}`)
    .join("")
    .concat("\n");
}

/** Raised when one colour gives other values than before: the sheets are cached for a year. */
const EDITION = 1;

/** Where the accent's stylesheet is. It depends on nothing but the colour, so all providers share it and its cache. */
export const themePath = (accent: string): string => `/theme/${EDITION}-${accent.slice(1)}.css`;

export const samplePath = (accent: string): string => `/theme/${EDITION}-${accent.slice(1)}-sample.css`;

/** The stylesheet of a file's name, or null when there is none of that name. */
export function sheetOf(file: string): string | null {
  const [, edition, hex, sample] = /^(\d{1,4})-([0-9a-f]{6})(-sample)?\.css$/.exec(file) ?? [];
  if (Number(edition) !== EDITION) return null;
  return sample ? sampleSheet(`#${hex}`) : themeSheet(`#${hex}`);
}
