/** The page of a file prints the receipt anew on the paper this workstation used last. */
import { paperHere } from "./printing.ts";

const paper = paperHere();
for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-reprint]"))
  if (paper) link.href = link.href.replace(/\/[^/]+\.pdf/, `/${paper}.pdf`);
