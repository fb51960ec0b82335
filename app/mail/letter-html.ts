/**
 * A letter as HTML for mail programs: tables and inline styles (old Outlooks know nothing else), one column that is narrow
 * enough for a phone, dark where the program asks for it. React escapes every text. No picture, no script, nothing fetched.
 */
import { createElement as h, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { OWN_ACCENT, PALETTES, themeOf } from "#app/domain/colours.ts";
import type { Letter } from "#app/mail/letter.ts";

const { light, dark } = PALETTES;
const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/** Where a program knows media queries; elsewhere the light inline styles stand. Colours of our own only, never a text. */
const styles = ({ accent, on_accent }: { accent: string; on_accent: string }) => `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.paper{background:${dark.paper}!important}.card{background:${dark.card}!important;border-color:${dark.line}!important}
.card{border-top-color:${accent}!important}.quote{border-color:${accent}!important}
.act{background:${accent}!important;color:${on_accent}!important}
.ink,.ink a{color:${dark.ink}!important}.soft,.soft a{color:${dark.soft}!important}.rule{border-color:${dark.line}!important}
}
@media (max-width:480px){.pad{padding:24px 20px!important}}`;

const LINE = `1px solid ${light.line}`;

const style = {
  ink: { color: light.ink, fontFamily: FONT, fontSize: "16px", lineHeight: "1.55" },
  soft: { color: light.soft, fontFamily: FONT, fontSize: "14px", lineHeight: "1.5" },
};

const accentOf = (accent: string | null) => themeOf(accent ?? OWN_ACCENT).light;
const accentInTheDark = (accent: string | null) => themeOf(accent ?? OWN_ACCENT).dark;

const lines = (text: string): ReactNode[] =>
  text.split("\n").flatMap((line, at) => (at === 0 ? [line] : [h("br", { key: at }), line]));

const BARE_LINK = /^https?:\/\/\S+$/;

const paragraph = (text: string, key: string | number) =>
  h(
    "p",
    { key, className: "ink", style: { ...style.ink, margin: "0 0 16px", wordBreak: "break-word" } },
    BARE_LINK.test(text) ? h("a", { href: text, style: { color: "inherit" } }, text) : lines(text),
  );

const table = (key: string, rows: ReactNode, more: Record<string, unknown> = {}) =>
  h(
    "table",
    { key, role: "presentation", width: "100%", cellPadding: 0, cellSpacing: 0, border: 0, ...more },
    h("tbody", null, rows),
  );

const facts = ({ facts }: Letter) =>
  facts.length === 0
    ? null
    : table(
        "facts",
        facts.map(({ label, value, url }) =>
          h(
            "tr",
            { key: label },
            h(
              "td",
              { className: "rule", style: { borderTop: LINE, padding: "10px 0" } },
              h("div", { className: "soft", style: style.soft }, label),
              h(
                "div",
                { className: "ink", style: { ...style.ink, fontWeight: 600, wordBreak: "break-word" } },
                url ? h("a", { href: url, style: { color: "inherit" } }, value) : lines(value),
              ),
            ),
          ),
        ),
        { style: { margin: "8px 0 20px" } },
      );

const entries = ({ entries = [] }: Letter) =>
  entries.length === 0
    ? null
    : table(
        "entries",
        entries.map(({ when, what, more, url }, at) =>
          h(
            "tr",
            { key: at },
            h(
              "td",
              {
                className: "rule ink",
                valign: "top",
                width: 110,
                style: { ...style.ink, borderTop: LINE, padding: "10px 12px 10px 0", fontWeight: 600 },
              },
              when,
            ),
            h(
              "td",
              { className: "rule ink", style: { ...style.ink, borderTop: LINE, padding: "10px 0" } },
              url ? h("a", { href: url, style: { color: "inherit" } }, what) : what,
              more && h("div", { className: "soft", style: style.soft }, more),
            ),
          ),
        ),
        { style: { margin: "8px 0 20px" } },
      );

const quotes = ({ quotes = [], accent }: Letter) =>
  quotes.map(({ label, text }) =>
    h(
      "div",
      {
        key: label,
        className: "quote",
        style: {
          borderLeft: `3px solid ${accentOf(accent).accent}`,
          padding: "2px 0 2px 14px",
          margin: "0 0 20px",
        },
      },
      h("div", { className: "soft", style: style.soft }, label),
      h("div", { className: "ink", style: { ...style.ink, wordBreak: "break-word" } }, lines(text)),
    ),
  );

const button = ({ action, accent }: Letter) => {
  if (!action) return null;
  const { accent: colour, on_accent } = accentOf(accent);
  const text = { color: on_accent, fontFamily: FONT, fontSize: "16px", fontWeight: 600 };
  return table(
    "action",
    h(
      "tr",
      null,
      h(
        "td",
        null,
        h(
          "a",
          {
            href: action.url,
            className: "act",
            style: {
              ...text,
              display: "inline-block",
              background: colour,
              borderRadius: "10px",
              padding: "13px 22px",
              textDecoration: "none",
            },
          },
          action.label,
        ),
      ),
    ),
    { style: { margin: "4px 0 24px" } },
  );
};

const footer = ({ footer, unsubscribe_url }: Letter) =>
  h(
    "div",
    { className: "soft", style: { ...style.soft, fontSize: "13px", padding: "18px 8px 0" } },
    footer.map((line) =>
      typeof line === "string"
        ? h("div", { key: line }, line)
        : h("div", { key: line.url }, h("a", { href: line.url, style: { color: "inherit" } }, line.text)),
    ),
    unsubscribe_url &&
      h(
        "div",
        { key: "stop" },
        h("a", { href: unsubscribe_url, style: { color: "inherit" } }, "No more of these mails"),
      ),
  );

/** The letter as a whole HTML document. */
export function letterHtml(letter: Letter): string {
  const body = [
    h(
      "p",
      {
        key: "from",
        className: "soft",
        style: { ...style.soft, margin: "0 0 18px", fontWeight: 600, wordBreak: "break-word" },
      },
      letter.from.name,
    ),
    paragraph(letter.hello, "hello"),
    ...letter.opening.map(paragraph),
    facts(letter),
    entries(letter),
    ...quotes(letter),
    button(letter),
    ...letter.closing.map((text, at) => paragraph(text, `closing ${at}`)),
    h(
      "p",
      { key: "sign", className: "ink", style: { ...style.ink, margin: 0, wordBreak: "break-word" } },
      lines([letter.from.name, ...letter.from.lines].join("\n")),
    ),
  ];
  const card = h(
    "div",
    {
      className: "card pad",
      style: {
        background: light.card,
        border: LINE,
        borderTop: `4px solid ${accentOf(letter.accent).accent}`,
        borderRadius: "14px",
        padding: "30px 32px",
      },
    },
    body,
  );
  const page = table(
    "page",
    h(
      "tr",
      null,
      h(
        "td",
        { align: "center", style: { padding: "24px 12px 36px" } },
        h("div", { style: { maxWidth: "560px", textAlign: "left" } }, card, footer(letter)),
      ),
    ),
    { className: "paper", style: { background: light.paper } },
  );
  const markup = renderToStaticMarkup(
    h(
      "html",
      { lang: "en" },
      h(
        "head",
        null,
        h("meta", { charSet: "utf-8" }),
        h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
        h("meta", { name: "color-scheme", content: "light dark" }),
        h("meta", { name: "supported-color-schemes", content: "light dark" }),
        h("title", null, letter.subject),
        h("style", null, styles(accentInTheDark(letter.accent))),
      ),
      h("body", { className: "paper", style: { margin: 0, padding: 0, background: light.paper } }, page),
    ),
  );
  return `<!doctype html>${markup}`;
}
