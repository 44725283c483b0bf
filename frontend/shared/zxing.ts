/** The decoder for barcodes (zxing, MIT), served by ourselves. */
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

type Format = "QRCode" | "Code128";
let ready = false;

/** What is written in the codes of a picture; `format` as the decoder calls it. */
export async function codesIn(picture: ImageData, formats: Format[]): Promise<{ text: string; format: string }[]> {
  if (!ready) prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
  ready = true;
  return await readBarcodes(picture, { formats, tryHarder: true });
}
