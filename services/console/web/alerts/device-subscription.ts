const WORKER = "/service-worker.js";
const PRINT_BYTES = 16;

/** What the hub needs to have this browser told. */
export interface DeviceSubscription {
  readonly endpoint: string;
  readonly p256dh: Uint8Array;
  readonly auth: Uint8Array;
}

/** Whether this browser can be told while no page is open. */
export function canBeTold(): boolean {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

/** By what the hub knows this browser; null while it has no subscription. */
export async function devicePrint(): Promise<Uint8Array | null> {
  const its = await standing();
  if (!its) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(its.endpoint));
  return new Uint8Array(digest).subarray(0, PRINT_BYTES);
}

/**
 * Asks the person, and then the browser's push service. Null when the person says no. Rejects where the browser has no such
 * service, or cannot reach it.
 */
export async function subscribeDevice(pushKey: Uint8Array): Promise<DeviceSubscription | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  await navigator.serviceWorker.register(workerAddress(), { scope: "/", updateViaCache: "none" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const made = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: new Uint8Array(pushKey),
  });
  const key = (name: PushEncryptionKeyName) => new Uint8Array(made.getKey(name) ?? []);
  return { endpoint: made.endpoint, p256dh: key("p256dh"), auth: key("auth") };
}

/** Ends the browser's own subscription: nothing that is sent to it arrives any more. */
export async function unsubscribeDevice(): Promise<void> {
  await (await standing())?.unsubscribe();
}

async function standing(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

interface ScriptPolicy {
  createScriptURL(address: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;

/** The one script address that the page makes of a text (Trusted Types): the headers allow this policy alone. */
function workerAddress(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  if (!trustedTypes) return WORKER;
  policy ??= trustedTypes.createPolicy("talanoa", {
    createScriptURL(address) {
      if (address === WORKER) return address;
      throw new TypeError("no other script is loaded by its address");
    },
  });
  return policy.createScriptURL(WORKER);
}
