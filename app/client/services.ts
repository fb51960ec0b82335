/** A service's form: "What customers see" follows what is typed. The button beside it does the same without script. */

let waiting: ReturnType<typeof setTimeout> | undefined;
let running: AbortController | undefined;

const show = async (form: HTMLFormElement, address: string) => {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch(address, { method: "POST", body, signal });
    // Half a word typed is no mistake yet: what is wrong is said on saving.
    if (answer.status !== 200) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("example");
    if (fresh && !signal.aborted) document.getElementById("example")?.replaceChildren(...fresh.childNodes);
  } catch {
    // Offline, or a newer one is on its way: the last example stays.
  }
};

document.addEventListener("input", ({ target }) => {
  const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-example]") : null;
  const address = form?.dataset.example;
  if (!form || !address) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(form, address), 600);
});

export {};
