import { continuing, LogBehind, LogForked } from "@talanoa/client/continuing.ts";
import { fetchCheckpoint } from "@talanoa/client/log-proof.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
  signedAlone,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Session } from "../../session.ts";
import type { CheckpointStore, Evidence } from "./checkpoint-store.ts";

/** Whether the log goes on from what this browser saw of it before. */
export type Followed =
  | { readonly state: "first"; readonly opened: OpenedCheckpoint }
  | { readonly state: "continues"; readonly opened: OpenedCheckpoint; readonly since: number }
  /** It shows less than it signed: not known yet whether it continues. */
  | { readonly state: "behind"; readonly before: number; readonly now: number }
  /** Its key signed two logs. */
  | {
      readonly state: "forked";
      readonly before: number;
      readonly now: number;
      readonly evidence: Evidence;
    }
  /** What was kept is not of this log's key. */
  | { readonly state: "kept-broken" };

/**
 * Asks for the last checkpoint, verifies it, and that it continues the one that was kept; then keeps it in its place.
 * What is not known to continue replaces nothing. `now` is Unix ms. Throws HubError, and TlogError for what the log's
 * key did not sign.
 */
export async function followLog(
  hub: Session["hub"],
  policy: Policy,
  store: CheckpointStore,
  now: number,
): Promise<Followed> {
  const alone = signedAlone(policy);
  const note = await store.kept(policy.origin);
  if (note === null) {
    const opened = await fetchCheckpoint(hub, alone);
    await store.keep(policy.origin, formatNote(opened.note));
    return { state: "first", opened };
  }
  const older = openedKept(note, alone);
  if (!older) return { state: "kept-broken" };
  try {
    const opened = await continuing(hub, alone, [older]);
    await store.keep(policy.origin, formatNote(opened.note));
    return { state: "continues", opened, since: older.checkpoint.size };
  } catch (error) {
    if (error instanceof LogBehind)
      return { state: "behind", before: error.before, now: error.now };
    if (!(error instanceof LogForked)) throw error;
    const evidence = {
      origin: policy.origin,
      older: formatNote(error.older.note),
      newer: formatNote(error.newer.note),
      at: now,
    };
    await store.keepEvidence(evidence);
    const sizes = { before: error.older.checkpoint.size, now: error.newer.checkpoint.size };
    return { state: "forked", ...sizes, evidence };
  }
}

function openedKept(note: string, alone: Policy): OpenedCheckpoint | null {
  try {
    return openCheckpoint(note, alone);
  } catch (error) {
    if (error instanceof TlogError) return null;
    throw error;
  }
}
