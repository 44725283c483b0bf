/** Pages that look something up by one scan: the camera fills the box and sends the form. */
import { onCamera } from "../shared/camera_button.ts";

const box = document.querySelector<HTMLInputElement>("[data-look-up] [name=scan]");

onCamera((text) => {
  if (!box) return;
  box.value = text;
  box.form?.requestSubmit();
});
