import { visit } from "@hotwired/turbo";

/** A form may be sent again when its answer did not replace it (public/enhance.js lets each be sent once). */
const release = (form: HTMLFormElement) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
};

document.addEventListener("turbo:submit-end", ({ detail }) => {
  if (!detail.success) release(detail.formSubmission.formElement);
});

/** Without a line Turbo says nothing, and a page that answers nothing looks broken. */
document.addEventListener("turbo:fetch-request-error", () => {
  const words = document.createElement("p");
  words.className = "alert wrong";
  words.textContent = "There is no connection just now. Please look again in a moment before you repeat it.";
  document.getElementById("live")?.replaceChildren(words);
});

// Links within the page are the browser's: it also moves where the next Tab begins, which Turbo does not.
document.addEventListener("turbo:click", (event) => {
  const there = new URL(event.detail.url);
  if (there.hash && there.href.replace(there.hash, "") === location.href.replace(location.hash, ""))
    event.preventDefault();
});

/** What a page says once ("Saved.") is not said again by a reload or a bookmark. */
const forgetFlash = () => {
  const here = new URL(location.href);
  if (!here.searchParams.has("just")) return;
  here.searchParams.delete("just");
  history.replaceState(history.state, "", here);
};

/** Said to who listens and shown to nobody. */
const say = (text: string) => {
  const words = document.createElement("span");
  words.className = "hide";
  words.textContent = text;
  document.getElementById("live")?.replaceChildren(words);
};

/** What is to be said of the next page in place of its title. */
let instead: string | null = null;
let visits = 0;
document.addEventListener("turbo:load", () => {
  forgetFlash();
  const text = instead ?? document.title;
  instead = null;
  // The first page is announced by the browser; those that Turbo puts in its place would come in silence.
  if (visits++ > 0 && text) say(text);
});

/** Asks for the page on show once more and takes the difference; `text` is said then, "" for nothing. */
export function refreshPage(text: string): void {
  instead = text;
  // Of the same address, "replace" is a refresh: app/root.tsx says that it morphs and keeps the place scrolled to.
  visit(location.href, { action: "replace" });
}
