/**
 * Read a barcode with the camera: the browser's own detector where there is one, else zxing, served by ourselves.
 * A QR code goes before a Code 128 beside it, because it carries the proof of possession.
 */

import { codesIn } from "./zxing.ts";

type Read = (frame: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string; format: string }[]>;
}
declare const BarcodeDetector: { new (options: { formats: string[] }): Detector } | undefined;

function qrFirst<Code extends { format: string }>(codes: Code[], qr: string): Code | undefined {
  return codes.find((code) => code.format === qr) ?? codes[0];
}

function nativeReader(): Read | null {
  if (typeof BarcodeDetector === "undefined") return null;
  const detector = new BarcodeDetector({ formats: ["qr_code", "code_128"] });
  return async (frame) => {
    const codes = await detector.detect(frame);
    return qrFirst(codes, "qr_code")?.rawValue ?? null;
  };
}

function wasmReader(): Read {
  const canvas = document.createElement("canvas");
  return async (frame) => {
    canvas.width = frame.videoWidth;
    canvas.height = frame.videoHeight;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (!pen || !canvas.width) return null;
    pen.drawImage(frame, 0, 0);
    const image = pen.getImageData(0, 0, canvas.width, canvas.height);
    const codes = await codesIn(image, ["QRCode", "Code128"]);
    return qrFirst(codes, "QRCode")?.text ?? null;
  };
}

/** Open the camera in a dialog and give the first text read; null when the person closes it. */
export async function scanWithCamera(words: { close: string; torch: string; denied: string }): Promise<string | null> {
  const dialog = document.createElement("dialog");
  dialog.className = "camera";
  const video = document.createElement("video");
  video.playsInline = video.muted = true;
  const close = button(words.close);
  const torch = button(words.torch);
  torch.hidden = true;
  dialog.append(video, torch, close);
  document.body.append(dialog);
  dialog.showModal();
  let open = true;
  dialog.addEventListener("close", () => (open = false));
  close.addEventListener("click", () => dialog.close());
  let stream: MediaStream | undefined;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 } },
    });
    video.srcObject = stream;
    await video.play();
    offerTorch(stream, torch);
    const read = nativeReader() ?? wasmReader();
    while (open) {
      const text = await read(video);
      if (text) return text;
      await new Promise((done) => setTimeout(done, 60));
    }
    return null;
  } catch {
    alert(words.denied);
    return null;
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop();
    dialog.remove();
  }
}

function button(text: string): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button";
  element.textContent = text;
  return element;
}

function offerTorch(stream: MediaStream, torch: HTMLButtonElement): void {
  const track = stream.getVideoTracks()[0];
  if (!track || !("torch" in track.getCapabilities())) return;
  let on = false;
  torch.hidden = false;
  torch.addEventListener("click", () => {
    on = !on;
    void track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  });
}
