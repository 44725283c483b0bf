/** The QR code in a photo of a letter, found on this device. Dim, tilted and grainy photos are tried in several ways. */
import { codesIn } from "../shared/zxing.ts";

/** Longest sides in pixels, the likeliest first; over how many pixels grain is averaged before, 0: as it is. */
const TRIES: [side: number, grain: number][] = [
  [2400, 0],
  [3600, 1],
  [3600, 2],
  [2400, 1],
  [3600, 0],
  [1400, 0],
];

/** What the code says; null where none is legible. Throws for what is no picture. */
export async function codeInPhoto(photo: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(photo);
  try {
    for (const [side, grain] of TRIES) {
      const picture = drawn(bitmap, Math.min(side, 2 * Math.max(bitmap.width, bitmap.height)));
      const codes = await codesIn(grain ? clear(picture, grain) : picture, ["QRCode"]);
      const code = codes.find(({ text }) => text.includes("/surat/")) ?? codes[0];
      if (code) return code.text;
    }
    return null;
  } finally {
    bitmap.close();
  }
}

function drawn(bitmap: ImageBitmap, side: number): ImageData {
  const scale = side / Math.max(bitmap.width, bitmap.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Grain is averaged over so many pixels around, what light there is fills the whole scale, edges are drawn sharper. */
function clear(picture: ImageData, grain: number): ImageData {
  const { width, height } = picture;
  const grey = stretched(blurred(greyOf(picture), width, height, grain));
  const around = blurred(grey, width, height, 4);
  for (let at = 0; at < grey.length; at++) grey[at] = 3 * (grey[at] ?? 0) - 2 * (around[at] ?? 0);
  return inGrey(grey, width, height);
}

/** All but the darkest and the lightest hundredth from black to white. */
function stretched(grey: Float32Array): Float32Array {
  const counts = new Uint32Array(256);
  for (const value of grey) counts[Math.round(value)] = (counts[Math.round(value)] ?? 0) + 1;
  const few = grey.length / 100;
  const low = levelAt(counts, few);
  const high = Math.max(low + 1, levelAt(counts, grey.length - few));
  return grey.map((value) => ((value - low) * 255) / (high - low));
}

function levelAt(counts: Uint32Array, rank: number): number {
  let sum = 0;
  return counts.findIndex((count) => {
    sum += count;
    return sum >= rank;
  });
}

function greyOf({ data }: ImageData): Float32Array {
  const grey = new Float32Array(data.length / 4);
  for (let at = 0; at < grey.length; at++)
    grey[at] = 0.299 * (data[at * 4] ?? 0) + 0.587 * (data[at * 4 + 1] ?? 0) + 0.114 * (data[at * 4 + 2] ?? 0);
  return grey;
}

function inGrey(grey: Float32Array, width: number, height: number): ImageData {
  const picture = new ImageData(width, height);
  for (let at = 0; at < grey.length; at++) {
    const value = grey[at] ?? 0;
    picture.data.fill(value, at * 4, at * 4 + 3);
    picture.data[at * 4 + 3] = 255;
  }
  return picture;
}

/** The mean of the square around each pixel, by running sums: rows, then columns. */
function blurred(grey: Float32Array, width: number, height: number, reach: number): Float32Array {
  const rows = runningMeans(grey, height, width, width, 1, reach);
  return runningMeans(rows, width, height, 1, width, reach);
}

function runningMeans(
  from: Float32Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  reach: number,
): Float32Array {
  const into = new Float32Array(from.length);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    let sum = 0;
    let count = 0;
    for (let at = -reach; at < length; at++) {
      const entering = at + reach;
      if (entering < length) {
        sum += from[start + entering * step] ?? 0;
        count++;
      }
      const leaving = at - reach - 1;
      if (leaving >= 0) {
        sum -= from[start + leaving * step] ?? 0;
        count--;
      }
      if (at >= 0) into[start + at * step] = sum / count;
    }
  }
  return into;
}
