import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Identity, loadIdentity } from "@talanoa/client/identity.ts";
import { signerOf } from "@talanoa/client/signer.ts";
import type { Logger } from "@talanoa/platform/logging.ts";

/** The identities with which Members' screening signs and sends flags. */
export interface Senders {
  /** That of a participant, as its file is now; null when it has none. */
  of(participant: string): Promise<Identity | null>;
}

/**
 * Those of a folder, `<name>.json` each; read anew each time, since tokens are renewed there. What cannot be
 * read is told of and left out.
 */
export function sendersIn(folder: string | undefined, log: Logger): Senders {
  return {
    async of(participant) {
      if (!folder) return null;
      for (const name of await namesIn(folder, log)) {
        const identity = await senderIn(folder, name, log);
        if (identity?.participant === participant) return identity;
      }
      return null;
    },
  };
}

async function namesIn(folder: string, log: Logger): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith(".json") && !name.startsWith(".")).sort();
  } catch (error) {
    log.error({ err: error }, "the folder of the screening's identities cannot be read");
    return [];
  }
}

/** The identity in a file; null when it is of no screening, or cannot be used. */
async function senderIn(folder: string, name: string, log: Logger): Promise<Identity | null> {
  try {
    const identity = await loadIdentity(join(folder, name));
    if (!identity.roles.includes("screening")) return null;
    // Throws for a key that cannot sign.
    signerOf(identity);
    return identity;
  } catch (error) {
    log.error({ file: name, err: error }, "an identity of the screening cannot be used");
    return null;
  }
}
