/** What the server sends, from `siantar.faces.dispatch.shapes`. Written by `make types`; do not edit. */

/** The order after a change by hand. */
export interface Arranged {
  tours: Record<string, TourOut>;
  free: FreeFile[];
  broken: BrokenRule[];
  work: number;
  longest_to_mean: number | null;
  locked: string[];
  change: ChangeCost;
}

/** A column of the board; `not_for` are receipt numbers kept from this courier. */
export interface BoardCourier {
  id: string;
  name: string;
  run: string;
  number: string;
  version: number;
  out: boolean;
  told: boolean;
  heard_at: string | null;
  ends_at: string;
  capacity: number;
  at: [number, number];
  done: DoneOut;
  not_for: string[];
}

/** A file as a card shows it. */
export interface BoardFile {
  number: string;
  name: string;
  service: string;
  line: string;
  rt: string;
  rw: string;
  village: string;
  landmark: string;
  promised_at: string | null;
  overdue: boolean;
  attempts: number;
  failure: string;
  note: string;
  old_ktp: boolean;
  agreed: [string, string][];
  aboard: boolean;
  lat: number | null;
  lon: number | null;
  found: string | null;
}

/** The whole board; `files` by receipt number, `nowhere` those without a place on the map. */
export interface BoardOut {
  tours: Record<string, TourOut>;
  free: FreeFile[];
  broken: BrokenRule[];
  work: number;
  longest_to_mean: number | null;
  locked: string[];
  day: string;
  now: string;
  zone: string;
  rough: boolean;
  office: OfficePoint;
  couriers: BoardCourier[];
  files: Record<string, BoardFile>;
  villages: Village[];
  nowhere: string[];
  apart: Record<string, string>;
  map_words: string;
}

/** A rule the order breaks. */
export interface BrokenRule {
  courier: string;
  number: string;
  words: string;
}

/** What a change costs: seconds of work, metres of way, rules broken more. */
export interface ChangeCost {
  work: number;
  metres: number;
  broken: number;
}

/** How a resident is reached: a number that can be called, and what else was written beside it. */
export interface Contact {
  phone: string;
  note: string;
}

/** What of a run is over. */
export interface DoneOut {
  delivered: number;
  failed: number;
  aboard: number;
  all: number;
}

/** A file nobody drives, and why. */
export interface FreeFile {
  number: string;
  why: string;
}

/** Where the office is, if anybody has told. */
export interface OfficePoint {
  lat: number | null;
  lon: number | null;
}

/** How far a plan is while there is none yet. */
export interface PlanAwaited {
  status: string;
  better: number;
}

/** A plan is being made. */
export interface PlanBegun {
  id: string;
  seconds: number;
}

/** How far a plan is, and the best so far; `better` counts how often it got better. */
export interface PlanSeen {
  tours: Record<string, TourOut>;
  free: FreeFile[];
  broken: BrokenRule[];
  work: number;
  longest_to_mean: number | null;
  locked: string[];
  status: string;
  better: number;
}

/** A refusal in a sentence. */
export interface RefusalOut {
  error: string;
}

/** Whether one courier's rest was changed, in a sentence. */
export interface Replanned {
  changed: boolean;
  words: string;
}

/** When a stop begins, and how long the courier waits before it. */
export interface StopTime {
  number: string;
  at: string;
  waiting: number;
}

/** The order with its times: nothing personal. Tours by courier. */
export interface Times {
  tours: Record<string, TourOut>;
  free: FreeFile[];
  broken: BrokenRule[];
  work: number;
  longest_to_mean: number | null;
  locked: string[];
}

/** A courier's tour with its times. */
export interface TourOut {
  stops: StopTime[];
  work: number;
  travel: number;
  ends: string | null;
}

/** The middle of a kelurahan, and the rings of its border as [lat, lon]; none where nobody brought one. */
export interface Village {
  name: string;
  lat: number;
  lon: number;
  border: [number, number][][];
}
