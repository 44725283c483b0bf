/** The list of services is narrowed while one types; without a script the form asks the server, which folds alike. */
export function searchAtOnce(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLInputElement>("input");
  const lines = [...document.querySelectorAll<HTMLElement>("details[data-words]")];
  const count = document.querySelector<HTMLElement>("[data-count]");
  if (!box || box.value) return;
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().replaceAll("-", " ").split(/\s+/).filter(Boolean);
    for (const line of lines) line.hidden = !words.every((word) => line.dataset.words?.includes(word));
    const left = lines.filter((line) => !line.hidden).length;
    if (!count) return;
    count.hidden = words.length === 0;
    count.textContent = left ? `${left} ${count.dataset.some}` : (count.dataset.none ?? "");
  });
}
