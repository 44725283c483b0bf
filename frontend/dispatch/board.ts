/** What the server tells of the board, and how it is asked to change. */
export interface FileTold {
  number: string;
  name: string;
  service: string;
  line: string;
  rt: string;
  rw: string;
  village: string;
  landmark: string;
  promised_at: string | null;
  overdue: boolean;
  attempts: number;
  failure: string;
  note: string;
  old_ktp: boolean;
  agreed: [string, string][];
  aboard: boolean;
  lat: number | null;
  lon: number | null;
  found: string | null;
}

export interface Courier {
  id: string;
  name: string;
  run: string;
  number: string;
  out: boolean;
  capacity: number;
  at: [number, number];
  done: { delivered: number; failed: number; aboard: number; all: number };
  not_for: string[];
}

export interface Times {
  tours: Record<string, { stops: { number: string; at: string; waiting: number }[]; work: number; travel: number; ends: string | null }>;
  free: { number: string; why: string }[];
  broken: { courier: string; number: string; words: string }[];
  work: number;
  longest_to_mean: number | null;
  locked: string[];
}

export interface Board extends Times {
  day: string;
  zone: string;
  rough: boolean;
  office: { lat: number | null; lon: number | null };
  couriers: Courier[];
  files: Record<string, FileTold>;
  nowhere: string[];
  villages: { name: string; lat: number; lon: number }[];
}

export type Order = Record<string, string[]>;

const root = document.querySelector<HTMLElement>("#papan");
const day = root?.dataset.day ?? "";

export class Sorry extends Error {}

async function told<Answer>(answer: Response): Promise<Answer> {
  const json: unknown = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (!answer.ok) throw new Sorry((json as { error?: string }).error ?? "Tidak tersambung. Coba lagi sebentar.");
  return json as Answer;
}

const lost = (): never => {
  throw new Sorry("Tidak tersambung. Coba lagi sebentar.");
};

export async function get<Answer>(path: string): Promise<Answer> {
  return told(await fetch(`${path}?hari=${day}`, { cache: "no-store" }).catch(lost));
}

export async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const form = body instanceof FormData;
  const headers: Record<string, string> = { "X-CSRFToken": root?.dataset.csrf ?? "" };
  if (!form) headers["Content-Type"] = "application/json";
  return told(await fetch(`${path}?hari=${day}`, { method: "POST", headers, body: form ? body : JSON.stringify(body) }).catch(lost));
}

export function orderOf(times: Times): Order {
  return Object.fromEntries(Object.entries(times.tours).map(([courier, tour]) => [courier, tour.stops.map((stop) => stop.number)]));
}
