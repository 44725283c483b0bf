/** The day's stops on a map, with the office's own map beneath where there is one; brought along for the road. */
import "leaflet/dist/leaflet.css";
import L from "leaflet";
import type { MapFile } from "../generated/courier.ts";
import { isKept, keepWhole, lay } from "../shared/basemap.ts";
import { h, present } from "../shared/dom.ts";
import { here } from "./position.ts";
import { placeOf, type Standing, type StoredDay } from "./standing.ts";
import { t } from "./words.ts";

export async function chart(day: StoredDay, doors: Standing[]): Promise<Node[]> {
  const place = h("div", { class: "chart", role: "region", "aria-label": t("Peta titik antar") });
  const map = L.map(place, { attributionControl: Boolean(day.map || day.tiles), zoomSnap: 0.5 });
  const spots: L.LatLngTuple[] = [];
  for (const door of doors) {
    if (door.lat === null || door.lon === null || door.fate === "delivered" || door.fate === "back") continue;
    const at: L.LatLngTuple = [door.lat, door.lon];
    spots.push(at);
    const icon = L.divIcon({
      className: `pin${door.fate === "failed" ? " pin-failed" : ""}`,
      html: String(placeOf(day, doors, door)),
      iconSize: [40, 40],
    });
    L.marker(at, { icon, title: door.name, alt: door.name })
      .on("click", () => {
        location.hash = `titik/${door.number}`;
      })
      .addTo(map);
  }
  const me = here();
  if (me) L.circleMarker([me.lat, me.lon], { radius: 9 }).addTo(map);
  new IntersectionObserver((seen, watcher) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    map.invalidateSize();
    map.fitBounds(spots.length ? spots : [[day.office.lat ?? -6.2, day.office.lon ?? 106.8]], {
      padding: [24, 24],
      maxZoom: 16,
    });
    void lay(map, day.map, day.tiles);
  }).observe(place);
  const missing = doors.filter((door) => door.lat === null && door.fate === "aboard").length;
  return present<Node>([
    h("h1", {}, t("Peta")),
    place,
    missing > 0 && h("p", { class: "soft" }, `${missing} ${t("titik tanpa tempat di peta: lihat di daftar")}`),
    day.map && !(await isKept(day.map)) && bring(day.map),
    !day.map &&
      !day.tiles &&
      h("p", { class: "soft" }, t("Kantor ini belum punya peta jalan; titik digambar tanpa latar.")),
  ]);
}

function bring(city: MapFile): HTMLElement {
  const size = `${Math.max(1, Math.round(city.size / 1_000_000))} MB`;
  const button = h(
    "button",
    { type: "button", class: "button", click: () => void take() },
    `${t("Simpan peta kota di ponsel")} (${size})`,
  );
  const take = async (): Promise<void> => {
    button.disabled = true;
    try {
      await keepWhole(city, (part) => {
        button.textContent = `${Math.round(100 * part)} %`;
      });
      button.replaceWith(
        h("p", { class: "notice notice-success", role: "status" }, t("Peta tersimpan; dapat dipakai tanpa jaringan.")),
      );
    } catch {
      button.disabled = false;
      button.textContent = `${t("Peta belum tersimpan. Tekan lagi saat ada jaringan.")} (${size})`;
    }
  };
  return button;
}
