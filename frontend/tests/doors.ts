/** Doors for tests: give only what the test is about. */
import type { DoorOut } from "../generated/courier.ts";

const DOOR: DoorOut = {
  number: "A",
  position: 1,
  name: "Siti Aminah",
  service: "KTP-el hilang",
  stage: "out_for_delivery",
  attempts: 0,
  phone: "",
  phone_note: "",
  line: "Jl. Raya Serpong 1",
  rt: "001",
  rw: "002",
  village: "Serpong",
  landmark: "",
  note: "",
  failure: "",
  may_receive: "",
  lat: null,
  lon: null,
  found: null,
  old_ktp: false,
  mine: false,
  begins_at: null,
  expected: null,
  agreed: [],
  relations: [],
  proof_asked: ["photo", "signature"],
  proof_hash: "",
};

export const door = (facts: Partial<DoorOut>): DoorOut => ({ ...DOOR, ...facts });
