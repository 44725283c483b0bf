/**
 * What lies beneath the stops: the city's own PMTiles file (from the server, or whole on this phone), else the tiles of
 * the operator's address, else nothing at all. No request leaves for anywhere else.
 */
import type { Map as LeafletMap } from "leaflet";
import L from "leaflet";
import { FileSource, PMTiles } from "pmtiles";
import { leafletLayer } from "protomaps-leaflet";

export interface CityMap {
  url: string;
  version: string;
  size: number;
}

const CREDIT = "© OpenStreetMap";
const kept = (version: string): string => `siantar-peta-${version}`;

export async function lay(map: LeafletMap, city: CityMap | null, tiles: string): Promise<void> {
  if (city) {
    const whole = await onThisPhone(city);
    const source = whole ? new PMTiles(new FileSource(new File([whole], city.version))) : new PMTiles(city.url);
    const { maxZoom } = await source.getHeader();
    const layer = leafletLayer({ url: source, maxDataZoom: maxZoom, flavor: dark() ? "dark" : "light", lang: "id", attribution: CREDIT });
    (layer as unknown as L.Layer).addTo(map);
  } else if (tiles) L.tileLayer(tiles, { maxZoom: 19, attribution: CREDIT }).addTo(map);
}

const dark = (): boolean => matchMedia("(prefers-color-scheme: dark)").matches;

async function onThisPhone(city: CityMap): Promise<Blob | undefined> {
  if (!("caches" in window)) return undefined;
  const cache = await caches.open(kept(city.version));
  return (await cache.match(city.url))?.blob();
}

export async function isKept(city: CityMap): Promise<boolean> {
  return (await onThisPhone(city)) !== undefined;
}

/** Bring the whole file to this phone, piece by piece, and forget older ones. */
export async function keepWhole(city: CityMap, progress: (part: number) => void): Promise<void> {
  const pieces: Blob[] = [];
  for (let have = 0; have < city.size; ) {
    const answer = await fetch(city.url, { headers: { Range: `bytes=${have}-${Math.min(city.size, have + 1024 * 1024) - 1}` } });
    if (answer.status !== 206) throw new Error(String(answer.status));
    const piece = await answer.blob();
    pieces.push(piece);
    have += piece.size;
    progress(have / city.size);
  }
  for (const name of await caches.keys()) if (name.startsWith(kept(""))) await caches.delete(name);
  await (await caches.open(kept(city.version))).put(city.url, new Response(new Blob(pieces)));
}
