/**
 * Drags hours in a week that is drawn (app/components/hours/week-fields.tsx), by quarters of an hour. The fields beside it stay
 * what counts: a drag writes into them, and what is typed there is drawn. Nothing is sent until the form is.
 */
const DAY_MIN = 1440;
const STEP = 15;
/** Pixels at each end of a bar that make it longer or shorter. */
const GRIP = 10;

type Row = { from: HTMLInputElement; to: HTMLInputElement };
type Bar = { row: Row; column: number; starts: number; ends: number };
type Drag = {
  board: HTMLElement;
  row: Row;
  mode: "make" | "move" | "start" | "end";
  grabbed: number;
  starts: number;
  ends: number;
};

let drag: Drag | null = null;

const minutesOf = (text: string): number | null => {
  const found = /^(\d\d):(\d\d)/.exec(text);
  return found && Number(found[1]) * 60 + Number(found[2]);
};
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const within = (minutes: number, low: number, high: number) => Math.min(Math.max(minutes, low), high);

const daysOf = (board: HTMLElement): string[] => (board.dataset.days ?? "").split(",");

function rowsOf(board: HTMLElement, weekday: string): Row[] {
  const prefix = board.dataset.weekEditor ?? "";
  const rows: Row[] = [];
  for (let index = 0; ; index++) {
    const from = document.getElementById(`${prefix}from_${weekday}_${index}`);
    const to = document.getElementById(`${prefix}to_${weekday}_${index}`);
    if (!(from instanceof HTMLInputElement && to instanceof HTMLInputElement)) return rows;
    rows.push({ from, to });
  }
}

const barsOf = (board: HTMLElement): Bar[] =>
  daysOf(board).flatMap((weekday, column) =>
    rowsOf(board, weekday).flatMap((row) => {
      const starts = minutesOf(row.from.value);
      const ends = minutesOf(row.to.value) || (row.to.value ? DAY_MIN : null);
      return starts !== null && ends !== null && starts < ends ? [{ row, column, starts, ends }] : [];
    }),
  );

function draw(board: HTMLElement): void {
  const bars = barsOf(board).map(({ column, starts, ends }) => {
    const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const place = { class: "open", x: column * 100 + 4, y: starts, width: 92, height: ends - starts };
    for (const [name, value] of Object.entries(place)) bar.setAttribute(name, String(value));
    return bar;
  });
  board.querySelector("svg g")?.replaceChildren(...bars);
}

const boards = () => document.querySelectorAll<HTMLElement>("[data-week-editor]");

function show(): void {
  for (const board of boards()) {
    board.hidden = false;
    draw(board);
  }
}

/** A row more on a day: the last one again, empty, under the next number. Null when the day is full. */
function addRow(button: HTMLElement): Row | null {
  const spans = button.closest("fieldset")?.querySelector(".hourspans");
  const last = spans?.lastElementChild;
  if (!spans || !last || spans.children.length >= 12) return null;
  const index = spans.children.length;
  const row = last.cloneNode(true) as HTMLElement;
  const [from, to] = row.querySelectorAll("input");
  const remove = row.querySelector("button");
  if (!from || !to || !remove) return null;
  for (const input of [from, to]) {
    input.id = input.name = input.name.replace(/_\d+$/, `_${index}`);
    input.value = "";
    input.removeAttribute("aria-invalid");
    const label = input.getAttribute("aria-label") ?? "";
    input.setAttribute("aria-label", `${label.replace(/, \d+$/, "")}, ${index + 1}`);
  }
  remove.value = remove.value.replace(/\d+$/, String(index));
  const words = remove.querySelector(".hide");
  if (words) words.textContent = `${(words.textContent ?? "").replace(/, \d+$/, "")}, ${index + 1}`;
  spans.append(row);
  return { from, to };
}

function emptyRow(board: HTMLElement, weekday: string): Row | null {
  const free = rowsOf(board, weekday).find(({ from, to }) => !from.value && !to.value);
  const button = document.querySelector<HTMLElement>(
    `[data-add="${board.dataset.weekEditor ?? ""}${weekday}"]`,
  );
  return free ?? (button && addRow(button));
}

/** Where the pointer is: which column, and which minute of the day. */
function placeOf(board: HTMLElement, { clientX, clientY }: PointerEvent) {
  const box = board.querySelector("svg")!.getBoundingClientRect();
  const column = Math.floor(((clientX - box.left) / box.width) * 7);
  return {
    column,
    minute: ((clientY - box.top) / box.height) * DAY_MIN,
    grip: (GRIP / box.height) * DAY_MIN,
  };
}

function begin(board: HTMLElement, event: PointerEvent): Drag | null {
  const { column, minute, grip } = placeOf(board, event);
  const bar = barsOf(board).find(
    (one) => one.column === column && one.starts <= minute && minute <= one.ends,
  );
  if (bar) {
    const { row, starts, ends } = bar;
    const mode = minute - starts < grip ? "start" : ends - minute < grip ? "end" : "move";
    return { board, row, mode, grabbed: minute, starts, ends };
  }
  const weekday = daysOf(board)[column];
  const row = weekday && emptyRow(board, weekday);
  const at = within(Math.floor(minute / STEP) * STEP, 0, DAY_MIN - STEP);
  return row ? { board, row, mode: "make", grabbed: at, starts: at, ends: at + STEP } : null;
}

function follow({ board, row, mode, grabbed, starts, ends }: Drag, event: PointerEvent): void {
  const { minute } = placeOf(board, event);
  const near = within(Math.round(minute / STEP) * STEP, 0, DAY_MIN);
  let [from, to] = [starts, ends];
  if (mode === "move") {
    const by = within(Math.round((minute - grabbed) / STEP) * STEP, -starts, DAY_MIN - ends);
    [from, to] = [starts + by, ends + by];
  } else if (mode === "start") from = within(near, 0, ends - STEP);
  else if (mode === "end" || near > grabbed) to = within(near, starts + STEP, DAY_MIN);
  else from = near;
  row.from.value = clock(from);
  row.to.value = clock(to);
  draw(board);
}

document.addEventListener("pointerdown", (event) => {
  const svg = event.target instanceof Element ? event.target.closest("svg") : null;
  const board = svg?.closest<HTMLElement>("[data-week-editor]");
  if (!svg || !board || event.button !== 0) return;
  drag = begin(board, event);
  if (!drag) return;
  event.preventDefault();
  svg.setPointerCapture(event.pointerId);
  follow(drag, event);
});
document.addEventListener("pointermove", (event) => {
  if (drag) follow(drag, event);
});
for (const end of ["pointerup", "pointercancel"] as const)
  document.addEventListener(end, () => {
    drag = null;
  });

document.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement && target.closest(".editday"))
    for (const board of boards()) draw(board);
});

/** Adding and removing a row need no request here. Before the form is sent: nobody listens later than this one. */
document.addEventListener(
  "click",
  (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-add], [data-remove]") : null;
    if (!button) return;
    if (button.dataset.add) {
      const row = addRow(button);
      if (!row) return;
      row.from.focus();
    } else {
      const inputs = button.parentElement?.querySelectorAll("input") ?? [];
      for (const input of inputs) input.value = "";
      inputs[0]?.focus();
    }
    event.preventDefault();
    for (const board of boards()) draw(board);
  },
  true,
);

document.addEventListener("turbo:load", show);
document.addEventListener("turbo:render", show);

export {};
