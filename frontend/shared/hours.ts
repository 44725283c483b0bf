/** 09.15 in the office's zone. */
export function hour(iso: string, zone: string): string {
  return new Date(iso).toLocaleTimeString("id-ID", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
}
