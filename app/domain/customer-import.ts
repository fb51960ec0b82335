import { parse } from "csv-parse/sync";
import { type CustomerFields, MAX_TAGS, NewCustomerInput, tagsOf } from "#app/domain/customers.ts";
import { ownWord } from "#app/domain/own.ts";

/** A list of customers from another program, pure: its lines, and what each would do. */

export const MAX_LINES = 5000;

/** Columns that are read; others are named and left alone. */
const COLUMNS = ["name", "email", "phone", "note", "tags"] as const;
type Column = (typeof COLUMNS)[number];
/** How programs call the address besides. */
const ALSO: Record<string, Column> = {
  "e-mail": "email",
  "email address": "email",
  "e-mail address": "email",
};

export type BadLine = { line: number; reason: string };
export type ImportLine = { line: number; values: CustomerFields };
export type ImportFile =
  | { ok: true; lines: ImportLine[]; bad: BadLine[]; ignored: string[] }
  | { ok: false; reason: string };

type Parsed = { record: string[]; info: { lines: number }; raw: string };

const startOf = (lines: number, raw: string) => lines - (raw.trim().match(/\n/g)?.length ?? 0);

/** Spreadsheets write what the country's people write between numbers: the header says which. */
const delimiterOf = (text: string): string => {
  const header = text.slice(0, text.indexOf("\n") >>> 0);
  const counts = [",", ";", "\t"].map((one) => ({ one, count: header.split(one).length }));
  return counts.sort((a, b) => b.count - a.count)[0]!.one;
};

/** Reads a file's text (CSV; commas, semicolons or tabs). Lines are counted from 1, the header's. */
export function readCustomers(file: string): ImportFile {
  const text = file
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .replaceAll("\0", "\uFFFD")
    .toWellFormed();
  const bad: BadLine[] = [];
  const records = parse(text, {
    delimiter: delimiterOf(text),
    record_delimiter: "\n",
    info: true,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    to: MAX_LINES + 2,
    on_skip: (error, raw) => {
      const line = startOf(Number((error as { lines?: number } | undefined)?.lines ?? 1), String(raw ?? ""));
      bad.push({
        line,
        reason: "A quotation mark is opened here and never closed; nothing after it is read.",
      });
    },
  }) as unknown as Parsed[];
  const [header, ...rows] = records;
  if (!header) return { ok: false, reason: "There is nothing in it." };
  if (rows.length > MAX_LINES)
    return { ok: false, reason: "This has more than 5,000 lines. Please import it in parts." };
  const names = header.record.map((name) => name.trim().toLowerCase());
  const columns = names.map(
    (name) => ownWord(ALSO, name) ?? COLUMNS.find((column) => column === name) ?? null,
  );
  const missing = (["name", "email"] as const).filter((column) => !columns.includes(column));
  if (missing.length > 0)
    return {
      ok: false,
      reason: `The first line must name the columns. Missing: ${missing.join(" and ")}.`,
    };
  return { ok: true, ...readLines(rows, columns, bad), ignored: ignoredOf(header.record, columns) };
}

const ignoredOf = (header: string[], columns: (Column | null)[]) =>
  header.filter((name, index) => columns[index] === null && name.trim() !== "").slice(0, 30);

const readLines = (rows: Parsed[], columns: (Column | null)[], bad: BadLine[]) => {
  const lines: ImportLine[] = [];
  const seen = new Map<string, number>();
  for (const { record, info, raw } of rows) {
    if (record.every((cell) => cell.trim() === "")) continue;
    const line = startOf(info.lines, raw);
    const parsed = NewCustomerInput.safeParse(cellsOf(record, columns));
    if (!parsed.success) {
      bad.push({ line, reason: [...new Set(parsed.error.issues.map(({ message }) => message))].join(" ") });
      continue;
    }
    const key = parsed.data.email.toLowerCase();
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, line);
      lines.push({ line, values: parsed.data });
    } else bad.push({ line, reason: `The same e-mail address as in line ${earlier}.` });
  }
  return { lines, bad: bad.sort((one, other) => one.line - other.line) };
};

/** What our own export put before a text so that no spreadsheet runs it is taken off again. */
const cellsOf = (record: string[], columns: (Column | null)[]) =>
  Object.fromEntries(
    columns.flatMap((column, index) =>
      column === null ? [] : [[column, (record[index] ?? "").replace(/^'(?=[=+\-@])/, "")]],
    ),
  );

export type ImportedBefore = CustomerFields & { id: string };
export type ImportChange = { field: keyof CustomerFields; before: string; after: string };
export type ImportUpdate = { line: number; id: string; values: CustomerFields; changes: ImportChange[] };

export type ImportPlan = {
  added: ImportLine[];
  updated: ImportUpdate[];
  /** Lines that say what is known already. */
  same: number;
  bad: BadLine[];
};

/** A known customer as a line would leave them: what it does not say stays, its tags are added. */
const mergedWith = (known: ImportedBefore, line: CustomerFields): CustomerFields => ({
  name: line.name,
  email: known.email,
  phone: line.phone ?? known.phone,
  note: line.note || known.note,
  tags: tagsOf([...known.tags, ...line.tags].join(",")),
});

/** What each line does: adds somebody, changes who is known by their address, or nothing. */
export function planImport(
  file: { lines: ImportLine[]; bad: BadLine[] },
  known: readonly ImportedBefore[],
): ImportPlan {
  const byEmail = new Map(known.map((one) => [one.email.toLowerCase(), one]));
  const plan: ImportPlan = { added: [], updated: [], same: 0, bad: [...file.bad] };
  for (const { line, values } of file.lines) {
    const before = byEmail.get(values.email.toLowerCase());
    if (!before) {
      plan.added.push({ line, values });
      continue;
    }
    const after = mergedWith(before, values);
    const changes = changesOf(before, after);
    if (after.tags.length > Math.max(MAX_TAGS, before.tags.length))
      plan.bad.push({ line, reason: `With these ${before.name} would have more than ${MAX_TAGS} tags.` });
    else if (changes.length === 0) plan.same++;
    else plan.updated.push({ line, id: before.id, values: after, changes });
  }
  plan.bad.sort((one, other) => one.line - other.line);
  return plan;
}

const changesOf = (before: CustomerFields, after: CustomerFields): ImportChange[] => {
  const words = ({ name, phone, note, tags }: CustomerFields) => ({
    name,
    phone: phone ?? "",
    note,
    tags: tags.join(", "),
  });
  const [was, is] = [
    words({ ...before, tags: [...before.tags].sort() }),
    words({ ...after, tags: [...after.tags].sort() }),
  ];
  return (["name", "phone", "note", "tags"] as const)
    .filter((field) => was[field] !== is[field])
    .map((field) => ({ field, before: was[field], after: is[field] }));
};
