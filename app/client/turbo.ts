import "@hotwired/turbo";

/** A form may be sent again when its answer did not replace it (public/enhance.js lets each be sent once). */
const release = (form: HTMLFormElement) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
};

document.addEventListener("turbo:submit-end", ({ detail }) => {
  if (!detail.success) release(detail.formSubmission.formElement);
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

let visits = 0;
document.addEventListener("turbo:load", () => {
  forgetFlash();
  // The first page is announced by the browser; those that Turbo puts in its place would come in silence.
  if (visits++ === 0) return;
  const words = document.createElement("span");
  words.className = "hide";
  words.textContent = document.title;
  document.getElementById("live")?.replaceChildren(words);
});
