/** What the server sends, from `siantar.faces.counter.shapes`. Written by `make types`; do not edit. */

/** Whether a NIK was seen before, and what its person told last. */
export interface KnownResident {
  known: boolean;
  name?: string;
  phone?: string;
}
