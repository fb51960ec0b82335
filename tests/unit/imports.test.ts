/** Imports run one way, and each thing has its place: read from the source files themselves. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

type Import = { from: string; to: string; types_only: boolean };

const files = ["app", "db"]
  .flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map(
      (name) => `${folder}/${name.replaceAll("\\", "/")}`,
    ),
  )
  .filter((name) => /\.(ts|tsx|mjs|js)$/.test(name));
const sourceOf = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

/** The file a specifier leads to, from the root; packages as they stand. */
const resolve = (from: string, to: string) =>
  to.startsWith(".") ? path.posix.join(path.posix.dirname(from), to) : to.replace(/^#/, "");

const importsOf = (file: string): Import[] => {
  const source = sourceOf(file);
  const found: Import[] = [];
  const statement = /^(?:import|export)\s+(type\s+)?([^'";]*?)\s*(?:from\s*)?["']([^"']+)["']/gm;
  for (const [, type, names = "", to] of source.matchAll(statement)) {
    const list =
      /^\{(.*)\}$/s
        .exec(names.trim())?.[1]
        ?.split(",")
        .filter((name) => name.trim() !== "") ?? null;
    const types_only = type !== undefined || (list?.every((name) => /^\s*type\s/.test(name)) ?? false);
    found.push({ from: file, to: resolve(file, to!), types_only });
  }
  for (const [, to] of source.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    found.push({ from: file, to: resolve(file, to!), types_only: false });
  return found;
};

const all = files.flatMap(importsOf);
const values = all.filter(({ types_only }) => !types_only);
const lines = (list: Import[]) => list.map(({ from, to }) => `${from} → ${to}`);
const isServer = (file: string) => /\.server(\.|$)/.test(file) || file.startsWith("app/jobs/");

test("the reader sees what it should see", () => {
  expect(files.length).toBeGreaterThan(90);
  expect(all.length).toBeGreaterThan(250);
  expect(lines(values)).toContain("app/domain/bookings/take.server.ts → db/bookings.ts");
  expect(all).toContainEqual({ from: "app/domain/calendar-file.ts", to: "db/bookings.ts", types_only: true });
  const mixed = { from: "app/domain/bookings/take.server.ts", to: "db/transaction.ts", types_only: false };
  expect(all).toContainEqual(mixed);
});

test("db knows nothing of app", () => {
  expect(lines(all.filter(({ from, to }) => from.startsWith("db/") && to.startsWith("app/")))).toEqual([]);
});

test("domain knows neither routes, components nor HTTP", () => {
  const above = /^app\/(routes|components|http|jobs)\/|^(express|@remix-run|react)\b/;
  expect(lines(all.filter(({ from, to }) => from.startsWith("app/domain/") && above.test(to)))).toEqual([]);
});

test("components and the pure half of the domain import no server file and nothing of db but types", () => {
  const pure = (file: string) =>
    /^app\/(components|i18n)\//.test(file) || (file.startsWith("app/domain/") && !isServer(file));
  const wrong = values.filter(({ from, to }) => pure(from) && (isServer(to) || to.startsWith("db/")));
  expect(lines(wrong)).toEqual([]);
});

test("nobody but http, routes, jobs and the process reads the settings or the queue's files", () => {
  const allowed = /^app\/(http|routes|jobs|mail|integrations)\//;
  expect(lines(all.filter(({ from, to }) => to === "app/config.server.ts" && !allowed.test(from)))).toEqual(
    [],
  );
  expect(
    lines(all.filter(({ to, from }) => to === "graphile-worker" && !/^(app\/jobs|db\/migrate)/.test(from))),
  ).toEqual([]);
});

test("SQL is in db only", () => {
  expect(
    lines(values.filter(({ from, to }) => /^(slonik|pg|@slonik)/.test(to) && !from.startsWith("db/"))),
  ).toEqual([]);
});

test("domain verbs know no Request and no Response", () => {
  // Their own word for what a verb is asked is `type Request`; the web's has headers, a url and a body.
  const web =
    /\b(Response|Headers|FormData|URLSearchParams\(request)\b|new Request\(|request\.(headers|url|formData)/;
  const code = (file: string) => sourceOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  expect(files.filter((file) => file.startsWith("app/domain/") && web.test(code(file)))).toEqual([]);
});

test("there is no drawer", () => {
  const drawers = files.filter((file) =>
    /(^|\/)(utils?|lib|common|services|helpers|shared|misc)(\/|\.)/.test(file),
  );
  // Services are a noun of ours: what is bookable. In a layer's folder they are no drawer.
  const noun = /^(app\/(client|components|domain|http)|db)\/services[./]/;
  expect(drawers.filter((file) => !noun.test(file))).toEqual([]);
});

test("every loader and action is guarded, or asks no database", () => {
  const free: string[] = [];
  for (const file of files.filter((name) => name.startsWith("app/routes/"))) {
    for (const [, kind, value] of sourceOf(file).matchAll(
      /^export (?:const|async function|function) (loader|action)\b\s*=?\s*([^\n]*)/gm,
    ))
      if (!/^guarded(File)?\(/.test(value!)) free.push(`${file.replace("app/routes/", "")} ${kind}`);
  }
  // They answer from nothing but the request.
  expect(free.sort()).toEqual([
    "$.tsx action",
    "$.tsx loader",
    "dashboard.$username.bookings.$id.approval.tsx loader",
    "dashboard.$username.bookings.$id.no-show.tsx loader",
    "dashboard.$username.calendar.blocked.$id.removal.tsx loader",
    "dashboard.$username.calendar.restoration.tsx loader",
    "dashboard.$username.hours.$id.copy.tsx loader",
    "dashboard.$username.hours.$id.default.tsx loader",
    "dashboard.$username.hours.$id.override.removal.tsx loader",
    "dashboard.$username.messages.$id.attempt.tsx loader",
    "dashboard.$username.messages.$id.dismissal.tsx loader",
    "robots[.]txt.ts loader",
  ]);
});

test("a file that is no page is guarded as a file: problems there are text, not JSON", () => {
  const resources = files.filter(
    (file) =>
      file.startsWith("app/routes/") && !/export default/.test(sourceOf(file)) && !file.includes("robots"),
  );
  expect(resources.length).toBeGreaterThan(0);
  expect(resources.filter((file) => !/= guardedFile\(/.test(sourceOf(file)))).toEqual([]);
});

test("every query says its function's name, and every function's queries are named", () => {
  const wrong: string[] = [];
  for (const file of files.filter(
    (name) =>
      /^db\/[a-z_]+\.ts$/.test(name) && !/transaction|pool|migrate|embedded|schema_dump|seed/.test(name),
  )) {
    const parts = sourceOf(file)
      .split(/^(?=(?:export )?(?:async )?function |export const \w+ = (?:async )?\()/m)
      .slice(1);
    for (const part of parts) {
      const name = /(?:function |const )(\w+)/.exec(part)![1]!;
      const queries = [...part.matchAll(/sql\.(?:type(?:Alias)?)\([\s\S]*?\)+`\s*(\/\* (\w+) \*\/)?/g)];
      for (const [, , said] of queries) if (said !== name) wrong.push(`${file}: ${name} says ${said}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("every table's columns stay in SQL: no file but db names a table in a query", () => {
  const wrong = files.filter(
    (file) =>
      file.startsWith("app/") &&
      /\b(select|insert into|update|delete from)\b[^"'\n]*\bfrom (bookings|services|reservations|providers)\b/.test(
        sourceOf(file),
      ),
  );
  expect(wrong).toEqual([]);
});
