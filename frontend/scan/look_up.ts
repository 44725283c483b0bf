/** Pages that look something up by one scan: scanner or camera fill the box and send the form once. */
import { onCamera } from "../shared/camera_button.ts";
import { onWedge } from "../shared/wedge.ts";

const box = document.querySelector<HTMLInputElement>("[data-look-up] [name=scan]");
let sent = false;

function take(text: string): void {
  if (!box) return;
  box.value = text;
  if (!sent) box.form?.requestSubmit();
  sent = true;
}

if (box) onWedge(box, take);
onCamera(take);
addEventListener("pageshow", () => {
  sent = false;
});
