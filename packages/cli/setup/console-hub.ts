import type { HubAddresses } from "@talanoa/client/identity.ts";
import { innerAddresses } from "./hub-names.ts";
import type { SecretFiles } from "./secret-files.ts";
import { hubKeysIn } from "./signing-keys.ts";

const FILE = "console/hub.json";

/**
 * Writes where the console finds the hub, and by which keys its pages know it; no secret. The authority stands beside
 * it, and so do the certificate and key that the console shows where services ask clients for one.
 */
export async function writeConsoleHub(files: SecretFiles): Promise<void> {
  const hub: HubAddresses = {
    ...innerAddresses,
    tls: { ca: "authority.crt", cert: "tls.crt", key: "tls.key" },
    ...(await hubKeysIn(files)),
  };
  const text = JSON.stringify(hub, undefined, 2);
  if (text !== (await files.read(FILE))) await files.write(FILE, text);
}
