// The start's comfort, never needed: the browser's zone, a look whether a name is free, copying.
(() => {
  // The zone that the device has, in place of a guess; browsers may know it by a former name.
  const zone = document.querySelector("select[data-guess]");
  if (zone) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const name = JSON.parse(zone.dataset.guess)[own] ?? own;
    if ([...zone.options].some((option) => option.value === name)) zone.value = name;
  }

  const field = document.querySelector("[data-check]");
  if (field) watchUsername(field);

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    const label = button.querySelector("[data-label]");
    const words = label.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        label.textContent = "Copied";
        document.getElementById("live")?.replaceChildren(hidden("Copied."));
      } catch {
        label.textContent = "Select and copy it";
      }
      setTimeout(() => {
        label.textContent = words;
      }, 2500);
    });
  }

  function hidden(text) {
    const span = document.createElement("span");
    span.className = "hide";
    span.textContent = text;
    return span;
  }

  /** Proposes a name for the link while the own name is typed, until somebody touches it; says whether it is free. */
  function watchUsername(box) {
    const input = box.querySelector("input");
    const person = document.getElementById("name");
    const answer = box.querySelector("[data-answer]");
    box.querySelector("button").hidden = true;
    const first = person.value;
    let touched = new URLSearchParams(location.search).has("username") || input.hasAttribute("aria-invalid");
    let timer;
    let asked = 0;

    const ask = async (query, take) => {
      const turn = ++asked;
      const response = await fetch(`${box.dataset.check}?${new URLSearchParams(query)}`);
      if (!response.ok || response.redirected) return;
      const check = await response.json();
      // Answers may overtake each other; only the last question counts.
      if (turn !== asked) return;
      if (take) input.value = check.username;
      draw();
      show(check);
    };
    const draw = () => {
      const mock = (name) => document.querySelector(`[data-mock=${name}]`);
      mock("name").textContent = person.value;
      mock("link").textContent = box.querySelector("[aria-hidden]").textContent + input.value;
    };
    const soon = (query, take) => {
      draw();
      clearTimeout(timer);
      timer = setTimeout(() => ask(query, take).catch(() => {}), 250);
    };

    const show = ({ username, is_free, problem, alternatives }) => {
      input.removeAttribute("aria-invalid");
      box.querySelector(":scope > .wrong")?.remove();
      const line = document.createElement("p");
      line.className = is_free ? "free" : "wrong";
      line.textContent = is_free ? `✓ “${username}” is free.` : problem;
      answer.replaceChildren(line);
      if (alternatives.length === 0) return;
      const list = document.createElement("p");
      list.className = "flex flex-wrap items-center gap-2";
      for (const other of alternatives) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "step";
        button.textContent = other;
        button.onclick = () => {
          touched = true;
          input.value = other;
          input.focus();
          soon({ username: other, name: person.value });
        };
        list.append(button);
      }
      answer.append(list);
    };

    input.addEventListener("input", () => {
      touched = input.value !== "";
      if (touched) soon({ username: input.value, name: person.value });
      else answer.replaceChildren();
    });
    person.addEventListener("input", () => {
      draw();
      if (!touched && person.value.trim()) soon({ name: person.value }, true);
    });
    if (!touched && first && input.value) soon({ username: input.value, name: first });
  }
})();
