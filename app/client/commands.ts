/** What one can go to or do from here, read from the page itself: the palette and the shortcuts have no list of their own. */

export type Command = { label: string; keys: string; run: () => void };

/** Goes to an address as a link of the page does, so that Turbo decides whether it is one of its own. */
export function go(href: string): void {
  const link = document.createElement("a");
  link.href = href;
  document.body.append(link);
  link.click();
  link.remove();
}

const nav = () => document.querySelector<HTMLElement>("nav.places");
const wordsOf = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ").trim();

/** Where "new booking" leads, for who may make one. */
export const newBooking = (): string | null => nav()?.dataset.new ?? null;

/** Each place once, though the further ones are in the page twice. */
const places = (): HTMLAnchorElement[] => {
  const all = [...(nav()?.querySelectorAll<HTMLAnchorElement>("a[data-hotkey]") ?? [])];
  return all.filter(({ href }, index) => all.findIndex((other) => other.href === href) === index);
};

/** The place whose letter it is. */
export const placeOf = (letter: string): HTMLAnchorElement | undefined =>
  places().find(({ dataset }) => dataset.hotkey === letter);

/** All of them: making a booking, the places, what this page offers, what is about the person. */
export function commandsHere(): Command[] {
  const commands: Command[] = [];
  const known = new Set<string>();
  const add = (label: string, key: string, run: () => void, keys = "") => {
    if (label === "" || known.has(key)) return;
    known.add(key);
    commands.push({ label, keys, run });
  };
  const addLink = (link: HTMLAnchorElement, keys = "") =>
    add(link.getAttribute("aria-label") ?? wordsOf(link), link.href, () => link.click(), keys);

  const fresh = newBooking();
  if (fresh) add("New booking", new URL(fresh, location.href).href, () => go(fresh), "n");
  for (const link of places()) addLink(link, `g ${link.dataset.hotkey}`);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("main a.btn[href]")) addLink(link);
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".deskhead :is(.viewpage, .menu a)"))
    addLink(link);
  return commands;
}

/** Where bookings are looked for by a name, an e-mail or a phone number. */
export const searchFor = (words: string): string | null => {
  const bookings = placeOf("b");
  return bookings ? `${bookings.pathname}?q=${encodeURIComponent(words)}` : null;
};
