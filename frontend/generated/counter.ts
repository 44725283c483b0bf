/** What the server sends, from `siantar.faces.counter.shapes`. Written by `make types`; do not edit. */

/** The person this office knows by NIK, when they last came, and what should be looked at again before saving. */
export interface KnownResident {
  known: boolean;
  name: string;
  phone: string;
  last: string;
  doubts: string[];
  open: OpenFile[];
}

/** The number of the waiting room that this counter called, what the button says next, and what went wrong. */
export interface NumberCalled {
  number: number;
  label: string;
  sentence: string;
}

/** A file of this person and service that is not finished: its number as people read it, and its page. */
export interface OpenFile {
  number: string;
  address: string;
  service: string;
}
