/** What a scanner or camera read: a tracking address keeps its proof behind the `#`. */
export interface Scanned {
  readonly number: string;
  readonly proof: string;
}

const SHAPE = /^[BR]?[0-9A-Z]{12}$/;

/** The number meant by a scanned text, or null when it cannot be one of ours (the server judges the rest). */
export function read(text: string): Scanned | null {
  const [address = "", proof = ""] = text.trim().split("#", 2);
  const last = address.split("/").pop() ?? "";
  const number = last.replace(/[\s\-.]/g, "").toUpperCase();
  return SHAPE.test(number) ? { number, proof } : null;
}
