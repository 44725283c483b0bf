/** A letter's PDF is compared with what was issued by its SHA-256, in this browser: nothing is sent. */
async function digestOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Say in the part's status whether this is the file whose digest the part names. */
export async function compareFile(part: HTMLElement, file: File): Promise<void> {
  const answer = part.querySelector<HTMLElement>("[role=status]");
  if (!answer) return;
  try {
    const same = (await digestOf(file)) === part.dataset.digest;
    answer.textContent = (same ? answer.dataset.same : answer.dataset.other) ?? "";
    answer.className = same ? "notice" : "notice notice-error";
  } catch {
    answer.textContent = answer.dataset.broken ?? "";
    answer.className = "notice notice-error";
  }
}

/** Files that are chosen in the parts `[data-letter-file]`, or dropped there where the page does not take them itself. */
export function onLetterFile(dropped: boolean): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-letter-file]")) {
    part.querySelector("input")?.addEventListener("change", (event) => {
      const [file] = (event.target as HTMLInputElement).files ?? [];
      if (file) void compareFile(part, file);
    });
    if (!dropped) continue;
    part.addEventListener("dragover", (event) => event.preventDefault());
    part.addEventListener("drop", (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void compareFile(part, file);
    });
  }
}
