import { askJson } from "./ask.ts";

/** Milliseconds: the issuer asks the hub. */
const DEADLINE = 40_000;

/** Enrols the public key of this device, 32 bytes in base64url, for who is signed in. Throws HubError. */
export async function enrol(publicKey: string): Promise<void> {
  await askJson("/enrol", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ publicKey }),
    deadline: DEADLINE,
  });
}
