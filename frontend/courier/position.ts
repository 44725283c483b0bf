/** Where the phone is, if it knows: watched while a stop is open, never waited for. */
let latest: GeolocationCoordinates | undefined;
let watching: number | undefined;

export function watch(): void {
  if (watching !== undefined || !navigator.geolocation) return;
  watching = navigator.geolocation.watchPosition(
    ({ coords }) => (latest = coords),
    () => undefined,
    {
      enableHighAccuracy: true,
      maximumAge: 30_000,
    },
  );
}

export function rest(): void {
  if (watching !== undefined) navigator.geolocation.clearWatch(watching);
  watching = undefined;
}

export function here(): { lat: number; lon: number; accuracy_m: number } | undefined {
  return latest && { lat: latest.latitude, lon: latest.longitude, accuracy_m: latest.accuracy };
}

const DEGREE = 111_195; // metres of a degree on a great circle

/** How far the phone is from a door, in words of whole metres or kilometres; nothing where either is not known. */
export function metresTo(door: { lat: number | null; lon: number | null }): string | undefined {
  if (!latest || door.lat === null || door.lon === null) return undefined;
  const north = door.lat - latest.latitude;
  const east = (door.lon - latest.longitude) * Math.cos((door.lat * Math.PI) / 180);
  const metres = Math.round(DEGREE * Math.hypot(north, east));
  return metres < 1000 ? `${metres} m` : `${(metres / 1000).toLocaleString("id-ID", { maximumFractionDigits: 1 })} km`;
}
