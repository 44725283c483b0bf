/** What the server sends, from `siantar.faces.courier.shapes`. Written by `make types`; do not edit. */

/** With this the phone makes the codes of the badge (`delivery.badge`). */
export interface BadgeOut {
  code: string;
  secret: string;
  address: string;
}

/** Whose day it is. */
export interface CourierOut {
  id: string;
  name: string;
}

/** All the phone is told at once. */
export interface Day {
  day: string;
  zone: string;
  office: OfficePlace;
  run: RunOfDay | null;
  doors: DoorOut[];
  failures: [string, string][];
  attempts: number;
  elsewhere: Record<string, string>;
  csrf: string;
  courier: CourierOut;
  server_time: string;
  key: KeyOut;
  badge: BadgeOut;
  old_keys: Record<string, string>;
  letterbox: string;
  tiles: string;
  map: MapFile | null;
}

/** One stop. `relations` may receive here; `proof_hash` is SHA-256 of the proof in the resident's QR code; `proof_asked`: `photo`, `signature`. */
export interface DoorOut {
  number: string;
  position: number;
  name: string;
  service: string;
  stage: Stage;
  attempts: number;
  phone: string;
  phone_note: string;
  line: string;
  rt: string;
  rw: string;
  village: string;
  landmark: string;
  note: string;
  failure: string;
  may_receive: string;
  lat: number | null;
  lon: number | null;
  found: string | null;
  old_ktp: boolean;
  mine: boolean;
  begins_at: string | null;
  expected: [string, string] | null;
  agreed: [string, string][];
  relations: [string, string][];
  proof_hash: string;
  proof_asked: string[];
}

/** The key of the day: 32 bytes in base64, and until when the phone may use it. */
export interface KeyOut {
  id: string;
  secret: string;
  until: string;
}

/** The office's own map: where it is, which version of it, how large (bytes). */
export interface MapFile {
  url: string;
  version: string;
  size: number;
}

/** The office, and where it is. */
export interface OfficePlace {
  name: string;
  lat: number | null;
  lon: number | null;
}

export interface OutcomeOut {
  id: string | null;
  outcome: "recorded" | "duplicate" | "conflict" | "refused";
  stage?: string | null;
  problem?: OutcomeProblem | null;
}

export interface OutcomeProblem {
  code: string;
  title: string;
}

/** From where to go on with a photo. */
export interface PieceTaken {
  offset: number;
}

/** Whether the PIN fits. */
export interface ReceiptChecked {
  verdict: "shown" | "not_shown" | "locked";
}

/** The run of the day; `stops` counts all of it, also those that are done. */
export interface RunOfDay {
  number: string;
  version: number;
  status: string;
  stops: number;
}

/** One answer for each event that was sent. */
export interface Sent {
  server_time: string;
  results: OutcomeOut[];
}

/** Public stages, product.md section 2. */
export type Stage = "received" | "incomplete" | "checking" | "awaiting_signature" | "sent_to_agency" | "at_agency" | "returned_for_correction" | "finished" | "issued_digitally" | "ready_for_pickup" | "ready_for_delivery" | "out_for_delivery" | "delivery_failed" | "delivered" | "collected" | "back_at_office" | "under_investigation" | "rejected" | "cancelled";
