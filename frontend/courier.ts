/** At the door: signature, a shrunken photo, position, and the receipt by camera. */
import SignaturePad from "signature_pad";
import { onCamera } from "./camera_button.ts";

const form = document.querySelector<HTMLFormElement>("form[data-proof]");
const LONGEST = 1280;

function drawSignature(): void {
  const canvas = form?.querySelector<HTMLCanvasElement>("[data-signature]");
  const hidden = form?.querySelector<HTMLInputElement>("[name=signature]");
  if (!canvas || !hidden) return;
  canvas.width = canvas.offsetWidth;
  canvas.height = canvas.offsetHeight;
  const pad = new SignaturePad(canvas, { penColor: "#211e19" });
  pad.addEventListener("endStroke", () => (hidden.value = pad.toDataURL("image/png")));
  form?.querySelector("[data-clear]")?.addEventListener("click", () => {
    pad.clear();
    hidden.value = "";
  });
}

/** About 200 kB instead of the phone's 8 MB; where it cannot be shrunk the photo goes as it is. */
async function shrink(file: File): Promise<File> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.75));
  return blob ? new File([blob], "amplop.jpg", { type: "image/jpeg" }) : file;
}

function watchPhoto(): void {
  const input = form?.querySelector<HTMLInputElement>("[name=photo]");
  input?.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    const box = new DataTransfer();
    box.items.add(await shrink(file));
    input.files = box.files;
  });
}

function fillPosition(): void {
  navigator.geolocation?.getCurrentPosition(({ coords }) => {
    const told = { lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy };
    for (const [name, value] of Object.entries(told)) {
      for (const input of document.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)) input.value = String(value);
    }
  });
}

drawSignature();
watchPhoto();
fillPosition();
onCamera((text) => {
  const box = form?.querySelector<HTMLInputElement>("[name=proof]");
  if (box) box.value = text;
});
