import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Identity, loadIdentity } from "@talanoa/client/identity.ts";

/** The identities with which Members' screening signs and sends flags. */
export interface Senders {
  /** That of a participant, as its file is now; null when it has none. */
  of(participant: string): Promise<Identity | null>;
}

/** Those of a folder, `<name>.json` each; read anew each time, since tokens are renewed there. */
export function sendersIn(folder: string | undefined): Senders {
  return {
    async of(participant) {
      if (!folder) return null;
      for (const name of await readdir(folder)) {
        if (!name.endsWith(".json") || name.startsWith(".")) continue;
        const identity = await loadIdentity(join(folder, name));
        const { participant: its, roles } = identity;
        if (its === participant && roles.includes("screening")) return identity;
      }
      return null;
    },
  };
}
