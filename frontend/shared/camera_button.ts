/** Buttons `[data-camera]` appear where there is a camera, and hand on what it reads. */
export function onCamera(take: (text: string, button: HTMLElement) => void): void {
  if (!navigator.mediaDevices?.getUserMedia) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-camera]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { scanWithCamera } = await import("./camera.ts");
      const { close = "Tutup", torch = "Senter", denied = "" } = button.dataset;
      const text = await scanWithCamera({ close, torch, denied });
      if (text) take(text, button);
    });
  }
}
