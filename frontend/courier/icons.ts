/** The icons of the app (Lucide), inlined so that they are there without network; always beside a word. */
import left from "icon:arrow-left";
import right from "icon:arrow-right";
import camera from "icon:camera";
import check from "icon:check";
import next from "icon:chevron-right";
import sent from "icon:cloud-check";
import offline from "icon:cloud-off";
import sending from "icon:cloud-upload";
import done from "icon:flag";
import idCard from "icon:id-card";
import badge from "icon:id-card-lanyard";
import info from "icon:info";
import list from "icon:list";
import mapPin from "icon:map-pinned";
import message from "icon:message-circle";
import navigation from "icon:navigation";
import parcel from "icon:package";
import deliver from "icon:package-check";
import phone from "icon:phone";
import scan from "icon:scan-qr-code";
import failed from "icon:x";

const DRAWINGS = {
  badge,
  camera,
  check,
  deliver,
  done,
  failed,
  idCard,
  info,
  left,
  list,
  mapPin,
  message,
  navigation,
  next,
  offline,
  parcel,
  phone,
  right,
  scan,
  sending,
  sent,
};

export type Icon = keyof typeof DRAWINGS;

export function icon(name: Icon, small = false): Element {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" class="i${small ? " i-s" : ""}" viewBox="0 0 24 24" aria-hidden="true">${DRAWINGS[name]}</svg>`;
  return new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
}
