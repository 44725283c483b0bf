/** Buttons `[data-camera]` (or others) appear where there is a camera, and hand on what it reads. */
export function onCamera(take: (text: string, button: HTMLElement) => void, buttons = "[data-camera]"): void {
  if (!navigator.mediaDevices?.getUserMedia) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>(buttons)) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { scanWithCamera } = await import("./camera.ts");
      const { close = "Tutup", torch = "Senter", denied = "" } = button.dataset;
      const text = await scanWithCamera({ close, torch, denied });
      if (text) take(text, button);
    });
  }
}
