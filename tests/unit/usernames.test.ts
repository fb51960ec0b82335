import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RESERVED_USERNAMES, UsernameInput, usernameOf, usernameProposals } from "#app/domain/usernames.ts";

describe("a proposal", () => {
  test.each([
    ["Lena Hartmann", "lena-hartmann"],
    ["Dr. Łena Müller-Ørsted", "dr-lena-mueller-orsted"],
    ["  Zoë’s   Yoga & Pilates ", "zoes-yoga-pilates"],
    ["花子", ""],
    ["a".repeat(60), "a".repeat(40)],
  ])("%j → %j", (name, username) => {
    expect(usernameOf(name)).toBe(username);
  });

  test("is always of the right form and never reserved, whatever the name", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...RESERVED_USERNAMES)),
        (name) => {
          const proposals = usernameProposals(name);
          expect(proposals.length).toBeGreaterThan(3);
          for (const one of proposals) expect(UsernameInput.parse(one)).toBe(one);
        },
      ),
    );
  });
});

test("typed with capitals and spaces it is the same name; anything else is refused with words", () => {
  expect(UsernameInput.parse(" Lena-Hartmann ")).toBe("lena-hartmann");
  for (const bad of ["", "-a", "a-", "a_b", "a b", "ä", "a".repeat(41), "admin", "a/b", "a\n"])
    expect(UsernameInput.safeParse(bad).success, JSON.stringify(bad)).toBe(bad === "a\n");
});

test("the reserved names are those of the constraint", () => {
  const schema = readFileSync(fileURLToPath(new URL("../../db/schema.sql", import.meta.url)), "utf8");
  const constraint = /constraint usernames_not_reserved CHECK \((.*)\)/i.exec(schema)![1]!;
  const names = [...constraint.matchAll(/'([^']+)'/g)].map(([, name]) => name!);
  expect([...RESERVED_USERNAMES].sort()).toEqual(names.sort());
});
