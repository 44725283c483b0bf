/** What a NIK suggests (never decides): sex and birth date; day + 40 for women. */
export interface NikHint {
  readonly female: boolean;
  readonly born: Date;
}

/** The hint of a 16-digit NIK, or null while it is incomplete or its date cannot be. */
export function hint(typed: string, today: Date): NikHint | null {
  const nik = typed.replace(/[\s.-]/g, "");
  if (!/^\d{16}$/.test(nik)) return null;
  const coded = Number(nik.slice(6, 8));
  const female = coded > 40;
  const day = female ? coded - 40 : coded;
  const month = Number(nik.slice(8, 10));
  const short = Number(nik.slice(10, 12));
  const year = 2000 + short <= today.getFullYear() ? 2000 + short : 1900 + short;
  const born = new Date(year, month - 1, day);
  const real = born.getMonth() === month - 1 && born.getDate() === day;
  return real ? { female, born } : null;
}
