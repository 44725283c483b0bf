/** How the server is asked, and how it refuses. */
import type { RefusalOut } from "../generated/dispatch.ts";

const root = document.querySelector<HTMLElement>("#papan");
const day = root?.dataset.day ?? "";
const LOST = "Tidak tersambung. Coba lagi sebentar.";

/** A refusal in a sentence for the person. */
export class Sorry extends Error {}

async function answered<Answer>(answer: Response): Promise<Answer> {
  const json: unknown = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (!answer.ok) throw new Sorry((json as Partial<RefusalOut>).error ?? LOST);
  return json as Answer;
}

const lost = (): never => {
  throw new Sorry(LOST);
};

export async function get<Answer>(path: string): Promise<Answer> {
  return answered(
    await fetch(`${path}?hari=${day}`, { cache: "no-store", headers: { "Siantar-Background": "1" } }).catch(lost),
  );
}

export async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const form = body instanceof FormData;
  const headers: Record<string, string> = { "X-CSRFToken": root?.dataset.csrf ?? "" };
  if (!form) headers["Content-Type"] = "application/json";
  const sent = fetch(`${path}?hari=${day}`, { method: "POST", headers, body: form ? body : JSON.stringify(body) });
  return answered(await sent.catch(lost));
}

/** The fields as a form. */
export function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
