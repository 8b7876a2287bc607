import type { LogEntry } from "@talanoa/client/log.ts";
import { proofFile, verifyProofFile } from "@talanoa/client/proof-file.ts";
import { proveInTurn } from "@talanoa/client/prove-in-turn.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Session } from "../../session.ts";
import { type Followed, provedFromKept } from "./from-kept.ts";

/** A proof that an entry stands in the log as it was shown, as a file for `talanoa verify`. */
export interface EntryProven extends Followed {
  readonly name: string;
  readonly text: string;
  /** The entries of the log in which it was proved. */
  readonly size: number;
}

/**
 * Proves an entry in this browser, from what that kept of the log on, and that the file says so by itself. Throws as
 * `provedFromKept` does.
 */
export async function proveEntry(hub: Session["hub"], entry: LogEntry): Promise<EntryProven> {
  const { opened: _, ...proven } = await provedFromKept(hub, async (policy, since) => {
    for await (const { proofs, opened } of proveInTurn(hub, policy, [entry], { since })) {
      const text = proofFile(entry, proofs[0]!, opened);
      verifyProofFile(text, policy);
      const name = `entry-${entry.index}.tlog-proof`;
      return { name, text, size: opened.checkpoint.size, opened };
    }
    throw new HubError("not-found", `entry ${entry.index} was not proved`);
  });
  return proven;
}
