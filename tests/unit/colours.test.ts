import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ACCENT_PRESETS,
  contrast,
  isAdjusted,
  OWN_ACCENT,
  PALETTES,
  READABLE,
  sampleSheet,
  sheetOf,
  themeOf,
  themePath,
  themeSheet,
} from "#app/domain/colours.ts";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((bits) => `#${bits.toString(16).padStart(6, "0")}`);

test("contrast is WCAG's: its own examples", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(contrast("#ffffff", "#ff0000")).toBeCloseTo(4, 2);
});

describe("whatever colour is chosen", () => {
  test("every text on every ground has 4.5:1 in both themes", () => {
    fc.assert(
      fc.property(
        fc.oneof(colour, fc.constantFrom("#ffffff", "#000000", "#ffff00", "#0000ff", "#808080")),
        (chosen) => {
          const theme = themeOf(chosen);
          for (const scheme of ["light", "dark"] as const) {
            const { paper, card, ink } = PALETTES[scheme];
            const { accent, accent_strong, on_accent, mint, on_mint } = theme[scheme];
            for (const [text, ground] of [
              ...[accent, accent_strong].flatMap((text) => [paper, card].map((ground) => [text, ground])),
              [accent, mint],
              [on_accent, accent],
              [on_accent, accent_strong],
              [on_mint, mint],
              [ink, mint],
            ] as [string, string][])
              expect(contrast(text, ground), `${scheme}: ${text} on ${ground}`).toBeGreaterThanOrEqual(
                READABLE,
              );
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test("its stylesheet is nothing but colours, and so small that nobody waits for it", () => {
    fc.assert(
      fc.property(colour, (chosen) => {
        const sheet = themeSheet(chosen);
        expect(sheet.replace(/--color-[a-z-]+:#[0-9a-f]{6}/g, "")).toBe(
          ":root:root{;;;;}@media (prefers-color-scheme:dark){:root:root{;;;;}}\n",
        );
        expect(sheet.length).toBeLessThan(400);
        expect(sheetOf(themePath(chosen).split("/").at(-1)!)).toBe(sheet);
      }),
    );
  });
});

test("a readable colour is left alone, another one is said to be adjusted", () => {
  for (const { accent } of [...ACCENT_PRESETS, { accent: OWN_ACCENT }]) {
    expect(isAdjusted(accent), accent).toBe(false);
    expect(themeOf(accent).light.accent).toBe(accent);
  }
  for (const accent of ["#ffffff", "#ffd500", "#39ff14", "#ff7f50"])
    expect(isAdjusted(accent), accent).toBe(true);
});

test("a name that is no sheet's", () => {
  for (const name of [
    "",
    "1-xyz.css",
    "2-0b5f49.css",
    "1-0B5F49.css",
    "1-0b5f49",
    "1-0b5f49.css.map",
    "../1-0b5f49.css",
  ])
    expect(sheetOf(name), name).toBeNull();
  expect(sheetOf("1-0b5f49-sample.css")).toBe(sampleSheet(OWN_ACCENT));
});

test("the grounds are those of tokens.css", () => {
  const tokens = readFileSync(fileURLToPath(new URL("../../app/styles/tokens.css", import.meta.url)), "utf8");
  const [light, dark] = tokens.split("@media (prefers-color-scheme: dark)");
  for (const [css, palette] of [
    [light!, PALETTES.light],
    [dark!, PALETTES.dark],
  ] as const)
    for (const [name, value] of Object.entries(palette)) expect(css).toContain(`--color-${name}: ${value};`);
  expect(light).toContain(`--color-accent: ${OWN_ACCENT};`);
});

// The sheets are cached for a year: when this changes, so must EDITION.
test("one colour's sheet, as of this edition", () => {
  expect(themePath("#a62a58") + themeSheet("#a62a58")).toMatchInlineSnapshot(`
    "/theme/1-a62a58.css:root:root{--color-accent:#a62a58;--color-accent-strong:#781e3f;--color-on-accent:#ffffff;--color-mint:#f3e3e9;--color-on-mint:#8d244b}@media (prefers-color-scheme:dark){:root:root{--color-accent:#e8a5be;--color-accent-strong:#f0c5d5;--color-on-accent:#2a1e22;--color-mint:#3b3538;--color-on-mint:#f1c9d8}}
    "
  `);
});
