/** No form that changes something goes without the form token: read from the source files themselves. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readForm } from "#app/http/guarded.server.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const sources = readdirSync(path.join(ROOT, "app"), { recursive: true, encoding: "utf8" })
  .map((name) => `app/${name.replaceAll("\\", "/")}`)
  .filter((name) => name.endsWith(".tsx"))
  .map((name) => ({ name, text: readFileSync(path.join(ROOT, name), "utf8") }));

/** Opening tags of forms: `<form …>`, Remix's `<Form …>` and `<fetcher.Form …>`. */
const forms = sources.flatMap(({ name, text }) =>
  [...text.matchAll(/<(?:\w+\.)?[Ff]orm\b(?:[^<>]|=>)*>/g)].map(([tag]) => ({ name, tag })),
);
const changing = forms
  .filter(({ tag }) => /method=|\.\.\.|<(?:\w+\.)?Form/.test(tag))
  .filter(({ tag }) => !/method="get"/i.test(tag));

test("the reader sees forms", () => {
  expect(sources.length).toBeGreaterThan(40);
  expect(forms.map(({ name }) => name)).toContain("app/components/picker/zone-form.tsx");
  expect(sources.filter(({ text }) => text.includes("<PostForm")).length).toBeGreaterThan(3);
});

test("only PostForm is a form that posts", () => {
  expect(changing.map(({ name }) => name)).toEqual(["app/components/post-form.tsx"]);
});

test("no button turns another form into one that posts, and no script sends one", () => {
  for (const { name, text } of sources) {
    expect([name, text.match(/formMethod=(?!"get")|useSubmit|\.submit\(/)?.[0]]).toEqual([name, undefined]);
  }
});

test("the token comes first in the form, where it is looked for", () => {
  const { text } = sources.find(({ name }) => name === "app/components/post-form.tsx")!;
  expect(text).toMatch(
    /<form method="post" \{\.\.\.rest\}>\s*\{token && <input type="hidden" name="form_token"/,
  );
});

test("no route sees the token as a field", async () => {
  const body = new URLSearchParams({ form_token: "x", name: "Ada" });
  const form = await readForm(new Request("http://localhost/", { method: "POST", body }));
  expect([...form.keys()]).toEqual(["name"]);
});
