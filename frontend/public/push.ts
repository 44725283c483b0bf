/**
 * Notifications in this browser: asks the browser, then hands its subscription to the office. Off is done here alone.
 * A subscription holds for the key it was made with: where the office has a newer one, it is exchanged.
 */
function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function coded(raw: ArrayBuffer): string {
  const plain = btoa(String.fromCharCode(...new Uint8Array(raw)));
  return plain.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const asText = (subscription: PushSubscription, server: string): string =>
  JSON.stringify({ ...subscription.toJSON(), server });

/** The browser's word for a key, handed to the office; in the place of a former one, where that is named. */
async function subscribe(push: PushManager, key: string, former?: string): Promise<void> {
  const subscription = await push.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const body = new URLSearchParams({ subscription: asText(subscription, key), ...(former && { former }) });
  const answer = await fetch("pemberitahuan", { method: "POST", body }).catch(() => undefined);
  if (answer?.ok) return;
  await subscription.unsubscribe();
  throw new Error(String(answer?.status));
}

async function renew(push: PushManager, key: string): Promise<void> {
  const former = await push.getSubscription();
  const server = former?.options?.applicationServerKey;
  if (!former || !server || coded(server) === key || Notification.permission !== "granted") return;
  const text = asText(former, coded(server));
  await former.unsubscribe(); // a browser has one at a time
  await subscribe(push, key, text);
}

export async function offerPush(place: HTMLElement): Promise<void> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const button = place.querySelector("button");
  const say = place.querySelector<HTMLElement>("[role=status]");
  if (!button || !say) return;
  const { key = "", on = "", off = "", denied = "", failed = "" } = place.dataset;
  const begin = button.textContent ?? "";
  await navigator.serviceWorker.register("/lacak.sw.js", { scope: "/t/" });
  const worker = await navigator.serviceWorker.ready;
  const show = async (): Promise<void> => {
    button.textContent = (await worker.pushManager.getSubscription()) ? off : begin;
  };
  button.addEventListener("click", async () => {
    const current = await worker.pushManager.getSubscription();
    try {
      if (current) {
        await current.unsubscribe();
        say.textContent = "";
      } else {
        if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
        await subscribe(worker.pushManager, key);
        say.textContent = on;
      }
    } catch (problem) {
      say.textContent = (problem as Error).message === "denied" ? denied : failed;
    }
    await show();
  });
  place.hidden = false;
  await renew(worker.pushManager, key).catch(() => {
    say.textContent = failed;
  });
  await show();
}
