import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FOLDER = new URL("../../app/styles/", import.meta.url);

// Two parts of one name in two files: the later file silently changes pages that it knows nothing of.
test("each part of the stylesheet has its name in one file only", () => {
  const homes = new Map<string, string[]>();
  for (const file of readdirSync(FOLDER)) {
    const css = readFileSync(new URL(file, FOLDER), "utf8");
    const parts = new Set([...css.matchAll(/^\.([\w-]+) \{/gm)].map(([, name = ""]) => name));
    for (const part of parts) homes.set(part, [...(homes.get(part) ?? []), file]);
  }
  expect(homes.size).toBeGreaterThan(30);
  expect([...homes].filter(([, files]) => files.length > 1)).toEqual([]);
});
