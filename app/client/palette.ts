/** Ctrl K: type where to go or what to do. */
import { type Command, commandsHere, go, searchFor } from "#app/client/commands.ts";

const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** "g t" as two keys to see. */
const keysOf = (keys: string): HTMLElement =>
  make("span", { class: "keys" }, ...keys.split(" ").map((key) => make("kbd", {}, key)));

/** A dialog that is gone when it closes, and whose backdrop closes it. */
function showDialog(dialog: HTMLDialogElement): void {
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

const matches = (label: string, words: string): boolean => {
  const text = ` ${label.toLowerCase()}`;
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(` ${word}`));
};

/** @param more what is to be found beside what the page itself offers */
export function openPalette(more: Command[]): void {
  const commands = [...commandsHere(), ...more];
  const input = make("input", {
    ...{ type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list" },
    ...{ "aria-label": "Go to or do", "aria-autocomplete": "list", placeholder: "Go to or do…" },
    ...{ class: "input", autocomplete: "off", spellcheck: "false" },
  });
  const list = make("ul", { id: "palette-list", role: "listbox", "aria-label": "Where to go, what to do" });
  const dialog = make("dialog", { class: "palette", "aria-label": "Go to or do" }, input, list);
  let shown: Command[] = [];
  let chosen = 0;

  const choose = (index: number) => {
    chosen = (index + shown.length) % Math.max(1, shown.length);
    for (const [n, option] of [...list.children].entries())
      option.setAttribute("aria-selected", String(n === chosen));
    const option = list.children[chosen];
    input.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    const words = input.value.trim();
    const search = words && searchFor(words);
    shown = commands.filter(({ label }) => matches(label, words));
    if (search) shown.push({ label: `Look for “${words}” in bookings`, keys: "", run: () => go(search) });
    list.replaceChildren(
      ...shown.map(({ label, keys }, n) =>
        make(
          "li",
          { role: "option", id: `palette-${n}` },
          make("span", {}, label),
          ...(keys ? [keysOf(keys)] : []),
        ),
      ),
    );
    choose(0);
  };
  const run = (index: number) => {
    const command = shown[index];
    dialog.close();
    command?.run();
  };

  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen + step);
    else if (event.key === "Enter") run(chosen);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", ({ target }) => {
    const option = (target as Element).closest("[role=option]");
    if (option) run([...list.children].indexOf(option));
  });
  draw();
  showDialog(dialog);
}

/** What each key does, and the switch for those that need no Ctrl. */
export function openHelp(single_keys: { are_on: boolean; turn: (on: boolean) => void }): void {
  const rows = [
    ["Go to or do…", "Ctrl K"],
    ["The same", "/"],
    ["These keys", "?"],
    ...commandsHere().flatMap(({ label, keys }) => (keys ? [[label, keys]] : [])),
  ] as [string, string][];
  const box = make("input", { type: "checkbox", ...(single_keys.are_on ? { checked: "" } : {}) });
  box.addEventListener("change", () => single_keys.turn(box.checked));
  const close = make("button", { type: "button", class: "btn" }, "Close");
  const dialog = make(
    "dialog",
    { class: "palette help", "aria-labelledby": "keys-title" },
    make("h2", { id: "keys-title" }, "Keys"),
    make(
      "dl",
      {},
      ...rows.map(([label, keys]) => make("div", {}, make("dt", {}, label), make("dd", {}, keysOf(keys)))),
    ),
    make("label", {}, box, "Use keys without Ctrl"),
    close,
  );
  close.addEventListener("click", () => dialog.close());
  showDialog(dialog);
}
