/**
 * What lies beneath the stops: the city's own PMTiles file (from the server, or whole on this phone), else the tiles of
 * the operator's address, else nothing at all. No request leaves for anywhere else.
 */

import type { Map as LeafletMap } from "leaflet";
import L from "leaflet";
import { FileSource, PMTiles } from "pmtiles";
import { leafletLayer } from "protomaps-leaflet";
import type { MapFile } from "../generated/shared.ts";

const CREDIT = "© OpenStreetMap";
const cacheName = (version: string): string => `siantar-peta-${version}`;

export async function lay(map: LeafletMap, city: MapFile | null, tiles: string): Promise<void> {
  if (city) {
    const whole = await onThisPhone(city);
    const source = whole ? new PMTiles(new FileSource(new File([whole], city.version))) : new PMTiles(city.url);
    const { maxZoom } = await source.getHeader();
    const layer = leafletLayer({
      url: source,
      maxDataZoom: maxZoom,
      flavor: dark() ? "dark" : "light",
      lang: "id",
      attribution: CREDIT,
    });
    (layer as unknown as L.Layer).addTo(map);
  } else if (tiles) L.tileLayer(tiles, { maxZoom: 19, attribution: CREDIT }).addTo(map);
}

const dark = (): boolean => matchMedia("(prefers-color-scheme: dark)").matches;

async function onThisPhone(city: MapFile): Promise<Blob | undefined> {
  if (!("caches" in window)) return undefined;
  const cache = await caches.open(cacheName(city.version));
  return (await cache.match(city.url))?.blob();
}

export async function isKept(city: MapFile): Promise<boolean> {
  return (await onThisPhone(city)) !== undefined;
}

/** Bring the whole file to this phone, piece by piece, and forget older ones. */
export async function keepWhole(city: MapFile, progress: (part: number) => void): Promise<void> {
  const pieces: Blob[] = [];
  for (let have = 0; have < city.size; ) {
    const answer = await fetch(city.url, {
      headers: { Range: `bytes=${have}-${Math.min(city.size, have + 1024 * 1024) - 1}` },
    });
    if (answer.status !== 206) throw new Error(String(answer.status));
    const piece = await answer.blob();
    pieces.push(piece);
    have += piece.size;
    progress(have / city.size);
  }
  for (const name of await caches.keys()) if (name.startsWith(cacheName(""))) await caches.delete(name);
  await (await caches.open(cacheName(city.version))).put(city.url, new Response(new Blob(pieces)));
}
