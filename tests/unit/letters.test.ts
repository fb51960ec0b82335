import { expect, test } from "vitest";
import { type Letter, letterText } from "#app/mail/letter.ts";
import { letterHtml } from "#app/mail/letter-html.ts";

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)> & 'quoted' {name} 😀`;

const letter = (text: string): Letter => ({
  subject: text,
  hello: `Hello ${text},`,
  opening: [text, "Two\nlines"],
  facts: [{ label: "When", value: `Monday\n${text}` }],
  quotes: [{ label: "Note", text: `${text}\nsecond line` }],
  entries: [{ when: "09:00", what: text, more: text }],
  action: { label: "Open", url: "https://book.example.org/x?a=1&b=2" },
  closing: [text],
  from: { name: text, lines: [text] },
  footer: [text],
  unsubscribe_url: "https://book.example.org/unsubscribe/x",
  accent: null,
});

test("whatever is said, the HTML is text and nothing is fetched", () => {
  const html = letterHtml(letter(HOSTILE));
  expect(html).not.toContain("<script");
  expect(html).not.toContain("<img");
  expect(html.match(/href="([^"]+)"/g)).toEqual([
    'href="https://book.example.org/x?a=1&amp;b=2"',
    'href="https://book.example.org/unsubscribe/x"',
  ]);
  expect(html).toContain("prefers-color-scheme");
  expect(html).toContain('<html lang="en">');
});

test("the text stands alone: everything the HTML says, links in full, no markup of ours", () => {
  const text = letterText(letter("Léna 😀"));
  for (const part of [
    "Hello Léna 😀,",
    "Two\nlines",
    "When: Monday, Léna 😀",
    "  second line",
    "09:00  Léna 😀",
  ])
    expect(text).toContain(part);
  expect(text).toContain("Open:\nhttps://book.example.org/x?a=1&b=2");
  expect(text).toContain("\n-- \nLéna 😀\nNo more of these: https://book.example.org/unsubscribe/x\n");
  expect(text).not.toMatch(/<|&amp;/);
});

test("a letter without a footer has none", () => {
  const plain = { ...letter("x"), footer: [], unsubscribe_url: null };
  expect(letterText(plain)).not.toContain("\n-- \n");
});
