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
  for (const century of [2000, 1900]) {
    const born = new Date(century + short, month - 1, day);
    const real = born.getMonth() === month - 1 && born.getDate() === day;
    if (real && born <= today) return { female, born }; // the youngest that is not in the future
  }
  return null;
}
