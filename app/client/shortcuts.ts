/** Keys: none is needed, and none counts while somebody types. Those without Ctrl can be turned off (WCAG 2.1.4). */
import { go, newBooking, placeOf } from "#app/client/commands.ts";
import { openHelp, openPalette } from "#app/client/palette.ts";

/** Milliseconds between "g" and the letter of a place. */
const PATIENCE = 1_500;
const OFF = "daybook-single-keys-off";

// Where a browser gives no storage, the switch holds as long as the page.
let are_on = true;
try {
  are_on = localStorage.getItem(OFF) === null;
} catch {}

const turn = (on: boolean) => {
  are_on = on;
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {}
};

const isTyping = ({ target, isComposing }: KeyboardEvent): boolean =>
  isComposing ||
  document.querySelector("dialog[open]") !== null ||
  (target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null);

const help = () => openHelp({ are_on, turn });
const palette = () => openPalette([{ label: "Show all keys", keys: "?", run: help }]);

let went_at = Number.NEGATIVE_INFINITY;

/** What a key without Ctrl does; false for one that does nothing. */
const press = (key: string): boolean => {
  if (performance.now() - went_at < PATIENCE) {
    went_at = Number.NEGATIVE_INFINITY;
    const place = placeOf(key);
    place?.click();
    return place !== undefined;
  }
  const fresh = newBooking();
  if (key === "g") went_at = performance.now();
  else if (key === "n" && fresh) go(fresh);
  else if (key === "/") palette();
  else if (key === "?") help();
  else return false;
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.altKey || isTyping(event)) return;
  const { key, ctrlKey, metaKey } = event;
  const is_palette = (ctrlKey || metaKey) && !event.shiftKey && key.toLowerCase() === "k";
  if (is_palette) palette();
  else if (ctrlKey || metaKey || !are_on || !press(key)) return;
  event.preventDefault();
});

document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("[data-palette]")) palette();
});
