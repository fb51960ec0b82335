/**
 * A page that carries `data-live` (app/components/live.tsx) learns of changes: the server says that something changed, and
 * the page is asked for again. Nobody is disturbed: not while they type, choose or send, and not while nobody looks.
 */
import { refreshPage } from "#app/client/turbo.ts";

/** Milliseconds. */
const TRY_AGAIN = 1_000;
/** "In 25 minutes" must not stand there for an hour. */
const GROWS_OLD = 120_000;
/** So long it stands what one has just done, with the button that takes it back: one's own act is a change too. */
const IS_READ = 15_000;

let source: EventSource | null = null;
/** The server said that this page is to hear no more. */
let is_sent_away = false;
let news: string | null = null;
let made_at = Date.now();

const wanted = () => document.querySelector<HTMLElement>("[data-live]")?.dataset.live ?? null;
const pathOf = (address: string) => new URL(address, location.href).pathname;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isChanged = (field: Field): boolean => {
  if (field instanceof HTMLSelectElement)
    return [...field.options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type))
    return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
};

/** Something would be lost, or would move under somebody's hands. */
const isDisturbing = (): boolean =>
  document.hidden ||
  document.querySelector("html[aria-busy], form[aria-busy], dialog[open]") !== null ||
  (Date.now() - made_at < IS_READ && document.querySelector("main .alert.good") !== null) ||
  document.activeElement?.matches("main :is(input, textarea, select)") === true ||
  [...document.querySelectorAll<Field>("main :is(input, textarea, select)")].some(isChanged);

const refreshSoon = () => {
  if (news === null || wanted() === null) return;
  if (isDisturbing()) return void setTimeout(refreshSoon, TRY_AGAIN);
  const text = news;
  news = null;
  refreshPage(text);
};

/** `text` is for who listens; what is worth saying is not forgotten over what is not. */
const learn = (text: string) => {
  const waits = news !== null;
  news = news || text;
  if (!waits) refreshSoon();
};

const listen = () => {
  const address = document.hidden ? null : wanted();
  const is_open = source !== null && source.readyState !== EventSource.CLOSED;
  if (source && is_open && address && pathOf(source.url) === pathOf(address)) return;
  source?.close();
  source = null;
  if (address === null || is_sent_away) return;
  const here = new EventSource(address);
  source = here;
  let was_lost = false;
  here.addEventListener("change", () => learn("Something changed. This page is up to date again."));
  here.addEventListener("bye", () => {
    is_sent_away = true;
    here.close();
  });
  here.addEventListener("error", () => {
    was_lost = true;
  });
  // What happened while the line was down, nobody said.
  here.addEventListener("open", () => was_lost && learn(""));
};

document.addEventListener("turbo:load", () => {
  made_at = Date.now();
  is_sent_away = false;
  if (wanted() === null) news = null;
  listen();
});
document.addEventListener("visibilitychange", () => {
  listen();
  if (!document.hidden && wanted() !== null && Date.now() - made_at > TRY_AGAIN) learn("");
});
// A page in the browser's store of pages keeps no connection.
addEventListener("pagehide", () => {
  source?.close();
  source = null;
});
addEventListener("pageshow", (event) => {
  if (event.persisted) listen();
});
setInterval(() => {
  if (wanted() === null || document.hidden) return;
  // A browser does not come back by itself after an answer that is no stream (a restart, a database away).
  listen();
  if (Date.now() - made_at > GROWS_OLD) learn("");
}, GROWS_OLD / 4);

// What somebody opened stays open when the page around it changes.
document.addEventListener("turbo:before-morph-attribute", (event) => {
  const { detail, target } = event as CustomEvent<{ attributeName: string }>;
  if (detail.attributeName === "open" && target instanceof HTMLDetailsElement) event.preventDefault();
});
