/**
 * A toggle says at once what it will say when the server has answered (`data-next` beside its present word), and goes back when
 * it was refused. The answer is a page, which says how it really is.
 */
const wordOf = (form: HTMLFormElement) => form.querySelector<HTMLElement>("button [data-next]");

const swap = (form: HTMLFormElement) => {
  const word = wordOf(form);
  if (!word) return;
  const { textContent } = word;
  word.textContent = word.dataset.next ?? textContent;
  word.dataset.next = textContent ?? "";
};

document.addEventListener("turbo:submit-start", ({ detail }) => swap(detail.formSubmission.formElement));
document.addEventListener("turbo:submit-end", ({ detail }) => {
  if (!detail.success) swap(detail.formSubmission.formElement);
});

export {};
