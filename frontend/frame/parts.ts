/** The page of parts: what scripts make is made by the same scripts. */
import { listenForHotkeys, showKeys } from "../shared/hotkeys.ts";
import { toast } from "../shared/toast.ts";

listenForHotkeys();
document.querySelector("[data-show-keys]")?.addEventListener("click", showKeys);
document.querySelector("[data-show-toast]")?.addEventListener("click", () => {
  toast("Isian dikosongkan.", "Kembalikan", () => undefined);
});
for (const box of document.querySelectorAll<HTMLElement>("[data-part] [data-sign]")) box.hidden = false;
