/** What the server sends, from `siantar.faces.frame.shapes`. Written by `make types`; do not edit. */

/** The office's own map: where it is, which version of it, how large (bytes). */
export interface MapFile {
  url: string;
  version: string;
  size: number;
}

/** What became of a scan on a page of staff; `count` is what has been scanned so far, `complete` when that is all. `row` is the line of the scanned file in the page's list, as markup; `go` is the page the scan leads to; each is empty where there is none. */
export interface ScanAnswer {
  outcome: "ok" | "refused";
  title: string;
  text: string;
  count: number;
  complete: boolean;
  row: string;
  go: string;
}
