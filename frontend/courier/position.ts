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
