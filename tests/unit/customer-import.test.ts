/** A list from another program: every bad line with its number and reason, and what the good ones do. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "#app/domain/csv.ts";
import { MAX_LINES, planImport, readCustomers } from "#app/domain/customer-import.ts";

const read = (text: string) => {
  const file = readCustomers(text);
  if (!file.ok) throw new Error(file.reason);
  return file;
};

describe("reading", () => {
  test("commas, semicolons and tabs; any order and case of columns; other columns are named", () => {
    for (const [d, quote] of [
      [",", '"'],
      [";", ""],
      ["\t", ""],
    ] as const) {
      const text = [
        ["Tags", "EMAIL", "Shoe size", " Name "],
        [`${quote}a, b${quote}`, "ada@example.org", "38", "Ada"],
      ]
        .map((cells) => cells.join(d))
        .join("\r\n");
      const { lines, bad, ignored } = read(`\uFEFF${text}\r\n`);
      expect(lines).toEqual([
        {
          line: 2,
          values: { name: "Ada", email: "ada@example.org", phone: null, note: "", tags: ["a", "b"] },
        },
      ]);
      expect([bad, ignored]).toEqual([[], ["Shoe size"]]);
    }
  });

  test("every bad line, with its number as an editor counts", () => {
    const { lines, bad } = read(
      [
        "name,email,phone,note",
        'Ada,ada@example.org,,"two\nlines"',
        "",
        "Bob,not-an-address,call me,",
        ",nobody@example.org",
        "Ada again,ADA@example.org",
        `C "quote" D,cd@example.org`,
        `"${"x".repeat(130)}",long@example.org`,
        'E,"open@example.org',
        "F,f@example.org",
      ].join("\n"),
    );
    expect(lines.map(({ line, values }) => [line, values.name])).toEqual([
      [2, "Ada"],
      [8, 'C "quote" D'],
    ]);
    expect(lines[0]!.values.note).toBe("two\nlines");
    expect(bad.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      "5 That does not look like an e-mail address, as in name@example.com. That does not look like a phone number. Digits, spaces and a leading + are fine.",
      "6 The name is needed.",
      "7 The same e-mail address as in line 2.",
      "9 The name can have at most 120 characters.",
      "10 A quotation mark is opened here and never closed; nothing after it is read.",
    ]);
  });

  test("no columns, nothing, too much", () => {
    expect(readCustomers("")).toEqual({ ok: false, reason: "There is nothing in it." });
    expect(readCustomers("a,b\n1,2")).toMatchObject({ ok: false });
    expect(readCustomers("name\nAda")).toEqual({
      ok: false,
      reason: "The first line must name the columns. Missing: email.",
    });
    const many = (count: number) =>
      `name,email\n${Array.from({ length: count }, (_, n) => `P ${n},p${n}@example.org`).join("\n")}`;
    expect(read(many(MAX_LINES)).lines.length).toBe(MAX_LINES);
    expect(readCustomers(many(MAX_LINES + 1))).toMatchObject({ ok: false });
  });

  test("any text is read or refused, never thrown at", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.boolean(), (text, headed) => {
        const file = readCustomers(headed ? `name,email\n${text}` : text);
        if (file.ok) for (const { line } of [...file.lines, ...file.bad]) expect(line).toBeGreaterThan(0);
      }),
    );
  });

  test("what our export wrote so that no spreadsheet runs it comes back as it was", () => {
    const row = ["=1+1", "ada@example.org", "+49 30 5550100", "-", "@x"];
    const text = csvLine(["name", "email", "phone", "note", "tags"]) + csvLine(row);
    expect(text).toContain("'=1+1");
    expect(read(text).lines[0]!.values).toMatchObject({
      name: "=1+1",
      phone: "+49 30 5550100",
      note: "-",
      tags: ["@x"],
    });
  });
});

describe("what a line does", () => {
  const known = { id: "1", name: "Ada", email: "Ada@example.org", phone: "030 1", note: "", tags: ["a"] };
  const plan = (line: string, before = known) =>
    planImport(read(`email,name,phone,note,tags\n${line}`), [before]);

  test("adds who is not known; changes what it says and nothing else; or nothing", () => {
    expect(plan("new@example.org,New,,,")).toMatchObject({ added: [{ line: 2 }], updated: [], same: 0 });
    expect(plan("ada@example.org,Ada,,,A")).toMatchObject({ added: [], updated: [], same: 1 });
    const { updated } = plan("ada@example.org,Ada L.,,hello,b");
    expect(updated).toEqual([
      {
        ...{ line: 2, id: "1" },
        values: { ...known, id: undefined, name: "Ada L.", note: "hello", tags: ["a", "b"] },
        changes: [
          { field: "name", before: "Ada", after: "Ada L." },
          { field: "note", before: "", after: "hello" },
          { field: "tags", before: "a", after: "a, b" },
        ],
      },
    ]);
  });

  test("tags that would be too many are a bad line", () => {
    const tags = Array.from({ length: 20 }, (_, n) => `t${n}`);
    expect(plan("ada@example.org,Ada,,,one more", { ...known, tags })).toMatchObject({
      updated: [],
      bad: [{ line: 2 }],
    });
  });
});
