/**
 * What was typed survives a lost session in this tab: whoever logs in again finds it, another person does not.
 * It is sealed under a key the server gives to this person's pages only (AES-GCM), numbers of people included. Where the
 * browser seals nothing (http outside localhost) numbers of people stay out, and the draft bears its owner's mark.
 */
const DRAFT = "siantar-loket";
const NEVER_KEPT = ["csrfmiddlewaretoken", "family"];
const A_NUMBER_OF_SOMEBODY = /^nik$|^surat-.*[-_](nik|kk)([-_]|$)/; // the second in what a letter asks

export type Entries = [string, string][];

/** What the form holds now. */
export function entriesOf(form: HTMLFormElement): Entries {
  return [...new FormData(form).entries()].map(([name, value]) => [name, String(value)]);
}

/** Put it back. */
export function fillIn(form: HTMLFormElement, entries: Entries): void {
  for (const [name, value] of entries) {
    for (const input of form.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)) {
      if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
      else if (input.name !== "id" || value) input.value = value;
      if (name === "service") input.dispatchEvent(new Event("change", { bubbles: true })); // its letter's questions come
    }
  }
}

let turn = 0; // what is sealed late does not overwrite what came after it, nor what was emptied

/** Forget the draft of what was saved; bring back what was not, and keep what is typed from now on. */
export function keepDraft(form: HTMLFormElement): void {
  const owner = form.dataset.draftOwner ?? "";
  const keys = keysOf(form);
  if (form.hasAttribute("data-saved")) forgetDraft();
  else if (!form.hasAttribute("data-bound")) void restore(form, owner, keys);
  form.addEventListener("input", () => void write(entriesOf(form), owner, keys));
}

function forgetDraft(): void {
  turn += 1;
  sessionStorage.removeItem(DRAFT);
}

/** The keys of this person's drafts, the newest first, taken out of the page; none where the browser seals nothing. */
async function keysOf(form: HTMLFormElement): Promise<CryptoKey[]> {
  const secrets = (form.dataset.draftKey ?? "").split(" ");
  form.removeAttribute("data-draft-key");
  if (!crypto.subtle) return [];
  const use: KeyUsage[] = ["encrypt", "decrypt"];
  return Promise.all(secrets.map((secret) => crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, use)));
}

async function write(entries: Entries, owners: string, mine: Promise<CryptoKey[]>): Promise<void> {
  turn += 1;
  const now = turn;
  const kept = entries.filter(([name]) => !NEVER_KEPT.includes(name));
  const [key] = await mine;
  const open = kept.filter(([name]) => !A_NUMBER_OF_SOMEBODY.test(name));
  const draft = key ? await sealed(kept, key) : { owner: owners.split(" ")[0], open };
  if (now === turn) sessionStorage.setItem(DRAFT, JSON.stringify(draft));
}

async function sealed(entries: Entries, key: CryptoKey): Promise<{ iv: string; body: string }> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(entries));
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text));
  return { iv: base64(iv), body: base64(body) };
}

async function restore(form: HTMLFormElement, owners: string, mine: Promise<CryptoKey[]>): Promise<void> {
  const draft = sessionStorage.getItem(DRAFT);
  if (!draft) return;
  const before = turn;
  const entries = await opened(draft, owners, await mine).catch(() => null);
  if (before !== turn) return; // somebody typed already
  if (!entries) return forgetDraft();
  fillIn(form, entries);
  form.dispatchEvent(new Event("change"));
}

/** What the draft holds; null, or a refusal of the cipher, where it is another person's. */
async function opened(draft: string, owners: string, keys: CryptoKey[]): Promise<Entries | null> {
  const held = JSON.parse(draft) as { iv?: string; body?: string; owner?: string; open?: Entries };
  if (held.open) return owners.split(" ").includes(held.owner ?? "") ? held.open : null;
  const { iv, body } = held;
  if (!iv || !body) return null;
  const tries = keys.map((key) => crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, key, bytes(body)));
  const text = await Promise.any(tries);
  return JSON.parse(new TextDecoder().decode(text)) as Entries;
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const base64 = (raw: Uint8Array): string => btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join(""));

/** Empty the form; gives back what stood there, for who pressed the key by mistake. */
export function empty(form: HTMLFormElement): Entries {
  const before = entriesOf(form);
  for (const input of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input:not([type=hidden]), select")) {
    if (input instanceof HTMLSelectElement) input.selectedIndex = 0;
    else if (input.type === "radio" || input.type === "checkbox")
      input.checked = ["method", "told_by"].includes(input.name) && input.defaultChecked;
    else input.value = "";
  }
  forgetDraft();
  return before;
}
