// Comfort, never needed: every page works without this file.
(() => {
  const live = document.getElementById("live");
  const picker = document.querySelector("[data-zone]");

  const sameClock = (one, other) => {
    // Paris and Berlin show the same, in both halves of the year: nothing to ask.
    const show = (zone, at) => new Date(at).toLocaleString("en", { timeZone: zone });
    const now = Date.now();
    return [now, now + 182 * 864e5].every((at) => show(one, at) === show(other, at));
  };
  const city = (zone) => zone.split("/").pop().replace(/_/g, " ");

  /** First visit, another clock: propose the device's zone. */
  const proposeZone = () => {
    const shown = picker.dataset.zone;
    const here = new URL(location.href);
    if (here.searchParams.has("tz") || /(^|; )tz=/.test(document.cookie)) return;
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || sameClock(own, shown)) return;
    here.searchParams.set("tz", own);
    const box = document.createElement("div");
    box.className = "alert good propose";
    const text = document.createElement("p");
    text.textContent = `Your device is in ${own.replace(/_/g, " ")}. Show times there?`;
    const yes = document.createElement("a");
    yes.className = "btn main";
    yes.href = here.href;
    yes.textContent = `Use ${city(own)} time`;
    const no = document.createElement("button");
    no.type = "button";
    no.className = "btn";
    no.textContent = `Keep ${city(shown)} time`;
    no.onclick = () => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers
      document.cookie = `tz=${encodeURIComponent(shown)};path=/;max-age=31536000;samesite=lax`;
      box.remove();
    };
    box.append(text, yes, no);
    live?.append(box);
  };

  if (picker) {
    try {
      proposeZone();
    } catch {
      // No zones in this browser: all stays as it is.
    }
  }

  // A double click sends once. Not `disabled` at once: the pressed button's own value must still travel.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("[type=submit]")) button.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  });

  // Below, what is meant is looked up when it happens: the dashboard's pages take each other's place (app/client/turbo.ts).

  // An open menu closes by a press beside it, and by Escape.
  const close = ({ target, key }) => {
    const menu = document.querySelector("details.menu[open], details.restmenu[open]");
    if (!menu || (key ? key !== "Escape" : menu.contains(target))) return;
    menu.open = false;
    if (key) menu.querySelector("summary").focus();
  };
  document.addEventListener("pointerdown", close);
  document.addEventListener("keydown", close);

  // Settings: the samples follow the chosen colour at once.
  const showColour = (target) => {
    const sample = document.querySelector("link[data-sample]");
    const form = sample?.closest("form");
    if (!form?.contains(target)) return;
    const own = document.getElementById("own");
    const choices = form.elements.choice;
    if (target === own) choices.value = "own";
    const chosen = [...choices].find(({ checked }) => checked);
    const accent = chosen?.dataset.accent ?? own.value;
    sample.href = sample.href.replace(/[0-9a-f]{6}(?=-sample)/, accent.slice(1).toLowerCase());
  };
  document.addEventListener("input", ({ target }) => showColour(target));

  // Room left in a long text, said when it gets tight. The line is there before it speaks, or it would not be heard.
  const roomOf = (area) => {
    const next = area.nextElementSibling;
    if (next?.matches("[data-room]")) return next;
    const left = document.createElement("small");
    left.dataset.room = "";
    left.setAttribute("aria-live", "polite");
    area.after(left);
    return left;
  };
  const isLong = (target) => target.matches?.("textarea[maxlength]");
  document.addEventListener("focusin", ({ target }) => isLong(target) && roomOf(target));
  document.addEventListener("input", ({ target }) => {
    if (!isLong(target)) return;
    const room = target.maxLength - target.value.length;
    roomOf(target).textContent = room < 200 ? `${room} characters left` : "";
  });
})();
