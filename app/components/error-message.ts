import { isRouteErrorResponse } from "@remix-run/react";

export type MessageLink = { href: string; label: string };
export type Message = {
  title: string;
  text: string;
  status: number;
  links: MessageLink[];
  retry_after_s?: number;
  /** In place of "Error 404" above the title. */
  eyebrow?: string;
};

const HOME: MessageLink = { href: "/", label: "Go to the start page" };

const WORDS: Record<number, { title: string; text: string }> = {
  400: {
    title: "We couldn't read that",
    text: "Something in the address or the form was not as expected. Go back, check it and try again.",
  },
  403: { title: "This page is not open to you", text: "Sign in with another account, or ask for access." },
  404: {
    title: "We can't find this page",
    text: "The link may be incomplete, or the page has moved. If you got it by e-mail, try copying it whole.",
  },
  405: { title: "That doesn't work here", text: "This address cannot do what was asked of it." },
  409: {
    title: "Something changed in the meantime",
    text: "Somebody was faster, or this was changed in another window. Nothing was saved. Have a fresh look.",
  },
  410: { title: "This page is gone", text: "What was here has ended and is no longer kept." },
  413: { title: "That was too much at once", text: "What you sent is too long. Shorten it and try again." },
  415: { title: "We couldn't read that", text: "The form arrived in a format that we don't understand." },
  422: { title: "That doesn't fit", text: "Something in the form can't be right. Go back and check it." },
  429: {
    title: "One moment, please",
    text: "There were very many requests from your connection. Wait a little, then try again.",
  },
  503: {
    title: "We'll be right back",
    text: "Daybook can't reach its books at the moment. Nothing of yours is lost. Please try again shortly.",
  },
};

const FAILED = {
  title: "Something went wrong on our side",
  text: "Nothing was booked or changed by this. Please try again; if it happens again, contact the provider directly.",
};

/** The words of an error page. Routes may throw a Response with their own: `{title, text, links, retry_after_s}`. */
export function errorMessage(error: unknown): Message {
  if (!isRouteErrorResponse(error)) return { ...FAILED, status: 500, links: [HOME] };
  const data: Record<string, unknown> = isObject(error.data) ? error.data : {};
  const words = WORDS[error.status] ?? (error.status < 500 ? (WORDS[400] as typeof FAILED) : FAILED);
  const links = Array.isArray(data.links) ? data.links.filter(isLink) : [];
  return {
    title: typeof data.title === "string" ? data.title : words.title,
    text: typeof data.text === "string" ? data.text : words.text,
    status: error.status,
    links: links.length > 0 ? links : [HOME],
    eyebrow: typeof data.eyebrow === "string" ? data.eyebrow : undefined,
    retry_after_s: typeof data.retry_after_s === "number" ? data.retry_after_s : undefined,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLink(value: unknown): value is MessageLink {
  return isObject(value) && typeof value.href === "string" && typeof value.label === "string";
}
