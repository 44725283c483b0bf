/** Notifications in this browser: asks the browser, then hands its subscription to the office. Off is done here alone. */
function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
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
        const subscription = await worker.pushManager.subscribe({
          userVisibleOnly: true,
          applicationServerKey: bytes(key),
        });
        const answer = await fetch("pemberitahuan", {
          method: "POST",
          body: new URLSearchParams({ subscription: JSON.stringify({ ...subscription.toJSON(), server: key }) }),
        });
        if (!answer.ok) {
          await subscription.unsubscribe();
          throw new Error(String(answer.status));
        }
        say.textContent = on;
      }
    } catch (problem) {
      say.textContent = (problem as Error).message === "denied" ? denied : failed;
    }
    await show();
  });
  place.hidden = false;
  await show();
}
