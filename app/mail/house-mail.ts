import { letterHtml } from "#app/mail/letter-html.ts";
import type { Mail } from "#app/mail/message.server.ts";

const LINK = /^https?:\/\/\S+$/;

/**
 * A mail of Daybook's own to one person, about their account or what they run; nobody reads answers to it.
 * @param lines the text; an empty one parts two paragraphs, and a link stands on a line of its own
 * @param label what the link does, for its button in HTML
 */
export function houseMail(to: string, subject: string, lines: string[], label = "Open the page"): Mail {
  const [hello = "", ...rest] = lines.join("\n").split(/\n{2,}/);
  // A paragraph is broken into lines for programs that show text; HTML breaks its own.
  const paragraphs = rest.flatMap((text) => {
    const url = text.split("\n").find((line) => LINK.test(line));
    const words = text
      .split("\n")
      .filter((line) => line !== url)
      .join(" ");
    return [...(words ? [words] : []), ...(url ? [url] : [])];
  });
  const at = paragraphs.findIndex((text) => LINK.test(text));
  const url = paragraphs[at];
  const html = letterHtml({
    subject,
    hello,
    opening: at < 0 ? paragraphs : paragraphs.slice(0, at),
    facts: [],
    ...(url && { action: { label, url } }),
    closing: at < 0 ? [] : paragraphs.slice(at + 1),
    from: { name: "Daybook", lines: [] },
    footer: [],
    accent: null,
  });
  return { to, reply_to: null, from_name: "Daybook", subject, text: `${lines.join("\n")}\n`, html };
}
