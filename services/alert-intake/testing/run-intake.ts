import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Receipt, SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import type { ServedService, TestHub } from "@talanoa/platform/testing/hub.ts";
import { verifyReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { settings } from "../config.ts";
import { startIntake } from "../start-intake.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const privateJwk = privateKey.export({ format: "jwk" });

/** Runs the intake on a test's hub, always with the same key. */
export async function runIntake(
  hub: TestHub,
  env: { [name: string]: string } = {},
): Promise<ServedService> {
  const file = join(hub.folder, "hub-key.json");
  await writeFile(file, JSON.stringify({ keyId: "hub", privateJwk }));
  const service = { name: "alert-intake", settings, start: startIntake };
  return hub.run(service, { TALANOA_HUB_KEY_FILE: file, ...env });
}

/** What a receipt says, when the hub signed it. */
export async function genuine(signed: SignedReceipt | null): Promise<Receipt> {
  const publicKey = Buffer.from(privateJwk.x!, "base64url");
  const receipt = signed && (await verifyReceipt(signed, publicKey));
  if (!receipt) throw new Error("no genuine receipt");
  return receipt;
}
