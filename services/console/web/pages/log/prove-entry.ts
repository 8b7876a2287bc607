import type { LogEntry } from "@talanoa/client/log.ts";
import { logPolicy } from "@talanoa/client/log-proof.ts";
import { proofFile, verifyProofFile } from "@talanoa/client/proof-file.ts";
import { proveInTurn } from "@talanoa/client/prove-in-turn.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Session } from "../../session.ts";

/** A proof that an entry stands in the log as it was shown, as a file for `talanoa verify`. */
export interface EntryProven {
  readonly name: string;
  readonly text: string;
  /** The entries of the log in which it was proved. */
  readonly size: number;
}

/** Proves an entry in this browser, and that the file says so by itself. Throws HubError, NotGenuine, TlogError. */
export async function proveEntry(hub: Session["hub"], entry: LogEntry): Promise<EntryProven> {
  const policy = logPolicy(hub.identity.hub);
  for await (const { proofs, opened } of proveInTurn(hub, policy, [entry])) {
    const text = proofFile(entry, proofs[0]!, opened);
    verifyProofFile(text, policy);
    const name = `entry-${entry.index}.tlog-proof`;
    return { name, text, size: opened.checkpoint.size };
  }
  throw new HubError("not-found", `entry ${entry.index} was not proved`);
}
