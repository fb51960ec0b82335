/** Values at the edges of what columns take, and beyond. */
export const long = (length: number) => "x".repeat(length);

export type Values = { column: string; bad: unknown[]; good: unknown[]; beside?: Record<string, unknown> };
export const text = (column: string, least: number, most: number): Values => ({
  column,
  bad: least > 0 ? ["", long(most + 1)] : [long(most + 1)],
  good: [long(least), long(most)],
});
export const number = (column: string, least: number, most: number): Values => ({
  column,
  bad: [least - 1, most + 1],
  good: [least, most],
});
export const positive = (column: string): Values => ({ column, bad: [0, -1], good: [1] });
export const oneOf = (column: string, good: string[], beside?: Record<string, unknown>): Values => ({
  column,
  bad: ["", "other", good[0]!.toUpperCase()],
  good,
  ...(beside && { beside }),
});

export const sha256 = (column: string): Values => ({
  column,
  bad: [Buffer.alloc(31), Buffer.alloc(33), Buffer.alloc(0)],
  good: [Buffer.alloc(32)],
});

export const zone = (column: string): Values => ({
  column,
  bad: [
    ...[
      "Mars/Olympus",
      "FOO+3",
      "Foo/Bar3",
      "Foo/Bar-3",
      "+02:00",
      "EST",
      "",
      "europe/berlin",
      "Europe/Berlin\n",
    ],
    ...["Etc/GMT+99", "Etc/GMT+13", "Etc/GMT-15", "Etc/GMT+01", "<UTC>3", "localtime", "posix/Europe/Berlin"],
  ],
  // Every zone that this Node can compute with, so that no page offers one which the database then refuses.
  good: ["UTC", "Etc/GMT+12", "Etc/GMT-14", ...Intl.supportedValuesOf("timeZone")],
});
export const currency: Values = { column: "currency", bad: ["eur", "EURO", "", "E1R"], good: ["EUR", "NZD"] };
export const locale = (column: string): Values => ({
  column,
  bad: ["", "DE", "de_DE", "de-de", "d"],
  good: ["de", "de-DE", "gsw"],
});
/** Empty, without an end, for ever, or with the wrong ends. */
export const bounded = (column: string): Values => ({
  column,
  bad: [
    ...["empty", "[2030-01-01,2030-01-01)", "[2030-01-01,)", "[,2030-01-01)", "(,)", "[2030-01-01,infinity)"],
    ...["[-infinity,2030-01-01)", "[2030-01-01,2030-01-02]", "(2030-01-01,2030-01-02)"],
  ],
  good: ["[2030-01-01,2030-01-02)", "[2030-01-01 00:00:00Z,2030-01-01 00:00:00.001Z)"],
});
