/** The map: stops in their courier's colour and order. Without tiles they lie on a plain ground with the kelurahan named. */
import "leaflet/dist/leaflet.css";
import L from "leaflet";
import type { BoardCourier, BoardFile, BoardOut, StopTime } from "../generated/dispatch.ts";
import type { MapFile } from "../generated/shared.ts";
import { lay } from "../shared/basemap.ts";
import type { BoardState } from "./state.ts";

const TOURS = 4;

/** The class that gives a tour its colour and shape, on card and map alike. */
export const tourOf = (place: number): string => `tour-${(place % TOURS) + 1}`;

/** How a stop looks, and what a click on it does. */
interface Dot {
  number: string;
  words: string;
  tour: string;
  chosen: boolean;
  choose: (number: string) => void;
}

export class BoardMap {
  private readonly map: L.Map;
  private readonly layer = L.layerGroup();
  private readonly markers = new Map<string, L.Marker>();
  private fitted = false;
  /** Told which stop the hand is over. */
  pointed: (number: string) => void = () => undefined;

  constructor(place: HTMLElement, city: MapFile | null, tiles: string, clicked: (lat: number, lon: number) => void) {
    this.map = L.map(place, { attributionControl: Boolean(city || tiles), zoomControl: true, zoomSnap: 0.5 });
    this.map.setView([-6.2, 106.8], 12);
    void lay(this.map, city, tiles);
    if (!city && !tiles) place.style.background = "var(--sunken)";
    this.layer.addTo(this.map);
    this.map.on("click", (event) => clicked(event.latlng.lat, event.latlng.lng));
  }

  draw({ board, times, chosen }: BoardState, choose: (number: string) => void): void {
    this.layer.clearLayers();
    this.markers.clear();
    this.borders(board);
    const drawn: L.LatLngTuple[] = [];
    const dot = (number: string, words: string, tour: string): void => {
      const at = this.dot(board.files[number], { number, words, tour, chosen: number === chosen, choose });
      if (at) drawn.push(at);
    };
    board.couriers.forEach((courier, place) => {
      const stops = times.tours[courier.id]?.stops ?? [];
      this.way(board, courier, stops, tourOf(place));
      stops.forEach((stop, at) => {
        dot(stop.number, String(at + 1), tourOf(place));
      });
    });
    for (const { number } of times.free) dot(number, "?", "pin-none");
    this.names(board);
    const office = this.office(board);
    if (office) drawn.push(office);
    if (!this.fitted && drawn.length) {
      this.map.fitBounds(drawn, { padding: [24, 24], maxZoom: 16 });
      this.fitted = true;
    }
  }

  /** Make the pin of this stop stand out, and no other. */
  point(number: string): void {
    for (const [other, marker] of this.markers) marker.getElement()?.classList.toggle("pin-pointed", other === number);
  }

  /** One stop; where it is drawn, if it has a place. */
  private dot(file: BoardFile | undefined, look: Dot): L.LatLngTuple | undefined {
    if (!file || file.lat === null || file.lon === null) return undefined;
    const at: L.LatLngTuple = [file.lat, file.lon];
    const className = `pin ${look.tour}${look.chosen ? " pin-chosen" : ""}`;
    const icon = L.divIcon({ className, html: look.words, iconSize: [28, 28] });
    const marker = L.marker(at, { icon, title: file.name, alt: file.name, keyboard: true });
    this.markers.set(look.number, marker);
    marker.on("mouseover", () => this.pointed(look.number));
    marker.on("click", () => look.choose(look.number)).addTo(this.layer);
    return at;
  }

  /** The line from where the courier is through the stops. */
  private way(board: BoardOut, courier: BoardCourier, stops: StopTime[], tour: string): void {
    const line: L.LatLngTuple[] = [courier.at];
    for (const { number } of stops) {
      const file = board.files[number];
      if (file && file.lat !== null && file.lon !== null) line.push([file.lat, file.lon]);
    }
    const dashArray = board.rough ? "6 6" : undefined;
    L.polyline(line, { className: `way ${tour}`, weight: 3, opacity: 0.6, dashArray }).addTo(this.layer);
  }

  private office(board: BoardOut): L.LatLngTuple | undefined {
    const { lat, lon } = board.office;
    if (lat === null || lon === null) return undefined;
    const icon = L.divIcon({ className: "pin pin-office", html: "⌂", iconSize: [32, 32] });
    L.marker([lat, lon], { icon, keyboard: false }).addTo(this.layer);
    return [lat, lon];
  }

  /** Where kelurahan end, as a quiet line under everything. */
  private borders(board: BoardOut): void {
    for (const { border } of board.villages) {
      if (border.length) L.polygon(border, { className: "border", interactive: false }).addTo(this.layer);
    }
  }

  /** Names of kelurahan where they are: their known middles, drawn towards their stops. */
  private names(board: BoardOut): void {
    const villages = new Map<string, [number, number][]>(
      board.villages.map(({ name, lat, lon }) => [name, [[lat, lon]]]),
    );
    for (const file of Object.values(board.files)) {
      if (file.lat === null || file.lon === null || !file.village) continue;
      villages.set(file.village, [...(villages.get(file.village) ?? []), [file.lat, file.lon]]);
    }
    for (const [name, points] of villages) {
      const middle: L.LatLngTuple = [mean(points.map((point) => point[0])), mean(points.map((point) => point[1]))];
      const label = document.createElement("span");
      label.textContent = name;
      L.marker(middle, {
        icon: L.divIcon({ className: "village", html: label, iconSize: [160, 20] }),
        interactive: false,
        keyboard: false,
      }).addTo(this.layer);
    }
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
