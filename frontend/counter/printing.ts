/** The receipt prints by itself after saving, on the paper this counter used last; the next resident need not wait. */
const PAPER = "siantar-kertas";

/** The paper this workstation used last; null where it never printed. */
const paperHere = (): string | null => localStorage.getItem(PAPER);

/** Print the remembered size where the browser shows PDF; the links stay for everything else. */
export function printReceipt(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-print]")];
  const wanted = paperHere();
  const chosen = links.find((link) => link.dataset.print === wanted) ?? links[0];
  for (const link of links) {
    link.classList.toggle("button-primary", link === chosen);
    link.addEventListener("click", () => localStorage.setItem(PAPER, link.dataset.print ?? ""));
  }
  const later = document.querySelector("[data-later]") !== null; // one slip after the last file of a visit
  if (!chosen || later || !navigator.pdfViewerEnabled || alreadyPrinted(chosen.href)) return;
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = chosen.textContent ?? "";
  frame.src = chosen.href;
  frame.addEventListener("load", () => frame.contentWindow?.print());
  document.body.append(frame);
}

/** Going back to a saved receipt does not print it twice. */
function alreadyPrinted(address: string): boolean {
  const before = sessionStorage.getItem("siantar-tercetak") === address;
  sessionStorage.setItem("siantar-tercetak", address);
  return before;
}

/** Links that print a receipt anew use the paper of this workstation. */
export function reprintOnOwnPaper(): void {
  const paper = paperHere();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-reprint]"))
    if (paper) link.href = link.href.replace(/\/[^/]+\.pdf/, `/${paper}.pdf`);
}
