/** The map: stops in their courier's colour and order. Without tiles they lie on a plain ground with the kelurahan named. */
import "leaflet/dist/leaflet.css";
import L from "leaflet";
import { type CityMap, lay } from "../ground.ts";
import type { Board, Times } from "./board.ts";

const COLOURS = ["#0b5c58", "#8a3b12", "#3b3f9c", "#7a1f5c", "#4d5b00", "#114f8a", "#6b4300", "#5b2a86"];
const FREE = "#4c463c";

export const colourOf = (place: number): string => COLOURS[place % COLOURS.length] ?? FREE;

export class BoardMap {
  private readonly map: L.Map;
  private readonly layer = L.layerGroup();
  private fitted = false;

  constructor(place: HTMLElement, city: CityMap | null, tiles: string, clicked: (lat: number, lon: number) => void) {
    this.map = L.map(place, { attributionControl: Boolean(city || tiles), zoomControl: true, zoomSnap: 0.5 });
    this.map.setView([-6.2, 106.8], 12);
    void lay(this.map, city, tiles);
    if (!city && !tiles) place.style.background = "var(--sunken)";
    this.layer.addTo(this.map);
    this.map.on("click", (event) => clicked(event.latlng.lat, event.latlng.lng));
  }

  draw(board: Board, times: Times, chosen: string, choose: (number: string) => void): void {
    this.layer.clearLayers();
    const drawn: L.LatLngTuple[] = [];
    const dot = (number: string, words: string, colour: string): void => {
      const file = board.files[number];
      if (!file || file.lat === null || file.lon === null) return;
      const at: L.LatLngTuple = [file.lat, file.lon];
      drawn.push(at);
      const icon = L.divIcon({ className: `pin${number === chosen ? " pin-chosen" : ""}`, html: words, iconSize: [28, 28] });
      const marker = L.marker(at, { icon, title: file.name, alt: file.name, keyboard: true });
      marker.on("add", () => marker.getElement()?.style.setProperty("--pin", colour));
      marker.on("click", () => choose(number)).addTo(this.layer);
    };
    board.couriers.forEach((courier, place) => {
      const colour = colourOf(place);
      const stops = times.tours[courier.id]?.stops ?? [];
      const way = stops.map((stop) => board.files[stop.number]).filter((file) => file?.lat != null && file.lon != null);
      const line: L.LatLngTuple[] = [courier.at, ...way.map((file): L.LatLngTuple => [file?.lat ?? 0, file?.lon ?? 0])];
      L.polyline(line, { color: colour, weight: 3, opacity: 0.6, dashArray: board.rough ? "6 6" : undefined }).addTo(this.layer);
      stops.forEach((stop, at) => dot(stop.number, String(at + 1), colour));
    });
    times.free.forEach(({ number }) => dot(number, "•", FREE));
    this.names(board);
    if (board.office.lat !== null && board.office.lon !== null) {
      const office: L.LatLngTuple = [board.office.lat, board.office.lon];
      drawn.push(office);
      L.marker(office, { icon: L.divIcon({ className: "pin pin-office", html: "⌂", iconSize: [32, 32] }), keyboard: false }).addTo(this.layer);
    }
    if (!this.fitted && drawn.length) {
      this.map.fitBounds(drawn, { padding: [24, 24], maxZoom: 16 });
      this.fitted = true;
    }
  }

  /** Names of kelurahan where they are: their known middles, drawn towards their stops. */
  private names(board: Board): void {
    const villages = new Map<string, [number, number][]>(board.villages.map((one) => [one.name, [[one.lat, one.lon]]]));
    for (const file of Object.values(board.files)) {
      if (file.lat === null || file.lon === null || !file.village) continue;
      villages.set(file.village, [...(villages.get(file.village) ?? []), [file.lat, file.lon]]);
    }
    for (const [name, points] of villages) {
      const middle: L.LatLngTuple = [mean(points.map((point) => point[0])), mean(points.map((point) => point[1]))];
      const label = document.createElement("span");
      label.textContent = name;
      L.marker(middle, { icon: L.divIcon({ className: "village", html: label, iconSize: [160, 20] }), interactive: false, keyboard: false }).addTo(this.layer);
    }
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
