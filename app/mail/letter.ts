/** What a mail says, before it is text or HTML: the two parts are made of one letter, so that neither says less. */
export type Letter = {
  subject: string;
  /** "Hello Anna," */
  hello: string;
  /** Paragraphs; a line break within one stays. */
  opening: string[];
  /** What it is about: the time, the place. */
  facts: { label: string; value: string; url?: string }[];
  /** What was said by a person, word for word. */
  quotes?: { label: string; text: string }[];
  /** Days or groups of what comes, for lists such as the day's agenda. */
  entries?: { when: string; what: string; more?: string; url?: string }[];
  action?: { label: string; url: string; lead?: string };
  closing: string[];
  /** Who writes: the name over the letter and under it. */
  from: { name: string; lines: string[] };
  /** Small print: why one gets this, where to change that. */
  footer: (string | { text: string; url: string })[];
  unsubscribe_url?: string | null;
  /** "#0b5f49" */
  accent: string | null;
};

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** Several lines as one, with commas where they ended. */
const joined = (text: string) => text.split("\n").map(oneLine).join(", ");

/** The letter as plain text that stands alone: every link in full, no markup. */
export function letterText(letter: Letter): string {
  const { facts, quotes = [], entries = [], action } = letter;
  const blocks = [
    letter.hello,
    ...letter.opening,
    facts
      .map(({ label, value, url }) => `${label}: ${joined(value)}${url && url !== value ? `\n${url}` : ""}`)
      .join("\n"),
    entries
      .map(({ when, what, more, url }) =>
        [`${when}  ${oneLine(what)}`, more && `    ${oneLine(more)}`, url && `    ${url}`]
          .filter(Boolean)
          .join("\n"),
      )
      .join("\n"),
    ...quotes.map(({ label, text }) =>
      text.includes("\n") ? `${label}:\n${text.replace(/^/gm, "  ")}` : `${label}: ${text}`,
    ),
    action ? `${action.lead ?? `${action.label}:`}\n${action.url}` : "",
    ...letter.closing,
    [letter.from.name, ...letter.from.lines].join("\n"),
    [
      ...letter.footer.map((line) => (typeof line === "string" ? line : `${line.text}: ${line.url}`)),
      ...(letter.unsubscribe_url ? [`No more of these: ${letter.unsubscribe_url}`] : []),
    ].join("\n"),
  ].filter((block) => block !== "");
  const footer = letter.footer.length > 0 || letter.unsubscribe_url ? blocks.pop() : null;
  return `${blocks.join("\n\n")}\n${footer ? `\n-- \n${footer}\n` : ""}`;
}
