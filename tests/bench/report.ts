/** The table on the terminal, the JSON file and the table in docs/benchmark.md, from the same rows. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Row } from "./measure.ts";

export type Report = {
  at: string;
  form: "full" | "quick";
  seconds: number;
  machine: { cores: number; node: string; postgres: string };
  rows: Row[];
};

const digits = (value: number): string => {
  if (value === 0) return "0";
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
};

export const machineText = ({ cores, node, postgres }: Report["machine"]) =>
  `${cores} cores, Node ${node}, PostgreSQL ${postgres}`;

const cells = (row: Row): string[] => [
  row.case,
  digits(row.ours),
  row.baseline === null ? "–" : digits(row.baseline),
  row.unit,
  row.ratio === null ? "–" : digits(row.ratio),
  row.better,
  row.against,
];
const HEAD = ["case", "ours", "baseline", "unit", "ours ÷ baseline", "better", "the baseline"];

/** Columns of equal width; figures to the right. */
export function textTable(rows: readonly Row[]): string {
  const lines = [HEAD.slice(0, 6), ...rows.map((row) => cells(row).slice(0, 6))];
  const widths = HEAD.slice(0, 6).map((_, index) => Math.max(...lines.map((line) => line[index]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, index) =>
          [1, 2, 4].includes(index) ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function writeJson(file: string, report: Report): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

const [BEGIN, END] = ["<!-- table: npm run bench -- --save -->", "<!-- end of the table -->"];

/** Puts the table between the two marks of a Markdown file. @throws when the marks are not there */
export function writeMarkdownTable(file: string, report: Report): void {
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${path.basename(file)} has no place for the table.`);
  const line = (parts: string[]) => `| ${parts.join(" | ")} |`;
  const table = [
    line(HEAD),
    line(["---", "---:", "---:", "---", "---:", "---", "---"]),
    ...report.rows.map((row) => line(cells(row))),
  ];
  const about = `${machineText(report.machine)}; ${report.at.slice(0, 10)}, the ${report.form} run, ${report.seconds} s.`;
  const body = `${BEGIN}\n\n${about}\n\n${table.join("\n")}\n\n`;
  writeFileSync(file, text.slice(0, from) + body + text.slice(to));
}
