import type { Page } from "playwright-core";

/** On a page of the console: makes a key for this device and has the demo's issuer enrol it, then loads it anew. */
export async function enrolDevice(page: Page, principal: string): Promise<void> {
  const status = await page.evaluate(async (name) => {
    const pair = (await crypto.subtle.generateKey("Ed25519", false, [
      "sign",
      "verify",
    ])) as CryptoKeyPair;
    const opening = indexedDB.open("talanoa.device", 1);
    opening.addEventListener("upgradeneeded", () => void opening.result.createObjectStore("keys"));
    await new Promise((resolve, reject) => {
      opening.addEventListener("error", reject);
      opening.addEventListener("success", resolve);
    });
    const change = opening.result.transaction("keys", "readwrite");
    change.objectStore("keys").put({ pair, madeAt: Date.now() }, name);
    await new Promise((resolve) => change.addEventListener("complete", resolve));
    opening.result.close();
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const publicKey = raw.toBase64({ alphabet: "base64url", omitPadding: true });
    const headers = { "content-type": "application/json", "X-Talanoa": "1" };
    const answer = await fetch("/enrol", {
      method: "POST",
      headers,
      body: JSON.stringify({ publicKey }),
    });
    return answer.status;
  }, principal);
  if (status >= 300) throw new Error(`the device was not enrolled: ${status}`);
  await page.reload();
}
